import { cut, html, type Html } from '../../../page/html.ts'
import { marked } from '../../../page/symbols.ts'
import { meaningOf, type Confidence } from '../../../verify/judge/verdicts.ts'
import type { ReportModule } from '../report.ts'
import { acceptedText } from '../words/accepted.ts'
import { pathTexts, placeText } from '../words/paths.ts'
import { sawTexts } from '../words/saw.ts'
import { differenceBlock } from './difference-block.ts'
import { evidenceDetails } from './evidence-details.ts'
import { moduleName } from './module-name.ts'
import { outsideLink } from './outside-link.ts'
import { waysOut } from './ways-out.ts'
import { witnessTable } from './witness-table.ts'

/**
 * All that is known of a module that is lost or changed, and what to do about it.
 *
 * @param now when the check began, RFC 3339
 */
export function finding(module: ReportModule, now: string): Html {
  const { verdict, path, version, accepted, origin, difference, notices } = module
  const { word, class: of, sentence } = meaningOf(verdict.code)
  const mark = of === 'changed' ? 'changed' : 'lost'
  const saw = sawTexts(module, { now, modules: 1 }).at(-1) ?? ''
  const way = pathTexts(module).at(-1)?.replaceAll('   ', '; ')
  return html`<article class="find ${accepted === null ? mark : 'accepted'}">
    <div class="row">
      ${marked(mark, word)}
      <span class="code">${verdict.code}</span> ${sureness(verdict.confidence)} ${placeOf(module)}
      ${module.news === null ? '' : html`<span class="code">${module.news}</span>`}
    </div>
    <h3>${moduleName(path, version)}</h3>
    ${accepted === null ? '' : html`<p><b>Accepted</b> ${cut(acceptedText(accepted), 500)}</p>`}
    <p>${sentence}${saw === '' ? '' : ` Seen: ${saw}.`}</p>
    ${origin?.url == null ? '' : html`<p>Upstream: ${outsideLink(origin.url)}</p>`}
    ${way === undefined ? '' : html`<p>Path: <span class="mono">${cut(way, 1000)}</span></p>`}
    ${of === 'changed' ? witnessTable(module, now) : ''}
    ${difference === null ? '' : differenceBlock(difference)}
    ${notices.map(({ code, text }) => html`<p>Also ${cut(code, 40)}: ${cut(text, 500)}</p>`)}
    ${waysOut(module.advice)} ${evidenceDetails(verdict.evidence)}
  </article> `
}

function placeOf(module: ReportModule): Html | string {
  const place = placeText(module)
  if (place === '') return ''
  return html`<span class="place"
    >${module.requiredAt?.indirect === true ? 'indirect, ' : ''}${cut(place)}</span
  >`
}

const bars: Readonly<Record<Confidence, number>> = { tentative: 1, corroborated: 2, confirmed: 3 }

/** How sure it is: a word, and as many of three bars. */
function sureness(confidence: Confidence): Html {
  return html`<span class="conf"
    ><svg viewBox="0 0 16 11" aria-hidden="true">
      ${[0, 1, 2].map(
        (bar) =>
          html`<rect
            x="${bar * 6 + 0.5}"
            y=".5"
            width="3"
            height="10"
            rx="1"
            stroke="currentColor"
            fill="${bar < bars[confidence] ? 'currentColor' : 'none'}"
          />`,
      )}</svg
    >${confidence}</span
  >`
}

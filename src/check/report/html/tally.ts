import { html, type Html } from '../../../page/html.ts'
import { marked } from '../../../page/symbols.ts'
import { isLoud, verdictClasses, type VerdictClass } from '../../../verify/judge/verdicts.ts'
import type { Report } from '../report.ts'
import { numberText } from '../units.ts'

/** The five counts, loudest first, each with a few words, and what is new or known of it where there is a baseline. */
export function tally(report: Report): Html {
  const of = ['changed', 'lost', 'undetermined', 'fragile', 'ok'] as const
  return html`<ul class="tally" aria-label="Modules by verdict">
    ${of.map((one) => count(one, report))}
  </ul>`
}

const places: Readonly<Record<VerdictClass, string>> = {
  changed: 'findings',
  lost: 'findings',
  undetermined: 'main',
  fragile: 'fragile',
  ok: 'all',
}

function count(of: VerdictClass, report: Report): Html {
  const number = report.summary[of]
  const loud = number > 0 && isLoud(of) ? ` ${of}` : ''
  const place = number > 0 ? places[of] : 'all'
  return html`<li>
    <a href="#${place}"
      >${marked(of, verdictClasses[of].word)}
      <span class="n${loud}">${numberText(number)}</span>
      <small>${words(of, report)}</small></a
    >
  </li> `
}

function words(of: VerdictClass, report: Report): string {
  const { summary, accepted, modules, complete } = report
  if (of === 'ok') return okWords(report)
  if (summary[of] === 0) return of === 'undetermined' && complete ? 'complete' : 'none'
  const here = modules.filter(({ verdict }) => verdict.class === of)
  const fresh = here.filter(({ news }) => news === 'new').length
  const known = here.filter(({ news }) => news === 'known').length
  return [
    ...(fresh > 0 ? [`${numberText(fresh)} new`] : []),
    ...(known > 0 ? [`${numberText(known)} in the baseline`] : []),
    ...(fresh + known === 0 ? [plainWords[of]] : []),
    ...(accepted[of] > 0 ? [`${numberText(accepted[of])} accepted`] : []),
  ].join(', ')
}

const plainWords: Readonly<Record<Exclude<VerdictClass, 'ok'>, string>> = {
  changed: 'other content under the name',
  lost: 'no longer to be had',
  undetermined: 'no answer yet',
  fragile: 'build today',
}

function okWords({ modules, summary }: Report): string {
  const unchanged = modules.filter(({ verdict }) => verdict.code === 'unchanged').length
  const hashed = summary.ok - unchanged
  return [
    ...(unchanged > 0 ? [`${numberText(unchanged)} unchanged`] : []),
    ...(hashed > 0 ? [`${numberText(hashed)} hashed`] : []),
  ].join(', ')
}

import { cut, html, type Html } from '../../../page/html.ts'
import { marked } from '../../../page/symbols.ts'
import { meaningOf } from '../../../verify/judge/verdicts.ts'
import type { Report } from '../report.ts'
import { groupsOf, isAboutHost, repositoriesIn, type Group } from '../text/groups.ts'
import { counted, numberText } from '../units.ts'
import { codeText } from '../words/code-text.ts'
import { openFirst, sentencesOf } from '../words/sentences.ts'
import { sawTexts } from '../words/saw.ts'
import { moduleName } from './module-name.ts'

/** More hosts and reasons are not listed. */
const mostReasons = 50

/** The sentence that sums all up; where something has no answer, in a frame that says why. */
export function opening(report: Report): Html {
  const [first = '', ...rest] = openFirst(sentencesOf(report))
  const sentence = html`<h1>${first}</h1>
    <p class="lead">${rest.map((text) => `${text} `)}${leadText(report)}</p>`
  const reasons = groupsOf(report.modules.filter(({ verdict }) => verdict.class === 'undetermined'))
  if (reasons.length === 0 && report.complete) return sentence
  const more = reasons.length - mostReasons
  return html`<div class="open">
    <div>
      ${sentence}
      ${
        reasons.length === 0
          ? ''
          : html`<ul class="reasons">
              ${reasons.slice(0, mostReasons).map((group) => reason(group, report.at))}
              ${more > 0 ? html`<li>and ${numberText(more)} more, in the list of all modules</li>` : ''}
            </ul>`
      }
    </div>
  </div>`
}

function leadText({ summary, accepted, exit, complete: isWhole }: Report): Html {
  const { changed, lost, undetermined } = summary
  const said = [
    ...(changed > 0
      ? [html`${numberText(changed)} ${was(changed)} <b>changed</b> under the same name`]
      : []),
    ...(lost > 0 ? [html`${numberText(lost)} ${is(lost)} <b>lost</b>`] : []),
  ]
  const open = undetermined - accepted.undetermined
  const complete =
    undetermined === 0
      ? isWhole
        ? 'Nothing is undetermined, so this answer is complete.'
        : 'This answer is not complete.'
      : open === 0
        ? 'What is undetermined is accepted.'
        : `${numberText(open)} ${is(open)} undetermined, so this answer is not complete.`
  const [one, two] = said
  const found = one === undefined ? '' : html`${one}${two === undefined ? '' : html` and ${two}`}. `
  return html`${found}${complete} Exit code <b>${exit}</b>.`
}

const is = (count: number): string => (count === 1 ? 'is' : 'are')
const was = (count: number): string => (count === 1 ? 'was' : 'were')

function reason(group: Group, now: string): Html {
  const [first] = group
  const { verdict, accepted, host, advice } = first
  const repositories = repositoriesIn(group)
  const many = repositories > 1 ? `, ${counted(repositories, 'repository')}` : ''
  const where = verdict.code === 'pending' ? '' : ` on ${cut(host)}`
  const isOne = group.length === 1
  const what =
    isAboutHost(group) || !isOne
      ? html`${counted(group.length, 'module')}${many}${where}${isOne ? html`: ${nameOf(first)}` : ''}`
      : nameOf(first)
  const saw = sawTexts(first, { now, modules: group.length }).at(-1) ?? ''
  const next = advice.filter(({ label }) => label === 'next' || label === 'or')
  return html`<li>
    ${marked('undetermined', meaningOf(verdict.code).word)}
    <span class="code">${codeText(verdict)}</span> ${what}
    ${accepted === null ? '' : html`<span class="code">accepted</span>`}
    <p>Seen: ${cut(saw, 500)}</p>
    ${next.map(({ label, text }) => html`<p>${label === 'or' ? 'Or' : 'Next'}: ${cut(text, 500)}</p>`)}
  </li> `
}

function nameOf({ path, version }: Group[0]): Html {
  return moduleName(path, version)
}

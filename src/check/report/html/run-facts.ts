import { cut, html, type Html } from '../../../page/html.ts'
import { stackTable } from '../../../page/table.ts'
import type { Build } from '../../build/build.ts'
import type { Report } from '../report.ts'
import { bytesText, counted, numberText, secondsText } from '../units.ts'
import { momentText } from '../words/dates.ts'
import { notesText } from '../words/notes.ts'
import { totalAsked } from '../words/total-asked.ts'

/** What was asked of whom, closed at first. */
export function whatWasAsked({ requests }: Report): Html {
  const hosts = Object.entries(requests.hosts).toSorted(([, a], [, b]) => b.requests - a.requests)
  const total = totalAsked(requests)
  return html`<details>
    <summary>
      What was asked: ${counted(total.requests, 'request')}, ${bytesText(total.bytes)},
      ${counted(total.hosts, 'host')}
    </summary>
    ${requests.underWay ? html`<p class="note">Requests that were under way are not counted.</p>` : ''}
    ${stackTable(
      ['Host', { n: 'Requests' }, { n: 'Bytes' }],
      hosts.map(
        ([host, { requests, bytes }]) =>
          html`<tr>
            <th scope="row">${cut(host)}</th>
            <td class="n" data-l="requests">${numberText(requests)}</td>
            <td class="n" data-l="bytes">${bytesText(bytes)}</td>
          </tr> `,
      ),
    )}
  </details>`
}

/** By what rules and with what help it was judged, closed at first. */
export function howItWasJudged(report: Report): Html {
  const { headwater, level, modules, command, target, commit, at, millis, rules, notes } = report
  const unchanged = modules.filter(({ verdict }) => verdict.code === 'unchanged').length
  const { baseline, changedSince } = report
  const facts: [name: string, value: Html | string][] = [
    ['Command', html`<code>${cut(command, 500)}</code>`],
    [
      'Read',
      html`<code>${cut(target)}</code
        >${commit === null ? '' : html` at commit <code>${cut(commit, 64)}</code>`}`,
    ],
    ['Began', `${momentText(at)}, and took ${secondsText(millis)}`],
    ['Level', levels[level]],
    [
      'Known before',
      `${counted(unchanged, 'module')} whose ref names a commit that was verified earlier`,
    ],
    ['Exit code 1 for', cut(rules.failOn.join(', '))],
    ['Without an answer', rules.allowIncomplete ? 'allowed' : 'exit code 3'],
    ...(baseline === null
      ? []
      : [
          [
            'Baseline',
            `${numberText(baseline.new)} new, ${numberText(baseline.known)} known, ${numberText(baseline.fixed.length)} gone from it`,
          ] satisfies [string, string],
        ]),
    ...(changedSince === null
      ? []
      : [['Only since', html`<code>${cut(changedSince.ref)}</code>`] satisfies [string, Html]]),
    ...(report.build === null
      ? []
      : [['Built', builtText(report.build)] satisfies [string, string]]),
    ['By', `headwater ${cut(headwater, 40)}, by the rules of the go command`],
  ]
  return html`<details>
    <summary>How this was judged</summary>
    <dl class="kv">
      ${facts.map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd>${value}</dd> `,
      )}
    </dl>
    ${notesText(notes).map((note) => html`<p class="note">Note: ${cut(note, 500)}</p>`)}
  </details>`
}

function builtText({ go, steps }: Build): string {
  const told = steps.map(
    ({ ran, file, ok, millis }) =>
      `${ran} for ${file} ${ok ? 'went well' : 'failed'} in ${secondsText(millis)}`,
  )
  return `by ${cut(go, 40)}: ${cut(told.join('; '), 1000)}`
}

const levels: Readonly<Record<Report['level'], string>> = {
  refs: 'refs: each ref is asked for, and content that is not known yet is hashed',
  content: 'content: every byte is hashed',
  build: 'build: every byte is hashed, and the project is built from it',
}

import { cut, html, type Html } from '../../../page/html.ts'
import { stackTable } from '../../../page/table.ts'
import { marked } from '../../../page/symbols.ts'
import type { ReportModule } from '../report.ts'
import { dayText } from '../words/dates.ts'
import { witnessesOf, type Witness } from '../words/witnesses.ts'

/**
 * What each witness says of the content of a version, upstream last; nothing where only upstream is known.
 *
 * @param now when the check began, RFC 3339
 */
export function witnessTable(module: ReportModule, now: string): Html | string {
  const witnesses = witnessesOf(module)
  if (witnesses.length < 2) return ''
  return stackTable(
    ['Witness', 'Hash', 'Commit'],
    witnesses.map((witness) => row(witness, now)),
  )
}

function row({ who, sum, isSame, commit, at }: Witness, now: string): Html {
  const mark = isSame === undefined ? '' : isSame ? ' same' : html` ${marked('changed', 'differs')}`
  const day = commit === null || at === null ? '' : `, ${dayText(at, now)}`
  return html`<tr>
    <th scope="row">${names[who]}</th>
    <td><code>${cut(sum)}</code>${mark}</td>
    <td>${commit === null ? '' : html`<code>${commit.slice(0, 7)}</code>`}${day}</td>
  </tr> `
}

const names: Readonly<Record<Witness['who'], string>> = {
  'public log': 'public log',
  'go.sum': 'your go.sum',
  'first seen': 'first seen',
  upstream: 'upstream now',
}

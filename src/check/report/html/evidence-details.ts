import { cut, html, type Html } from '../../../page/html.ts'
import { stackTable } from '../../../page/table.ts'
import type { Evidence } from '../../../verify/judge/evidence.ts'
import { counted } from '../units.ts'
import { outsideLink } from './outside-link.ts'

/** Everything that was seen, closed at first. */
export function evidenceDetails(evidence: readonly Evidence[]): Html | string {
  if (evidence.length === 0) return ''
  return html`<details>
    <summary>What was seen: ${counted(evidence.length, 'piece')} of evidence</summary>
    ${stackTable(['When', 'Channel', 'Seen', 'Where'], evidence.map(row))}
  </details>`
}

function row({ at, channel, url, saw }: Evidence): Html {
  return html`<tr>
    <td>${cut(at, 40)}</td>
    <td>${cut(channel, 40)}</td>
    <td>${cut(saw)}</td>
    <td>${url === null ? '' : outsideLink(url)}</td>
  </tr> `
}

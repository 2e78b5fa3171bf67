import { numberText } from '../../check/report/units.ts'
import type { RecordedRequest } from '../../store/facts/requests.ts'
import { cut, html } from '../../page/html.ts'
import { stackTable } from '../../page/table.ts'
import type { Html } from '../../page/html.ts'
import { answerText, whatText, whyText } from '../request-words.ts'
import type { SiteFacts } from '../site-facts.ts'
import { timeOf } from '../times.ts'
import type { RequestsPart } from './read-host.ts'

/** Part of the requests to a host, the newest first, and the way to the earlier ones. */
export function requestsTable({ entries, next }: RequestsPart, site: SiteFacts, now: number): Html {
  if (entries.length === 0) return html`<p class="note">None that is kept.</p>`
  return html`${stackTable(
    ['UTC', 'What', 'Why', { n: 'Answer' }, { n: 'Bytes' }],
    entries.map((request) => row(request, site, now)),
  )}
  ${next === undefined ? '' : html`<p class="note plain"><a href="?before=${next}">Earlier requests</a></p>`}`
}

function row(request: RecordedRequest, site: SiteFacts, now: number): Html {
  const { at, sent, received } = request
  return html`<tr>
    <td class="mono">${timeOf(at, now, 'second')}</td>
    <td class="mono">${cut(whatText(request))}</td>
    <td>${whyText(request, site)}</td>
    <td class="n" data-l="answer">${cut(answerText(request), 40)}</td>
    <td class="n" data-l="bytes">${numberText(sent + received)}</td>
  </tr> `
}

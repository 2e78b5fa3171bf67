import { meaningOf } from '../../verify/judge/verdicts.ts'
import { numberText } from '../../check/report/units.ts'
import type { LookResult } from '../../store/facts/repositories.ts'
import { cut, html } from '../../page/html.ts'
import { stackTable } from '../../page/table.ts'
import type { Html } from '../../page/html.ts'
import { marked } from '../../page/symbols.ts'
import type { SiteFacts } from '../site-facts.ts'
import { timeOf } from '../times.ts'
import type { HeldRepositories, HeldRepository } from './read-host.ts'

const words: Readonly<Record<LookResult, string>> = {
  unchanged: 'OK',
  suspected: 'Suspected',
  'opted-out': 'Opted out',
  unreachable: 'Unreachable',
  throttled: 'Throttled',
  'auth-required': 'Wants a login',
}

/** The repositories of a host that somebody here asked for; looks are for those only that something is held of. @param now milliseconds since the epoch */
export function repositoriesTable(
  { entries, isMore }: HeldRepositories,
  site: SiteFacts,
  now: number,
): Html {
  if (entries.length === 0) return html`<p class="note">None that somebody here asked for.</p>`
  return html`${stackTable(
    ['Repository', 'Now', { n: 'Held' }, 'Last read', 'Next look'],
    entries.map((entry) => row(entry, site, now)),
  )}
  ${isMore ? html`<p class="note">There are more.</p>` : ''}`
}

function row({ repository, held }: HeldRepository, site: SiteFacts, now: number): Html {
  const { url, look, refsAt, dueAt } = repository
  const path = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*\/?/i, '')
  const read = refsAt === undefined ? 'never' : timeOf(refsAt, now)
  const isLookedAt = held > 0 && look?.result !== 'opted-out' && site.background
  const next = isLookedAt ? timeOf(dueAt, now) : 'none'
  return html`<tr>
    <td class="mono">${cut(path || url)}</td>
    <td>${held === 0 && !look ? 'Nothing held' : state(look?.result)}</td>
    <td class="n" data-l="held">${numberText(held)}</td>
    <td data-l="last read">${read}</td>
    <td data-l="next look">${next}</td>
  </tr> `
}

function state(result: LookResult | undefined): Html {
  if (result === undefined) return marked('undetermined', 'Not looked yet')
  return marked(meaningOf(result).class === 'ok' ? 'ok' : 'undetermined', words[result])
}

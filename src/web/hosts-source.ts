import type { HostStanding } from '../outbound/standing.ts'
import type { HostDay, HostTotal } from '../store/facts/host-days.ts'
import type { Repository } from '../store/facts/repositories.ts'
import type { RecordedRequest, RequestPage } from '../store/facts/requests.ts'

type Answer<T> = T | Promise<T>

/**
 * Where the pages about hosts have their data from. Nothing in it waits for a network. Whatever throws is told to the
 * operator, and the page says that this part is not available. A host is named as the ledger does. What is private is
 * left out by the source.
 */
export interface HostsSource {
  /** Every host with a day kept since `sinceDay` (`2026-11-30`), and what these days come to. */
  hostTotals(sinceDay: string): Answer<readonly HostTotal[]>
  /** The days kept of one host, in any order; days without requests may be missing. */
  hostDays(host: string, sinceDay: string): Answer<readonly HostDay[]>
  /** The newest first, of those whose number is below `before`. */
  requestsOf(host: string, page: RequestPage): Answer<readonly RecordedRequest[]>
  /** In the order they are shown. */
  repositoriesOf(host: string, limit: number): Answer<readonly Repository[]>
  /** Versions held here of each repository of a host, by URL; those without may be missing. */
  heldVersions(host: string): Answer<ReadonlyMap<string, number>>
  /** Asked for each host of a list: cheap. Undefined for a host that was never asked. */
  standing(host: string): HostStanding | undefined
}

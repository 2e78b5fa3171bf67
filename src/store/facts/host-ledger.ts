import type { DatabaseSync } from 'node:sqlite'
import type { HostMemory } from '../../outbound/host-memory.ts'
import { dayTalliesIn } from './day-tallies.ts'
import { delayedWrites } from './delayed-writes.ts'
import { hostHistoryIn } from './host-history.ts'
import type { HostHistory } from './host-history.ts'
import { hostsIn } from './hosts.ts'
import { repositoriesIn } from './known-repositories.ts'
import type { Repositories } from './known-repositories.ts'
import { requestsIn } from './requests.ts'
import type { RequestLedger } from './requests.ts'

/** What is known of the hosts that are asked: each request, the sums of each day, how we stand, and what lies there. */
export interface HostLedger extends RequestLedger, HostHistory, Repositories {
  readonly hosts: HostMemory
}

/**
 * The ledger of hosts in a database. What waits in memory is written together: requests and their sums never disagree.
 *
 * @param now Unix milliseconds.
 * @returns the ledger, and `close()`, which writes what is left and may throw as a write does.
 */
export function hostLedgerIn(
  database: DatabaseSync,
  now: () => number,
): { readonly ledger: HostLedger; close: (this: void) => void } {
  const writes = delayedWrites(database)
  const tallies = dayTalliesIn(database, writes)
  const ledger = {
    ...requestsIn(database, writes, tallies),
    ...hostHistoryIn(database, writes, tallies),
    ...repositoriesIn(database, writes),
    hosts: hostsIn(database, writes, tallies, now),
  }
  return { ledger, close: () => writes.flush() }
}

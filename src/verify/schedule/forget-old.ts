import type { Facts } from '../../store/facts/open-facts.ts'
import { dayOf } from '../../store/facts/day.ts'

/** What {@link forgetOld} needs; times in milliseconds. */
export interface ForgetOptions {
  readonly facts: Pick<Facts, 'forgetRequests' | 'forgetDays'>
  readonly now: number
  /** How long requests, and the sums of days, are kept. */
  readonly keepRequests: number
  readonly keepDays: number
  /** Lets others go on between two steps. */
  readonly breathe: () => Promise<void>
}

/** Rows that are forgotten in one step: some milliseconds. */
const atOnce = 300

/**
 * Forgets what the ledger keeps no longer.
 *
 * @throws Failure `no-space`, `unreachable` while the database is locked: what is left goes the next time
 */
export async function forgetOld(options: ForgetOptions): Promise<void> {
  const { facts, now, keepRequests, keepDays, breathe } = options
  while (facts.forgetRequests(now - keepRequests, atOnce) === atOnce) await breathe()
  while (facts.forgetDays(dayOf(now - keepDays), atOnce) === atOnce) await breathe()
}

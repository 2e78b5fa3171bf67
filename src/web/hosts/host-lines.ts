import type { HostStanding } from '../../outbound/standing.ts'
import { dayOf } from '../../store/facts/day.ts'
import type { HostTally } from '../../store/facts/host-days.ts'
import type { HostsSource } from '../hosts-source.ts'
import { pauseEnd } from '../pause-end.ts'
import { allAsked, noTally } from '../tallies.ts'
import { lastDays } from '../times.ts'

/** A host in the list of hosts. */
export interface HostLine {
  readonly host: string
  /** Since midnight UTC. */
  readonly today: HostTally
  /** Today and the 29 days before. */
  readonly month: HostTally
  /** Undefined when it is not known. */
  readonly standing: HostStanding | undefined
}

/** Part of a list. */
export interface ListPage<T> {
  readonly entries: readonly T[]
  /** Of the whole list. */
  readonly total: number
  /** What names the next part; absent: this is the last. */
  readonly next?: string
}

/** Every host of the last 30 days: those that keep us waiting first, then by requests, most first. */
export async function readHostLines(source: HostsSource, now: number): Promise<HostLine[]> {
  const today = dayOf(now)
  const [firstDay = today] = lastDays(today, 30)
  const months = await source.hostTotals(firstDay)
  const days = new Map((await source.hostTotals(today)).map((total) => [total.host, total]))
  const isPaused = ({ standing }: HostLine) => pauseEnd(standing, now) !== undefined
  return months
    .map((month) => ({
      host: month.host,
      today: days.get(month.host) ?? noTally,
      month,
      standing: source.standing(month.host),
    }))
    .sort(
      (a, b) =>
        Number(isPaused(b)) - Number(isPaused(a)) ||
        allAsked(b.month).requests - allAsked(a.month).requests ||
        (a.host < b.host ? -1 : 1),
    )
}

/**
 * The part of a list behind the host `after`; the first part without it, or when that host is no longer there. The
 * order may change between two calls: then a host may be seen twice or not at all.
 */
export function pageOf<T extends { readonly host: string }>(
  lines: readonly T[],
  after: string | undefined,
  size = 100,
): ListPage<T> {
  const start = after === undefined ? 0 : lines.findIndex(({ host }) => host === after) + 1
  const entries = lines.slice(start, start + size)
  const last = entries.at(-1)
  const isMore = start + size < lines.length && last !== undefined
  return { entries, total: lines.length, ...(isMore && { next: last.host }) }
}

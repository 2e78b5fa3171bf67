import type { DatabaseSync } from 'node:sqlite'
import type { DayTallies, DayTally } from './day-tallies.ts'
import type { DelayedWrites } from './delayed-writes.ts'
import type { HostDay, HostTally, HostTotal, Tally } from './host-days.ts'
import { plain } from './plain.ts'
import { inTransaction } from './transaction.ts'
import { whole } from './whole.ts'

/** What went to and fro between us and hosts, day by day (UTC). What was noted a moment ago is told, too. */
export interface HostHistory {
  /** Every host that was asked or spared on `sinceDay` (`2026-11-30`) or later, in the byte order of names. */
  hostTotals(sinceDay: string): HostTotal[]
  /** The days of a host from `sinceDay` on of which there is anything to tell, in their order. */
  hostDays(host: string, sinceDay: string): HostDay[]
  /** When a host was first asked or spared (Unix milliseconds), or undefined. Is never forgotten. */
  knownHost(host: string): number | undefined
  /**
   * Forgets the tallies of days before `beforeDay`, at most `limit` of them, each of one host and account. Returns how
   * many: fewer than `limit` when no more are left.
   *
   * @throws Failure `no-space`, `unreachable` while the database is locked
   */
  forgetDays(beforeDay: string, limit: number): number
}

/** What the tables `host_days` and `hosts` tell, and what waits to be written there. */
export function hostHistoryIn(
  database: DatabaseSync,
  writes: DelayedWrites,
  tallies: DayTallies,
): HostHistory {
  const totals = database.prepare(
    `select '' as day, host, account, rules,
       sum(requests) as requests, sum(bytes) as bytes, sum(errors) as errors
     from host_days where day >= ? group by host, account, rules`,
  )
  const firstDay = database.prepare('select min(day) as day from host_days where host = ?')
  const days = database.prepare(
    `select day, host, account, rules, requests, bytes, errors
     from host_days where host = ? and day >= ?`,
  )
  const known = database.prepare('select since from hosts where host = ?')
  const forget = database.prepare(
    `delete from host_days where (day, host, account, rules) in
       (select day, host, account, rules from host_days where day < ? order by day limit ?)`,
  )

  /** The first day that is kept or waits to be. */
  function sinceOf(host: string): string {
    const written = firstDay.get(host)?.['day']
    const all = tallies.waiting(host).map((one) => one.day)
    if (typeof written === 'string') all.push(written)
    return all.sort()[0] ?? ''
  }

  return {
    hostTotals(sinceDay) {
      writes.tryFlush()
      const waiting = tallies.waiting().filter((one) => one.day >= sinceDay)
      const hosts = Map.groupBy([...rowsOf(totals.all(sinceDay)), ...waiting], (row) => row.host)
      return inOrder(hosts).map(([host, rows]) =>
        Object.assign(hostTally(rows), { host, since: sinceOf(host) }),
      )
    },
    hostDays(host, sinceDay) {
      writes.tryFlush()
      const waiting = tallies.waiting(host).filter((one) => one.day >= sinceDay)
      const rows = [...rowsOf(days.all(host, sinceDay)), ...waiting]
      const byDay = Map.groupBy(rows, (row) => row.day)
      return inOrder(byDay).map(([day, rows]) => Object.assign(hostTally(rows), { day }))
    },
    knownHost(host) {
      const written = known.get(host)?.['since']
      const moments = tallies.waiting(host).map((one) => one.since)
      if (typeof written === 'number') moments.push(written)
      return moments.length === 0 ? undefined : Math.min(...moments)
    },
    forgetDays(beforeDay, limit) {
      const forgotten = inTransaction(database, 'forget old days', () =>
        forget.run(beforeDay, whole(limit)),
      )
      return Number(forgotten.changes)
    },
  }
}

function rowsOf(rows: readonly object[]): DayTally[] {
  return rows.map((row) => plain(row) as DayTally)
}

/** By the bytes of the keys, as SQLite sorts text. */
function inOrder<T>(map: Map<string, T>): [string, T][] {
  return [...map].sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
}

function hostTally(rows: readonly DayTally[]): HostTally {
  const of = (account: DayTally['account']) => sum(rows.filter((row) => row.account === account))
  return {
    asked: {
      foreground: of('foreground'),
      background: of('background'),
      floor: of('floor'),
      push: of('push'),
    },
    rules: sum(rows.filter((row) => row.rules === 1)),
    errors: rows.reduce((errors, row) => errors + row.errors, 0),
    saved: of('saved'),
  }
}

function sum(rows: readonly DayTally[]): Tally {
  let [requests, bytes] = [0, 0]
  for (const row of rows) {
    requests += row.requests
    bytes += row.bytes
  }
  return { requests, bytes }
}

import type { DatabaseSync } from 'node:sqlite'
import type { RequestRecord } from '../../outbound/request-record.ts'
import type { DayTallies } from './day-tallies.ts'
import type { DelayedWrites } from './delayed-writes.ts'
import { plain } from './plain.ts'
import { inTransaction } from './transaction.ts'
import { whole } from './whole.ts'

/** Rows in memory that are written at once without waiting for the time. */
const flushAt = 2000
/** Rows kept in memory at least while they cannot be written; at twice as many, older ones are dropped. */
const mostWaiting = 100_000

/** A request in the ledger. */
export interface RecordedRequest extends RequestRecord {
  /** Grows in the order in which requests were written, shortly after each was over. */
  readonly id: number
}

/** Which requests to tell. */
export interface RequestPage {
  readonly limit: number
  /** Only those with a smaller id: the last of the page before. */
  readonly before?: number
}

/** The request ledger. A crash loses at most its last second. */
export interface RequestLedger {
  /**
   * Notes a request, and counts it in the tallies of its host. Returns at once and never throws; what waits is written
   * together, at least every second.
   */
  recordRequest(request: RequestRecord): void
  /** The last requests to a host that are kept, the newest first. While nothing can be written, those on the disk. */
  requestsOf(host: string, page: RequestPage): RecordedRequest[]
  /**
   * Forgets requests sent before a moment (Unix milliseconds), at most `limit` of them; what the tallies tell of them
   * stays. Returns how many: fewer than `limit` when no more are left.
   *
   * @throws Failure `no-space`, `unreachable` while the database is locked
   */
  forgetRequests(beforeMs: number, limit: number): number
}

/** The ledger kept in the table `requests`. */
export function requestsIn(
  database: DatabaseSync,
  writes: DelayedWrites,
  tallies: DayTallies,
): RequestLedger {
  const insert = database.prepare(
    `insert into requests
       (at, host, method, url, purpose, reason, status, sent, received, millis, failure)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const list = database.prepare(
    `select id, at, host, method, url, purpose, reason, coalesce(status, 0) as status,
       sent, received, millis, coalesce(failure, '') as failure
     from requests where host = ? and id < ? order by id desc limit ?`,
  )
  const forget = database.prepare(
    'delete from requests where id in (select id from requests where at < ? order by at limit ?)',
  )
  let waiting: RequestRecord[] = []

  writes.add({
    isEmpty: () => waiting.length === 0,
    write() {
      for (const one of waiting) {
        insert.run(
          whole(one.at),
          one.host,
          one.method,
          one.url,
          one.purpose,
          one.reason,
          whole(one.status) || null,
          whole(one.sent),
          whole(one.received),
          whole(one.millis),
          one.failure || null,
        )
      }
    },
    written() {
      waiting = []
    },
  })

  return {
    recordRequest(request) {
      waiting.push({ ...request })
      tallies.addRequest(request)
      if (waiting.length > 2 * mostWaiting) waiting = waiting.slice(-mostWaiting)
      if (waiting.length % flushAt === 0) writes.early()
    },
    requestsOf(host, { limit, before = Number.MAX_SAFE_INTEGER }) {
      writes.tryFlush()
      return list.all(host, before, limit).map((row) => plain(row) as RecordedRequest)
    },
    forgetRequests(beforeMs, limit) {
      const forgotten = inTransaction(database, 'forget old requests', () =>
        forget.run(whole(beforeMs), limit),
      )
      return Number(forgotten.changes)
    },
  }
}

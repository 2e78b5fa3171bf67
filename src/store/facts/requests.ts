import type { DatabaseSync } from 'node:sqlite'
import type { RequestRecord } from '../../outbound/request-record.ts'
import { plain } from './plain.ts'
import { inTransaction } from './transaction.ts'

/** Milliseconds a request may wait in memory before it is written. */
const flushAfter = 1000
/** The longest pause between attempts; each that fails doubles it. */
const longestPause = 30_000
/** Rows in memory that are written at once without waiting for the time. */
const flushAt = 2000
/** Rows kept in memory while they cannot be written (disk full, database busy); older ones are dropped. */
const mostWaiting = 100_000

/** What was asked of one host in total. */
export interface RequestTotal {
  readonly host: string
  readonly requests: number
  /** Bytes. */
  readonly sent: number
  /** Bytes. */
  readonly received: number
}

/** The request ledger. A crash loses at most its last second. */
export interface RequestLedger {
  /** Notes a request. Returns at once; rows are written together, at least every second. */
  recordRequest(request: RequestRecord): void
  /** Totals per host, in the order of host names, of requests sent at `sinceMs` or later. */
  requestTotals(sinceMs: number): RequestTotal[]
  /** The last `limit` requests to a host, the newest first. */
  requestsOf(host: string, limit: number): (RequestRecord & { readonly id: number })[]
}

/** The ledger kept in the table `requests`. `close()` writes what is left, and may throw `no-space`. */
export function requestsIn(
  database: DatabaseSync,
): RequestLedger & { close: (this: void) => void } {
  const insert = database.prepare(
    `insert into requests (at, host, method, url, purpose, status, sent, received, millis, failure)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const totals = database.prepare(
    `select host, count(*) as requests, sum(sent) as sent, sum(received) as received
     from requests where at >= ? group by host order by host`,
  )
  const list = database.prepare(
    `select id, at, host, method, url, purpose, coalesce(status, 0) as status,
       sent, received, millis, coalesce(failure, '') as failure
     from requests where host = ? order by id desc limit ?`,
  )
  let waiting: RequestRecord[] = []
  let timer: NodeJS.Timeout | undefined
  let pause = flushAfter

  function flush(): void {
    clearTimeout(timer)
    timer = undefined
    if (waiting.length === 0) return
    inTransaction(database, 'record requests', () => {
      for (const one of waiting) {
        insert.run(
          whole(one.at),
          one.host,
          one.method,
          one.url,
          one.purpose,
          whole(one.status) || null,
          whole(one.sent),
          whole(one.received),
          whole(one.millis),
          one.failure || null,
        )
      }
    })
    waiting = []
  }

  /** The rows stay in memory when they cannot be written now. */
  function tryFlush(): void {
    try {
      flush()
      pause = flushAfter
    } catch {
      waiting = waiting.slice(-mostWaiting)
      timer = setTimeout(tryFlush, pause).unref()
      pause = Math.min(pause * 2, longestPause)
    }
  }

  return {
    recordRequest(request) {
      waiting.push({ ...request })
      timer ??= setTimeout(tryFlush, flushAfter).unref()
      if (waiting.length % flushAt === 0 && pause === flushAfter) tryFlush()
      if (waiting.length > 2 * mostWaiting) waiting = waiting.slice(-mostWaiting)
    },
    requestTotals(sinceMs) {
      tryFlush()
      return totals.all(sinceMs).map((row) => plain(row) as RequestTotal)
    },
    requestsOf(host, limit) {
      tryFlush()
      return list.all(host, limit).map((row) => plain(row) as RequestRecord & { id: number })
    },
    close: flush,
  }
}

function whole(number: number): number {
  return Number.isFinite(number) ? Math.round(number) : 0
}

import type { DatabaseSync } from 'node:sqlite'
import type { Reason, RequestRecord } from '../../outbound/request-record.ts'
import { dayOf } from './day.ts'
import type { DelayedWrites } from './delayed-writes.ts'
import { whole } from './whole.ts'

/** What went to and fro with one host on one day on one account. */
export interface DayTally {
  /** `2026-11-30`, UTC. */
  readonly day: string
  readonly host: string
  /** `saved`: what answers from our copy have spared the host. */
  readonly account: Reason | 'saved'
  /** 1 for robots.txt, else 0. */
  readonly rules: 0 | 1
  readonly requests: number
  /** Both ways. */
  readonly bytes: number
  /** Requests without an answer, or with one of 429 or 5xx. */
  readonly errors: number
}

/** A tally that is not written yet. */
export interface WaitingTally extends DayTally {
  /** When the first of it was, Unix milliseconds. */
  readonly since: number
}

/**
 * Sums up, day by day, what was asked of hosts and what they were spared, in step with the requests recorded and with
 * the totals in the table `hosts`: all are written in one transaction.
 */
export interface DayTallies {
  /** Counts a request on the day of its start. */
  addRequest(request: RequestRecord): void
  /** Counts what was spared on the day that `at`, Unix milliseconds, is in. */
  addSaved(host: string, at: number, requests: number, bytes: number): void
  /** What is not written yet; of one host, if one is given. */
  waiting(host?: string): WaitingTally[]
}

/** The tallies kept in the table `host_days`, and what they add to the table `hosts`. */
export function dayTalliesIn(database: DatabaseSync, writes: DelayedWrites): DayTallies {
  const addToDay = database.prepare(
    `insert into host_days (day, host, account, rules, requests, bytes, errors)
     values (?, ?, ?, ?, ?, ?, ?) on conflict do update set
       requests = requests + excluded.requests, bytes = bytes + excluded.bytes,
       errors = errors + excluded.errors`,
  )
  const addToHost = database.prepare(
    `insert into hosts (host, since, saved_requests, saved_bytes) values (?, ?, ?, ?)
     on conflict do update set since = min(coalesce(since, excluded.since), excluded.since),
       saved_requests = saved_requests + excluded.saved_requests,
       saved_bytes = saved_bytes + excluded.saved_bytes`,
  )
  const tallies = new Map<string, WaitingTally>()

  function add(one: WaitingTally): void {
    const key = `${one.day} ${one.account} ${one.rules} ${one.host}`
    const known = tallies.get(key)
    tallies.set(key, known ? together(known, one) : one)
    writes.soon()
  }

  writes.add({
    isEmpty: () => tallies.size === 0,
    write() {
      for (const one of tallies.values()) {
        const { day, host, account, rules, requests, bytes, errors, since } = one
        addToDay.run(day, host, account, rules, requests, bytes, errors)
        const isSaved = account === 'saved'
        addToHost.run(host, since, isSaved ? requests : 0, isSaved ? bytes : 0)
      }
    },
    written: () => tallies.clear(),
  })

  return {
    addRequest({ at, host, reason, purpose, status, sent, received }) {
      const isError = status === 0 || status === 429 || status >= 500
      add({
        day: dayOf(at),
        host,
        account: reason,
        rules: purpose === 'rules' ? 1 : 0,
        requests: 1,
        bytes: whole(sent) + whole(received),
        errors: isError ? 1 : 0,
        since: whole(at),
      })
    },
    addSaved(host, at, requests, bytes) {
      add({
        day: dayOf(at),
        host,
        account: 'saved',
        rules: 0,
        requests: whole(requests),
        bytes: whole(bytes),
        errors: 0,
        since: whole(at),
      })
    },
    waiting(host) {
      const all = [...tallies.values()]
      return host === undefined ? all : all.filter((one) => one.host === host)
    },
  }
}

function together(a: WaitingTally, b: WaitingTally): WaitingTally {
  return {
    ...a,
    requests: a.requests + b.requests,
    bytes: a.bytes + b.bytes,
    errors: a.errors + b.errors,
    since: Math.min(a.since, b.since),
  }
}

import type { Reason } from '../../outbound/request-record.ts'

/** Requests, and their bytes both ways. */
export interface Tally {
  readonly requests: number
  readonly bytes: number
}

/** What went to and fro between us and one host in one day (UTC), or in several. */
export interface HostTally {
  /** By the account they went on; each there, even if nothing was asked. */
  readonly asked: Readonly<Record<Reason, Tally>>
  /** Of the above, those for robots.txt. */
  readonly rules: Tally
  /** Requests without an answer, or with one of 429 or 5xx. */
  readonly errors: number
  /** What answers from our copy have spared the host. */
  readonly saved: Tally
}

/** A day of a host. */
export interface HostDay extends HostTally {
  /** `2026-11-30`. */
  readonly day: string
}

/** Several days of a host together. */
export interface HostTotal extends HostTally {
  readonly host: string
  /** The first day that is kept of it. */
  readonly since: string
}

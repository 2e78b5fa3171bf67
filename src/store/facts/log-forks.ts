import type { DatabaseSync } from 'node:sqlite'
import { inTransaction } from './transaction.ts'

/** What shows that a log has told two histories. */
export interface LogFork {
  /** Unix milliseconds. */
  readonly foundAt: number
  /** Both signed heads and the proof, as the go command tells them. */
  readonly evidence: string
  /** When somebody had it believed again, Unix milliseconds. */
  readonly thawedAt: number | undefined
}

/** The memory of logs that were caught with two histories. `log`: the name and id of its key. */
export interface LogForks {
  /** Whether there is a fork that nobody has dealt with. */
  isFrozen(log: string): boolean
  /** Every fork of a log, the latest first; kept for ever. */
  logForks(log: string): readonly LogFork[]
  /** Every log that was ever caught, or has a head in doubt. */
  caughtLogs(): readonly string[]
  /** Freezes a log; on stable storage when it returns. */
  saveLogFork(log: string, evidence: string, at: number): void
  /** Ends all freezes of a log; returns how many there were. */
  thaw(log: string, at: number): number
  /** Forgets what was proved of a log, so that another history of it can begin. Forks are kept. */
  forgetLog(log: string): void
}

/** The forks kept in the table `log_forks`. */
export function logForksIn(database: DatabaseSync): LogForks {
  const frozen = database.prepare(
    'select 1 from log_forks where log = ? and thawed_at is null limit 1',
  )
  const all = database.prepare(
    'select found_at, evidence, thawed_at from log_forks where log = ? order by number desc',
  )
  const save = database.prepare('insert into log_forks (log, found_at, evidence) values (?, ?, ?)')
  const thaw = database.prepare(
    'update log_forks set thawed_at = ? where log = ? and thawed_at is null',
  )
  const forget = [
    'relayed_heads',
    'relayed_records',
    'relayed_tiles',
    'logged_records',
    'doubtful_heads',
  ].map((table) => database.prepare(`delete from ${table} where log = ?`))
  const forgetHead = database.prepare('delete from log_heads where log = ?')
  const caught = database.prepare(
    'select log from log_forks union select log from doubtful_heads where settled_at is null',
  )
  return {
    caughtLogs: () => caught.all().map((row) => String(row['log'])),
    isFrozen: (log) => frozen.get(log) !== undefined,
    logForks: (log) =>
      all.all(log).map((row) => ({
        foundAt: Number(row['found_at']),
        evidence: String(row['evidence']),
        thawedAt: row['thawed_at'] === null ? undefined : Number(row['thawed_at']),
      })),
    saveLogFork(log, evidence, at) {
      inTransaction(database, 'keep the evidence against a log', () => save.run(log, at, evidence))
    },
    thaw: (log, at) =>
      inTransaction(database, 'believe a log again', () => Number(thaw.run(at, log).changes)),
    forgetLog(log) {
      inTransaction(database, 'forget a log', () => {
        for (const statement of forget) statement.run(log)
        forgetHead.run(log.replace(/\+.*$/, ''))
      })
    },
  }
}

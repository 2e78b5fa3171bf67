import type { DatabaseSync } from 'node:sqlite'
import { delayedRows } from './delayed-rows.ts'
import type { DelayedWrites } from './delayed-writes.ts'
import { plain } from './plain.ts'

/** Which record of a checksum database is meant. */
export interface RecordName {
  /** The name and the id of the key that signed it, such as `sum.golang.org+033de0ae`. */
  readonly log: string
  readonly path: string
  readonly version: string
}

/** What a log was proved to have of a module version. A log never changes what it has, so it is kept for ever. */
export interface LoggedRecord {
  readonly goModSum: string
  readonly zipSum: string
  /** Entries of the log when it was proved. */
  readonly size: number
  /** When it was proved, Unix milliseconds. */
  readonly at: number
}

/** The memory of proved records. */
export interface LoggedRecords {
  readonly loggedRecord: (of: RecordName) => LoggedRecord | undefined
  /** Remembers a record, unless there is one of that name. Written within a second. */
  readonly saveLoggedRecord: (of: RecordName, record: LoggedRecord) => void
}

/** The records kept in the table `logged_records`. */
export function loggedRecordsIn(database: DatabaseSync, writes: DelayedWrites): LoggedRecords {
  const find = database.prepare(
    `select mod_sum as goModSum, zip_sum as zipSum, size, proved_at as at
     from logged_records where log = ? and path = ? and version = ?`,
  )
  const save = database.prepare(
    `insert into logged_records (log, path, version, mod_sum, zip_sum, size, proved_at)
     values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
  )
  const waiting = delayedRows<RecordName & LoggedRecord>(
    writes,
    ({ log, path, version, goModSum, zipSum, size, at }) =>
      save.run(log, path, version, goModSum, zipSum, size, at),
  )

  function loggedRecord(of: RecordName): LoggedRecord | undefined {
    const { log, path, version } = of
    const unwritten = waiting.get(keyOf(of))
    if (unwritten) {
      const { goModSum, zipSum, size, at } = unwritten
      return { goModSum, zipSum, size, at }
    }
    const row = find.get(log, path, version)
    return row && (plain(row) as LoggedRecord)
  }

  return {
    loggedRecord,
    saveLoggedRecord(of, record) {
      if (loggedRecord(of)) return
      waiting.set(keyOf(of), { ...of, ...record })
    },
  }
}

function keyOf({ log, path, version }: RecordName): string {
  return JSON.stringify([log, path, version])
}

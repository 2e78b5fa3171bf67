import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { dirname } from 'node:path'
import { Failure } from '../../failure.ts'
import { equalHashes } from '../../tlog/hash.ts'
import type { HashTile } from '../../tlog/tile.ts'
import type { TreeHead } from '../../tlog/tree-head.ts'
import { makeFolderDurably, syncFile, syncFolder } from '../durable.ts'
import { endPatience, openDatabase } from '../facts/database.ts'
import { inTransaction } from '../facts/transaction.ts'
import type { NewRecord } from './log-record.ts'
import { readLog, type LogReader } from './log-reader.ts'
import { logMigrations } from './migrations.ts'
import { sameFile } from './same-file.ts'

/**
 * Pages of 4 KiB, which is 16 MiB: four times the usual. The tiles at the edge are written anew in each commit, and once in a
 * checkpoint, so fewer of these are less to write when much is logged.
 */
const pagesBetweenCheckpoints = 4000

/** How a log grows: all of it is committed together. */
export interface Growth {
  /** The head that it grows from. */
  readonly from: TreeHead
  /** Those that are brought back say when they came in. */
  readonly records: readonly (NewRecord & { readonly addedAt?: number })[]
  /** Each tile that is new or has become wider, with all its bytes. */
  readonly tiles: readonly { readonly tile: HashTile; readonly bytes: Uint8Array }[]
  readonly head: TreeHead
  /** Unix milliseconds. */
  readonly at: number
}

/** The database of a log of our own. */
export interface LogFile extends Disposable {
  readonly read: LogReader
  /** Looks many records up for less than one by one: what is committed when this begins. */
  readonly lookUp: <T>(work: (recordOf: LogReader['recordOf']) => T) => T
  /**
   * Commits; all of it is on stable storage when this returns.
   *
   * @throws Failure `mismatch` when the latest head is not `from`: somebody else has written, or what was read is not
   *   what is there now, or the file is another one. Nothing is committed then. Any other error leaves open whether it is: close, open again, and look.
   */
  readonly commit: (growth: Growth) => void
  /**
   * Puts on stable storage what was read here: a process that is ended in a commit may leave one that others see, and that a
   * power cut would take back.
   */
  readonly settle: () => Promise<void>
  readonly close: () => void
}

/**
 * Makes the database of a new log with the verifier key `key`. It has no tree yet, which is committed with the first head.
 *
 * @throws Failure `invalid` when there is a file already; else as `openDatabase`
 */
export async function makeLogFile(
  file: string,
  key: string,
  { head, at }: Pick<Growth, 'head' | 'at'>,
): Promise<void> {
  const folder = dirname(file)
  await makeFolderDurably(folder)
  if (existsSync(file)) {
    throw new Failure('invalid', `Cannot make a log in ${file}: there is a file already`, {
      hint:
        'Whether a log without its guard is the newest nobody can tell. Only if it was never served, as after an "init" that ' +
        'was ended too early, remove that file and go on',
    })
  }
  using database = openDatabase(file, logMigrations)
  inTransaction(database, `make the log in ${file}`, () => {
    database.prepare('insert into identity (only, key) values (0, ?)').run(key)
    const insert = database.prepare('insert into heads (size, root, at) values (?, ?, ?)')
    insert.run(head.size, head.root, at)
  })
  // The data folder may be as new.
  for (const made of [folder, dirname(folder), dirname(dirname(folder))]) await syncFolder(made)
}

/**
 * Opens the database of the log with the verifier key `key`. Reading has a connection of its own, so nothing that is not
 * committed is ever seen. Records are looked up in the one that writes, between its transactions: a commit makes all others
 * forget the pages they know, and most lookups come while something is logged. Whoever commits has the log's lock.
 *
 * @throws Failure `mismatch` when there is none, or it is of another log; else as `openDatabase`
 */
export async function openLogFile(file: string, key: string): Promise<LogFile> {
  if (!existsSync(file)) {
    throw new Failure('mismatch', `Cannot open the log in ${file}: there is no such file`, {
      hint:
        'Put the newest copy of it in place, or bring all of it back with "headwater sumdb restore --from DIR", or a URL for DIR. ' +
        'A new log is made by "headwater sumdb init --name NAME", with another name than ever before',
    })
  }
  using opened = new DisposableStack()
  const isSame = sameFile(file)
  const writer = opened.use(openDatabase(file, logMigrations))
  writer.exec(`pragma wal_autocheckpoint = ${pagesBetweenCheckpoints}`)
  const insertRecord = writer.prepare(
    `insert into records (number, path, version, zip_sum, mod_sum, attested_by, attested_size, added_at)
     values (?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const insertTile = writer.prepare('insert into tiles (level, n, data) values (?, ?, ?)')
  const growTile = writer.prepare('update tiles set data = ? where level = ? and n = ?')
  const insertHead = writer.prepare('insert into heads (size, root, at) values (?, ?, ?)')
  const written = readLog(writer)
  refuseOther(writer, file, key)
  endPatience(writer)
  await syncFolder(dirname(file))
  const reader = opened.use(new DatabaseSync(file, { readOnly: true }))
  const open = opened.move()

  return {
    read: { ...readLog(reader), recordOf: (path, version) => written.recordOf(path, version) },
    lookUp: (work) =>
      written.snapshot(() => work((path, version) => written.recordOf(path, version))),
    commit: ({ from, records, tiles, head, at }) => {
      inTransaction(writer, `write to the log in ${file}`, () => {
        if (!isSame()) throw moved(file)
        const latest = written.latestHead()
        if (latest?.size !== from.size || !equalHashes(latest.root, from.root)) {
          throw changed(file, from.size, latest?.size)
        }
        for (const [i, record] of records.entries()) {
          const { path, version, zip, goMod, attestation, addedAt = at } = record
          const by = [attestation?.log ?? null, attestation?.size ?? null] as const
          insertRecord.run(from.size + i, path, version, zip, goMod, ...by, addedAt)
        }
        for (const { tile, bytes } of tiles) {
          const { changes } = growTile.run(bytes, tile.level, tile.n)
          if (changes === 0) insertTile.run(tile.level, tile.n, bytes)
        }
        insertHead.run(head.size, head.root, at)
      })
    },
    settle: () => syncFile(`${file}-wal`),
    close: () => open.dispose(),
    [Symbol.dispose]: () => open.dispose(),
  }
}

function refuseOther(database: DatabaseSync, file: string, key: string): void {
  const found = String(database.prepare('select key from identity').get()?.['key'])
  if (found === key) return
  throw new Failure(
    'mismatch',
    `Cannot open the log in ${file}: it is of the key ${found}, not of ${key}`,
    {
      hint: 'A log keeps its key and its name for ever: give it its own key, or another data folder',
    },
  )
}

function moved(file: string): Failure {
  return new Failure(
    'mismatch',
    `Cannot write to the log in ${file}: it was moved, or another file was put in its place`,
  )
}

function changed(file: string, expected: number, found: number | undefined): Failure {
  return new Failure(
    'mismatch',
    `Cannot write to the log in ${file}: it has ${found ?? 'no'} records committed, not the ${expected} that are known here`,
  )
}

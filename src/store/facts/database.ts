import { DatabaseSync } from 'node:sqlite'
import { Failure } from '../../failure.ts'
import { repositoryKey } from '../../outbound/same-repository.ts'
import { systemFailure } from '../system-failure.ts'
import { hostOf } from '../../outbound/host-of.ts'
import { migrations } from './migrations.ts'
import { inTransaction } from './transaction.ts'

/** Milliseconds a statement waits for another process to finish writing, while the database is opened. */
const openingTimeout = 10_000
/** The same afterwards: nothing else happens in this process meanwhile. */
const servingTimeout = 50

/**
 * Opens the database in `file`, creating it or bringing it up to date. A commit is on stable storage
 * when it returns. The caller sees to it that a file is not created by two processes at once: SQLite
 * does not wait for its turn to switch a new database to WAL.
 *
 * @throws what SQLite says of a file that cannot be written; Failure `unsupported` when a newer Headwater has changed the database, which is then left as
 *   it is; `no-space` when the disk is full.
 */
export function openDatabase(file: string, steps: readonly string[] = migrations): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: openingTimeout })
  try {
    refuseNewer(database, file, steps.length)
    database.exec('pragma journal_mode = wal')
    database.exec('pragma synchronous = full')
    database.exec('pragma journal_size_limit = 67108864')
    migrate(database, file, steps)
    refuseReadOnly(database, steps.length)
    return database
  } catch (error) {
    database.close()
    throw systemFailure(error, `open the database ${file}`)
  }
}

/** Makes statements wait no longer than a server can stand still. */
export function endPatience(database: DatabaseSync): void {
  database.exec(`pragma busy_timeout = ${servingTimeout}`)
}

function migrate(database: DatabaseSync, file: string, steps: readonly string[]): void {
  if (versionOf(database) === steps.length) return
  database.function('host_of', (url) => hostOf(String(url)))
  database.function('repository_key', (url) => repositoryKey(String(url)) ?? null)
  inTransaction(database, `bring the database ${file} up to date`, () => {
    refuseNewer(database, file, steps.length)
    for (const step of steps.slice(versionOf(database))) database.exec(step)
    database.exec(`pragma user_version = ${steps.length}`)
  })
}

function refuseNewer(database: DatabaseSync, file: string, known: number): void {
  const version = versionOf(database)
  if (version <= known) return
  throw new Failure(
    'unsupported',
    `Cannot open the database ${file}: its format is ${version}, this program knows up to ${known}`,
    { hint: 'A newer Headwater has used this data folder; run that one or a later one' },
  )
}

/** SQLite opens a file that it may only read, too, and says so when something is written. */
function refuseReadOnly(database: DatabaseSync, version: number): void {
  database.exec('begin immediate')
  database.exec(`pragma user_version = ${version}`)
  database.exec('rollback')
}

function versionOf(database: DatabaseSync): number {
  const row = database.prepare('pragma user_version').get()
  return Number(row?.['user_version'])
}

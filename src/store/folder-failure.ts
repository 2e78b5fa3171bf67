import { Failure, type FailureCode } from '../failure.ts'
import { openFilesLimit } from '../open-files.ts'
import { isOutOfFiles } from './out-of-files.ts'
import { sqliteCode, systemCode, systemFailure } from './system-failure.ts'

type Explanation = readonly [reason: string, hint: string]

const elsewhere = 'Name another folder (--data or the setting `data`; --out of fetch)'
const mayNotWrite: Explanation = [
  'this user may not read and write there',
  `Give this user the folder and everything in it, or: ${elsewhere}`,
]
const readOnly: Explanation = ['its file system can only be read', elsewhere]
const noDatabase: Explanation = [
  'headwater.db or a lock in it is damaged, or no SQLite database at all',
  `Put a copy of headwater.db from before in its place, or: ${elsewhere}`,
]

/** Reason and way out by the system's error code. */
const systemReasons: Partial<Record<string, Explanation>> = {
  ENOENT: ['no folder can be made there', elsewhere],
  ENOTDIR: ['a part of that path is a file', elsewhere],
  EEXIST: ['there is a file of that name', elsewhere],
  EACCES: mayNotWrite,
  EPERM: mayNotWrite,
  EROFS: readOnly,
  ENAMETOOLONG: ['the name is too long', elsewhere],
  ELOOP: ['links lead in a circle', elsewhere],
}

/** Reason and way out by the primary result code of SQLite (https://www.sqlite.org/rescode.html). */
const sqliteReasons: Partial<Record<number, Explanation>> = {
  3: mayNotWrite, // SQLITE_PERM
  5: ['its database stays locked', 'Look for a program that has headwater.db open, and end it'], // SQLITE_BUSY
  8: ['this user may not write headwater.db, or its file system can only be read', elsewhere], // SQLITE_READONLY
  10: ['its disk does not read or write', elsewhere], // SQLITE_IOERR
  11: noDatabase, // SQLITE_CORRUPT
  14: ['headwater.db or a lock in it is not a file that this user may open', elsewhere], // SQLITE_CANTOPEN
  26: noDatabase, // SQLITE_NOTADB
}

/**
 * What to throw for an error met while opening the folder `folder`: Failure `no-space` when the disk is full,
 * `code` for whatever else the operating system or SQLite has against the folder; a Failure, or a bug (a mistake in
 * SQL included), as it is.
 *
 * @param code `invalid` unless given, for a folder the user named; `unreachable` for one that was good before
 */
export function folderFailure(
  error: unknown,
  folder: string,
  doing = 'open the data folder',
  code: FailureCode = 'invalid',
): unknown {
  const found = code === 'invalid' && Failure.is(error, 'unreachable') ? error.cause : error
  const failure = systemFailure(found, `${doing} ${folder}`)
  if (failure !== found) return failure
  if (Failure.is(found) || !(found instanceof Error)) return error
  const explanation = explain(found)
  if (explanation === undefined) return error
  const [reason, hint] = explanation
  return new Failure(code, `Cannot ${doing} ${folder}: ${reason}`, {
    cause: found,
    hint,
  })
}

function explain(error: Error): Explanation | undefined {
  if (isOutOfFiles(error)) return [openFilesLimit.reason, openFilesLimit.hint]
  const sqlite = sqliteCode(error)
  if (sqlite !== undefined) return sqliteReasons[sqlite & 0xff]
  if (!('syscall' in error)) return undefined
  return systemReasons[systemCode(error) ?? ''] ?? [error.message, elsewhere]
}

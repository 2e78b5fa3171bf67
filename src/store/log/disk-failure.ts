import { Failure } from '../../failure.ts'
import { sqliteCode, systemCode, systemFailure } from '../system-failure.ts'

/**
 * What to throw for an error met while trying to `doing`: Failure `no-space` when the disk is full, `mismatch` when
 * the file is damaged, `unreachable` for whatever else the operating system or SQLite did not do; a Failure, or a bug, as it is.
 */
export function diskFailure(error: unknown, doing: string): unknown {
  const failure = systemFailure(error, doing)
  if (failure !== error || Failure.is(error) || !(error instanceof Error)) return failure
  const sqlite = sqliteCode(error)
  const isBug =
    sqlite === undefined ? systemCode(error) === undefined : (sqlite & 0xff) === constraint
  if (isBug) return error
  const damage = damageIn(error)
  if (damage !== undefined) {
    return new Failure('mismatch', `Cannot ${doing}: its database is damaged (${damage})`, {
      cause: error,
      hint: '"headwater sumdb fsck" tells what of it is sound',
    })
  }
  return new Failure('unreachable', `Cannot ${doing}: ${error.message}`, {
    cause: error,
    retryAfter: 10,
  })
}

/** What SQLite says where a file is damaged, or is no database at all; undefined for any other error. */
export function damageIn(error: unknown): string | undefined {
  const code = (sqliteCode(error) ?? 0) & 0xff
  return code === corrupt || code === notADatabase ? (error as Error).message : undefined
}

/** SQLITE_CORRUPT and SQLITE_NOTADB. */
const corrupt = 11
const notADatabase = 26
/** SQLITE_CONSTRAINT, which triggers raise: a bug of ours. */
const constraint = 19

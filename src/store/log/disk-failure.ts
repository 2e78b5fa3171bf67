import { Failure } from '../../failure.ts'
import { sqliteCode, systemCode, systemFailure } from '../system-failure.ts'

/**
 * What to throw for an error met while trying to `doing`: Failure `no-space` when the disk is full, `unreachable` for
 * whatever else the operating system or SQLite did not do; a Failure, or a bug, as it is.
 */
export function diskFailure(error: unknown, doing: string): unknown {
  const failure = systemFailure(error, doing)
  if (failure !== error || Failure.is(error) || !(error instanceof Error)) return failure
  const sqlite = sqliteCode(error)
  const isBug =
    sqlite === undefined ? systemCode(error) === undefined : (sqlite & 0xff) === constraint
  if (isBug) return error
  return new Failure('unreachable', `Cannot ${doing}: ${error.message}`, {
    cause: error,
    retryAfter: 10,
  })
}

/** SQLITE_CONSTRAINT, which triggers raise: a bug of ours. */
const constraint = 19

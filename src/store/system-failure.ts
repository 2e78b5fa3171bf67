import { Failure } from '../failure.ts'

/** SQLite result codes that mean a full disk: SQLITE_FULL, and SQLITE_IOERR_SHMSIZE for the WAL index. */
const fullCodes = new Set([13, 4874])

/**
 * What to throw for `error`, met while trying to `doing` ("keep x@v1.0.0"): a Failure `no-space` when
 * the disk or the quota is full (ENOSPC, EDQUOT, SQLITE_FULL), else `error` itself.
 */
export function systemFailure(error: unknown, doing: string): unknown {
  if (!isFull(error)) return error
  return new Failure('no-space', `Cannot ${doing}: the disk is full`, {
    cause: error,
    hint: 'Free some space on the disk of the data folder',
  })
}

const busy = 5 // SQLITE_BUSY

/** Whether SQLite says that somebody else has the file locked. */
export function isBusy(error: unknown): boolean {
  return ((sqliteCode(error) ?? 0) & 0xff) === busy
}

/** What to throw when a write found the database locked: see {@link isLocked}. */
export function lockedFailure(error: unknown, doing: string): Failure {
  return new Failure('unreachable', `Cannot ${doing}: the database is locked by another program`, {
    cause: error,
    hint: 'Try again later. If it lasts, the operator must end the program that has headwater.db open',
  })
}

/** Whether a write failed because another program has the database locked. */
export function isLocked(error: unknown): boolean {
  return Failure.is(error, 'unreachable') && isBusy(error.cause)
}

/** The SQLite result code of an error thrown by `node:sqlite`, such as 5 for SQLITE_BUSY. */
export function sqliteCode(error: unknown): number | undefined {
  const code = error instanceof Error && 'errcode' in error ? error.errcode : undefined
  return typeof code === 'number' ? code : undefined
}

/** The `code` of an error of the operating system, such as `ENOENT`. */
export function systemCode(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : undefined
}

function isFull(error: unknown): boolean {
  const code = systemCode(error)
  if (code === 'ENOSPC' || code === 'EDQUOT') return true
  const sqlite = sqliteCode(error)
  return sqlite !== undefined && fullCodes.has(sqlite)
}

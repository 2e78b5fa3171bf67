import type { DatabaseSync } from 'node:sqlite'
import { isBusy, lockedFailure, systemFailure } from '../system-failure.ts'

/**
 * Runs `work` in one write transaction, or as part of the one already open: all of its changes are kept,
 * on stable storage, or none.
 *
 * @param doing what a person would say failed, such as `record a request`.
 * @throws what `work` throws; Failure `no-space` when the disk is full, `unreachable` when another
 *   program has the database locked for longer than its busy time-out.
 */
export function inTransaction<T>(database: DatabaseSync, doing: string, work: () => T): T {
  if (database.isTransaction) return work()
  try {
    database.exec('begin immediate')
    const result = work()
    database.exec('commit')
    return result
  } catch (error) {
    if (database.isTransaction) database.exec('rollback')
    throw isBusy(error) ? lockedFailure(error, doing) : systemFailure(error, doing)
  }
}

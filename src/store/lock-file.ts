import { DatabaseSync } from 'node:sqlite'
import { isBusy } from './system-failure.ts'

/** An open lock file, not yet taken. Disposing it gives the lock back and closes the file. */
export interface LockFile extends Disposable {
  /** Takes the lock if nobody has it; never waits. */
  take(): boolean
}

/**
 * Opens (or creates) a lock file: an empty SQLite database whose write lock is the lock. The operating
 * system drops it when the process ends, however it ends, and threads and handles of one process
 * exclude each other too.
 *
 * Nobody may open such a file by other means in the same process: on POSIX, closing any descriptor of a
 * file drops the locks of the whole process on it (https://www.sqlite.org/howtocorrupt.html §2.2).
 */
export function openLockFile(file: string): LockFile {
  const database = new DatabaseSync(file, { timeout: 0 })
  return {
    take() {
      try {
        // In memory, so that no journal file is left behind by a process that dies.
        database.exec('pragma journal_mode = memory; begin immediate')
        return true
      } catch (error) {
        if (isBusy(error)) return false
        throw error
      }
    },
    [Symbol.dispose]() {
      if (database.isOpen) database.close()
    },
  }
}

import { createHash } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Failure } from '../failure.ts'
import { openLockFile, type LockFile } from './lock-file.ts'
import { folderFailure } from './folder-failure.ts'
import { sqliteCode } from './system-failure.ts'
import { waitingLines } from './waiting-lines.ts'

/** Milliseconds between two looks at a lock that another process has: grows from the first to the last. */
export interface LookPauses {
  readonly first: number
  readonly last: number
}

const usualPauses: LookPauses = { first: 20, last: 200 }

const cannotOpen = 14 // SQLITE_CANTOPEN

/** Mutual exclusion by name, among everything that uses one folder on one machine. */
export interface Locks {
  /**
   * Waits until nobody else has the lock, and takes it; disposing gives it back. It is also given back
   * when the process dies. Callers in this process get it in the order they asked; other processes look
   * again and again ({@link LookPauses}). Not reentrant.
   *
   * @throws Failure `stopped` when `signal` aborts or the locks are closed while waiting.
   */
  lock(name: string, signal?: AbortSignal): Promise<AsyncDisposable>
  /** Takes the lock if nobody in any process has it or waits for it; undefined otherwise. Never waits. */
  tryLock(name: string): Promise<AsyncDisposable | undefined>
  /** Turns away everybody who waits. Locks already taken stay with their holders. */
  close(): void
}

/**
 * Locks kept as files in `folder`, which is created: one empty file for each name ever used, so names
 * should be few (repositories, not requests).
 *
 * @param pauses 20 to 200 ms unless given
 */
export async function openLocks(folder: string, pauses = usualPauses): Promise<Locks> {
  await mkdir(folder, { recursive: true })
  const lines = waitingLines()
  let closed = false

  async function takeFile(name: string, signal: AbortSignal | undefined): Promise<Disposable> {
    const file = await openIn(folder, fileName(name))
    try {
      for (let pause = pauses.first; ; pause = Math.min(pause * 1.5, pauses.last)) {
        if (closed || signal?.aborted) throw stopped(name)
        if (file.take()) return file
        await sleep(pause, undefined, signal ? { signal } : {}).catch(() => undefined)
      }
    } catch (error) {
      file[Symbol.dispose]()
      throw error
    }
  }

  function given(name: string, file: Disposable): AsyncDisposable {
    let held = true
    return {
      async [Symbol.asyncDispose]() {
        if (!held) return
        held = false
        try {
          file[Symbol.dispose]()
        } finally {
          lines.leave(name)
        }
      },
    }
  }

  return {
    async lock(name, signal) {
      if (closed || signal?.aborted) throw stopped(name)
      if (!(await lines.enter(name, signal))) throw stopped(name)
      try {
        return given(name, await takeFile(name, signal))
      } catch (error) {
        lines.leave(name)
        throw folderFailure(error, folder, `lock "${name}" in`, 'unreachable')
      }
    },
    async tryLock(name) {
      if (closed || !lines.enterEmpty(name)) return undefined
      try {
        const file = await openIn(folder, fileName(name))
        if (file.take()) return given(name, file)
        file[Symbol.dispose]()
        lines.leave(name)
        return undefined
      } catch (error) {
        lines.leave(name)
        throw folderFailure(error, folder, `lock "${name}" in`, 'unreachable')
      }
    },
    close() {
      closed = true
      lines.close()
    },
  }
}

/** Opens a lock file, with the folder made anew if somebody has removed it. */
async function openIn(folder: string, name: string): Promise<LockFile> {
  try {
    return openLockFile(join(folder, name))
  } catch (error) {
    if (sqliteCode(error) !== cannotOpen) throw error
    await mkdir(folder, { recursive: true })
    return openLockFile(join(folder, name))
  }
}

/** Short and plain names are their own; no hash has so few digits. */
function fileName(name: string): string {
  if (/^[a-z-]{1,39}$/.test(name)) return name
  return createHash('sha256').update(name).digest('hex').slice(0, 40)
}

function stopped(name: string): Failure {
  return new Failure('stopped', `Cannot lock "${name}": the caller gave up waiting`)
}

import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { folderFailure } from '../folder-failure.ts'
import { openLocks, type Locks } from '../locks.ts'
import { systemCode } from '../system-failure.ts'
import { makeFolderDurably, syncFolder, writeDurably } from '../durable.ts'

/** A small file that must survive whatever becomes of the data folder. */
export interface GuardFile {
  readonly file: string
  /**
   * Its text; undefined when there is no such file.
   *
   * @throws Failure `unreachable` when it cannot be read
   */
  readonly read: () => Promise<string | undefined>
  /**
   * Puts another text in its place; it is on stable storage when this resolves, and all of it or nothing before.
   *
   * @throws Failure `no-space` when the disk is full, `unreachable` when it cannot be written
   */
  readonly write: (text: string) => Promise<void>
  /**
   * Puts on stable storage what was read, which somebody else may have written who was ended before that.
   *
   * @throws Failure `unreachable` when that cannot be done
   */
  readonly settle: () => Promise<void>
  /**
   * Takes the lock of the file, which lies in a folder beside it: all who write it exclude each other, whatever else they
   * share. See {@link Locks.lock}.
   */
  readonly lock: (signal?: AbortSignal) => Promise<AsyncDisposable>
}

/** Longer is no guard of ours. */
const longest = 64 * 1024
/** Few wait for a guard at the same time, and what it is held for is short: milliseconds. */
const pauses = { first: 2, last: 20 }

/** The guard in this file. Its folder is made when it is first written. */
export function guardFile(file: string): GuardFile {
  const folder = dirname(file)
  const failure = (error: unknown, doing: string) =>
    folderFailure(error, folder, doing, 'unreachable')
  let locks: Locks | undefined

  async function openGuardLocks(): Promise<Locks> {
    await makeFolderDurably(folder)
    return openLocks(`${file}.locks`, pauses)
  }

  return {
    file,
    async read() {
      try {
        const text = await readFile(file, 'utf8')
        return text.slice(0, longest)
      } catch (error) {
        if (systemCode(error) === 'ENOENT') return undefined
        throw failure(error, 'read the guard of the log in')
      }
    },
    async write(text) {
      try {
        await writeDurably(folder, Buffer.from(text), file)
      } catch (error) {
        throw failure(error, 'write the guard of the log in')
      }
    },
    async settle() {
      try {
        await syncFolder(folder)
      } catch (error) {
        throw failure(error, 'rely on the guard of the log in')
      }
    },
    async lock(signal) {
      try {
        locks ??= await openGuardLocks()
        return await locks.lock('publish', signal)
      } catch (error) {
        throw failure(error, 'lock the guard of the log in')
      }
    },
  }
}

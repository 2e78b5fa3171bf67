import { mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { folderFailure } from '../folder-failure.ts'
import { systemCode } from '../system-failure.ts'
import { writeDurably } from '../durable.ts'

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
}

/** Longer is no guard of ours. */
const longest = 64 * 1024

/** The guard in this file. Its folder is made when it is first written. */
export function guardFile(file: string): GuardFile {
  const folder = dirname(file)
  const failure = (error: unknown, doing: string) =>
    folderFailure(error, folder, doing, 'unreachable')
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
        await mkdir(folder, { recursive: true })
        await writeDurably(folder, Buffer.from(text), file)
      } catch (error) {
        throw failure(error, 'write the guard of the log in')
      }
    },
  }
}

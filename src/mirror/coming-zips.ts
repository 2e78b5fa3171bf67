import { open, type FileHandle } from 'node:fs/promises'
import { setImmediate } from 'node:timers/promises'
import { arrival, type Arrival } from './arrival.ts'
import type { VersionHolder } from './hold-version.ts'
import type { HeldZip } from './mirror.ts'

/** Zips that are sent while they come in. */
export interface ComingZips {
  /**
   * Takes a zip from upstream, once for all who wait, and gives it as soon as its size is known. Undefined when it was
   * just moved into its place: ask again.
   */
  open(path: string, version: string): Promise<HeldZip | undefined>
}

interface Coming {
  readonly begun: Promise<{ readonly file: string; readonly size: number }>
  readonly bytes: Arrival
  readonly opening: Promise<unknown>[]
  /** Never rejects. */
  readonly ended: Promise<void>
}

/**
 * Sends zips while they come in. The last byte is held back until the whole zip was checked and its sums were found to
 * be those of the ledger: a zip that is not sound never becomes complete at the reader's, and its directory, which is
 * at the end, never complete.
 *
 * @param keep whether the zips stay; those that do not leave nothing but their sums
 */
export function comingZips(holder: VersionHolder, keep: boolean): ComingZips {
  const flying = new Map<string, Coming>()

  function begin(path: string, version: string, key: string): Coming {
    const { promise: begun, resolve, reject } = Promise.withResolvers<Awaited<Coming['begun']>>()
    begun.catch(() => {})
    const bytes = arrival()
    const opening: Promise<unknown>[] = []
    const work = holder.holdZip(path, version, {
      keep,
      onBytes(file, written, size) {
        bytes.grow(Math.min(written, size - 1))
        resolve({ file, size })
      },
      async onProven(file, size) {
        flying.delete(key)
        bytes.grow(size)
        resolve({ file, size })
        await setImmediate() // those who waited for the size begin to open the file
        await Promise.allSettled(opening)
      },
    })
    const failed = (error: unknown) => {
      flying.delete(key)
      bytes.fail(error)
      reject(error)
    }
    return { begun, bytes, opening, ended: work.catch(failed) }
  }

  return {
    async open(path, version) {
      const key = `${path}@${version}`
      const coming = flying.get(key) ?? begin(path, version, key)
      flying.set(key, coming)
      const { file, size } = await coming.begun
      const opened = openIfThere(file)
      coming.opening.push(opened)
      const handle = await opened
      if (handle) return { file: handle, size, arrived: (beyond) => coming.bytes.beyond(beyond) }
      await coming.ended
      return undefined
    },
  }
}

async function openIfThere(file: string): Promise<FileHandle | undefined> {
  try {
    return await open(file, 'r')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

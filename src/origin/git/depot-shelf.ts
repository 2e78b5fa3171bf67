import { readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { packedBytes } from './packed-bytes.ts'

/** How much the depots of a folder take. */
export interface ShelfUsage {
  readonly repositories: number
  readonly bytes: number
  /** Depots removed by this process to make room. */
  readonly removed: number
}

/** The folder of all depots: bounded as a whole, the depots that were used longest ago removed first. */
export interface DepotShelf {
  /** Where the depot of a name is, or is to be made. */
  folderOf(name: string): string
  /** Waits until nobody else adds to a depot, in any process. */
  lock(name: string): Promise<AsyncDisposable>
  /** Keeps a depot while `work` goes on. */
  keeping<T>(name: string, work: () => Promise<T>): Promise<T>
  /**
   * To be called, without the depot's lock, after it has changed: makes room where all take too much together. Waits
   * for nobody's work, and fails nobody's: trouble is told to the options' `onTrouble`.
   */
  changed(name: string): Promise<void>
  usage(): Promise<ShelfUsage>
}

export interface ShelfOptions {
  readonly folder: string
  /** Most bytes of all depots. */
  readonly maxBytes: number
  /** Mutual exclusion across processes. */
  readonly lock: (name: string) => Promise<AsyncDisposable>
  /** The same without waiting: undefined where somebody has it. */
  readonly tryLock: (name: string) => Promise<AsyncDisposable | undefined>
  readonly now: () => number
  /** Told of each depot that was removed to make room. */
  readonly onRemoved?: (folder: string, bytes: number) => void
  /** Told when room could not be made. */
  readonly onTrouble?: (error: unknown) => void
}

/** When it was used last is noted no more often than this, milliseconds. */
const noteEvery = 60_000

/** A depot that another process has used within this is let be: longer than any piece of work takes. */
const mayBeInUse = 20 * 60_000

/** Room is made until this share of the bound is taken, so that not each fetch has to. */
const aim = 0.9

/** Ends the name of a depot that is being removed. */
const leaving = '.leaving'

const lockName = (name: string) => `git-${name}`

/** Opens the shelf. Nothing is read yet; what other processes add is seen when room is made. */
export function depotShelf(options: ShelfOptions): DepotShelf {
  const { maxBytes, now } = options
  const folder = resolve(options.folder)
  const sizes = new Map<string, number>()
  const users = new Map<string, number>()
  const noted = new Map<string, number>()
  let known: Promise<void> | undefined
  let making: Promise<void> | undefined
  let removed = 0

  const total = () => [...sizes.values()].reduce((sum, size) => sum + size, 0)
  const folderOf = (name: string) => join(folder, name)
  const readyFile = (name: string) => join(folder, name, 'ready')

  async function measureAll(): Promise<void> {
    const names = await readdir(folder).catch(() => [])
    sizes.clear()
    for (const name of names) {
      if (name.endsWith(leaving)) await rm(folderOf(name), { recursive: true, force: true })
      else await measure(name)
    }
  }

  async function measure(name: string): Promise<void> {
    sizes.set(name, await packedBytes(folderOf(name)))
  }

  async function note(name: string): Promise<void> {
    const at = now()
    if (at - (noted.get(name) ?? -Infinity) < noteEvery) return
    await utimes(readyFile(name), at / 1000, at / 1000).then(
      () => noted.set(name, at),
      () => {}, // not made yet
    )
  }

  /** When a depot was used last, by anybody; undefined where none is finished. */
  async function usedAt(name: string): Promise<number | undefined> {
    return (await stat(readyFile(name)).catch(() => undefined))?.mtimeMs
  }

  async function makeRoom(): Promise<void> {
    await measureAll()
    const candidates: { name: string; used: number }[] = []
    for (const [name, size] of sizes) {
      if (size > 0) candidates.push({ name, used: (await usedAt(name)) ?? 0 })
    }
    for (const { name, used } of candidates.toSorted((a, b) => a.used - b.used)) {
      if (total() <= maxBytes * aim) return
      const isOurs = used <= (noted.get(name) ?? -Infinity) + 1
      if (users.has(name) || (!isOurs && now() - used < mayBeInUse)) continue
      await remove(name, used)
    }
  }

  /** Removes a depot, unless somebody adds to it, or has used it meanwhile. Whoever reads it then finds none, or all. */
  async function remove(name: string, used: number): Promise<void> {
    await using lock = await options.tryLock(lockName(name))
    if (!lock || users.has(name) || ((await usedAt(name)) ?? 0) !== used) return
    await rename(folderOf(name), folderOf(name + leaving))
    await rm(folderOf(name + leaving), { recursive: true, force: true })
    const bytes = sizes.get(name) ?? 0
    sizes.delete(name)
    noted.delete(name)
    removed++
    options.onRemoved?.(folderOf(name), bytes)
  }

  return {
    folderOf,
    lock: (name) => options.lock(lockName(name)),
    async keeping(name, work) {
      users.set(name, (users.get(name) ?? 0) + 1)
      try {
        await note(name)
        return await work()
      } finally {
        await note(name)
        const others = (users.get(name) ?? 1) - 1
        if (others > 0) users.set(name, others)
        else users.delete(name)
      }
    },
    async changed(name) {
      try {
        await (known ??= measureAll())
        await measure(name)
        if (total() <= maxBytes) return
        making ??= makeRoom().finally(() => (making = undefined))
        await making
      } catch (error) {
        options.onTrouble?.(error)
      }
    },
    async usage() {
      await (known ??= measureAll())
      return { repositories: sizes.size, bytes: total(), removed }
    },
  }
}

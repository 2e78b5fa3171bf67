import { readdir, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { packedBytes } from './consolidate.ts'

/** How much the depots of a folder take. */
export interface ShelfUsage {
  readonly repositories: number
  readonly bytes: number
  /** Depots removed by this process to make room. */
  readonly removed: number
}

/** The folder of all depots: bounded as a whole, the depots that were used longest ago removed first. */
export interface DepotShelf {
  /** Keeps a depot while `work` goes on. */
  keeping<T>(name: string, work: () => Promise<T>): Promise<T>
  /** To be called, without any lock, after a depot has changed: makes room where all take too much together. */
  changed(name: string): Promise<void>
  usage(): Promise<ShelfUsage>
}

export interface ShelfOptions {
  readonly folder: string
  /** Most bytes of all depots. */
  readonly maxBytes: number
  /** Mutual exclusion across processes, for the depot of a name. */
  readonly lock: (name: string) => Promise<AsyncDisposable>
  readonly now: () => number
  /** Told of each depot that was removed to make room. */
  readonly onRemoved?: (folder: string, bytes: number) => void
}

/** When it was used last is noted no more often than this, milliseconds. */
const noteEvery = 60_000

/** A depot that another process has used within this is let be: longer than any piece of work takes. */
const mayBeInUse = 20 * 60_000

/** Room is made until this share of the bound is taken, so that not each fetch has to. */
const aim = 0.9

/** Opens the shelf. Nothing is read yet; what other processes add is seen when room is made. */
export function depotShelf(options: ShelfOptions): DepotShelf {
  const { folder, maxBytes, now } = options
  const sizes = new Map<string, number>()
  const users = new Map<string, number>()
  const noted = new Map<string, number>()
  let known: Promise<void> | undefined
  let making: Promise<void> | undefined
  let removed = 0

  const total = () => [...sizes.values()].reduce((sum, size) => sum + size, 0)
  const readyFile = (name: string) => join(folder, name, 'ready')

  async function measureAll(): Promise<void> {
    const names = await readdir(folder).catch(() => [])
    sizes.clear()
    for (const name of names) await measure(name)
  }

  async function measure(name: string): Promise<void> {
    sizes.set(name, await packedBytes(join(folder, name)))
  }

  async function note(name: string): Promise<void> {
    const at = now()
    if (at - (noted.get(name) ?? -Infinity) < noteEvery) return
    await utimes(readyFile(name), at / 1000, at / 1000).then(
      () => noted.set(name, at),
      () => {}, // not made yet
    )
  }

  async function makeRoom(): Promise<void> {
    await measureAll()
    const candidates: { name: string; used: number }[] = []
    for (const name of sizes.keys()) {
      const used = (await stat(readyFile(name)).catch(() => undefined))?.mtimeMs ?? 0
      candidates.push({ name, used })
    }
    for (const { name, used } of candidates.toSorted((a, b) => a.used - b.used)) {
      if (total() <= maxBytes * aim) return
      const isOurs = used <= (noted.get(name) ?? -Infinity) + 1
      if (users.has(name) || (!isOurs && now() - used < mayBeInUse)) continue
      await remove(name)
    }
  }

  async function remove(name: string): Promise<void> {
    await using _ = await options.lock(name)
    if (users.has(name)) return
    await rm(readyFile(name), { force: true })
    await rm(join(folder, name), { recursive: true, force: true })
    const bytes = sizes.get(name) ?? 0
    sizes.delete(name)
    noted.delete(name)
    removed++
    options.onRemoved?.(join(folder, name), bytes)
  }

  return {
    async keeping(name, work) {
      users.set(name, (users.get(name) ?? 0) + 1)
      try {
        const done = await work()
        await note(name)
        return done
      } finally {
        const others = (users.get(name) ?? 1) - 1
        if (others > 0) users.set(name, others)
        else users.delete(name)
      }
    },
    async changed(name) {
      await (known ??= measureAll())
      await measure(name)
      if (total() <= maxBytes) return
      making ??= makeRoom().finally(() => (making = undefined))
      await making
    },
    async usage() {
      await (known ??= measureAll())
      return { repositories: sizes.size, bytes: total(), removed }
    },
  }
}

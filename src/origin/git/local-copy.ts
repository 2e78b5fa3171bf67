import { rm } from 'node:fs/promises'
import { Failure } from '../../failure.ts'
import { systemFailure } from '../../store/system-failure.ts'
import { DepotDamaged } from './depot-damaged.ts'
import type { Depot } from './depot.ts'
import type { DepotShelf } from './depot-shelf.ts'
import type { GitLimits } from './git-program.ts'
import { findDepot, openDepot } from './open-depot.ts'
import type { ObjectFormat } from './refs.ts'

/** Our copy of one repository: a cache that is made anew when it turns out damaged. */
export interface LocalCopy {
  readonly folder: string
  /** Runs work that adds to the copy: one piece at a time, among all processes. */
  exclusive<T>(work: () => Promise<T>): Promise<T>
  /**
   * Lends the depot. When it turns out damaged, it is made anew, and `work` runs once more.
   *
   * @throws Failure `unreachable` when it is damaged again: upstream sends less than it should, or the disk is bad
   */
  mended<T>(format: ObjectFormat, work: (depot: Depot) => Promise<T>): Promise<T>
}

/**
 * The copy of `url` that has a name on the shelf. Nothing is made yet.
 */
export function localCopy(
  url: string,
  name: string,
  limits: GitLimits,
  shelf: DepotShelf,
): LocalCopy {
  const folder = shelf.folderOf(name)
  let hasChanged = false
  let opened: Depot | undefined
  const placeOf = (objectFormat: ObjectFormat) => ({ folder, url, objectFormat })

  async function exclusive<T>(work: () => Promise<T>): Promise<T> {
    await using _ = await shelf.lock(name)
    hasChanged = true
    try {
      return await work()
    } catch (error) {
      throw systemFailure(error, `store objects of ${url}`)
    }
  }

  async function open(format: ObjectFormat): Promise<Depot> {
    const held = opened && (await findDepot(placeOf(format), limits, opened))
    return (opened = held ?? (await exclusive(() => openDepot(placeOf(format), limits))))
  }

  /** Removes a damaged depot, unless somebody else has made it anew meanwhile. */
  async function discard(format: ObjectFormat, depot: Depot): Promise<void> {
    await exclusive(async () => {
      const now = await findDepot(placeOf(format), limits)
      if (!now || now.id === depot.id) await rm(folder, { recursive: true, force: true })
    })
  }

  async function mended<T>(format: ObjectFormat, work: (depot: Depot) => Promise<T>): Promise<T> {
    const depot = await open(format)
    try {
      return await work(depot)
    } catch (error) {
      if (!(error instanceof DepotDamaged)) throw error
    }
    await discard(format, depot)
    try {
      return await work(await open(format))
    } catch (error) {
      if (!(error instanceof DepotDamaged)) throw error
      const details = { url, at: 'content' } as const
      throw new Failure('unreachable', `Cannot read ${url}: ${error.message}`, details)
    }
  }

  return {
    folder,
    exclusive,
    async mended(format, work) {
      try {
        return await shelf.keeping(name, () => mended(format, work))
      } finally {
        if (hasChanged) {
          hasChanged = false
          await shelf.changed(name)
        }
      }
    },
  }
}

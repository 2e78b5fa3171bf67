import { realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { openContent } from './content-files.ts'
import type { Content } from './content.ts'
import type { Damage, OnDamage } from './damage.ts'
import { openFacts } from './facts/open-facts.ts'
import type { Facts, OpenFacts } from './facts/open-facts.ts'
import { folderFailure } from './folder-failure.ts'
import { openLocks } from './locks.ts'
import type { Locks } from './locks.ts'
import { makeFolders } from './make-folders.ts'
import { resolveHolds } from './resolve-holds.ts'
import { openScratch } from './scratch.ts'
import { unlockedWaiter } from './unlocked-waiter.ts'

/** Everything Headwater keeps, in one data folder that several processes of one machine may share. */
export interface Store extends Disposable {
  readonly folder: string
  /** An own folder for unfinished files below `<folder>/tmp`; removed on close, or when found dead. */
  readonly scratch: string
  /**
   * Makes {@link scratch} anew if somebody has removed it.
   *
   * @throws Failure `unreachable` naming it when that cannot be done
   */
  prepareScratch(): Promise<void>
  readonly facts: Facts
  readonly content: Content
  /** See {@link Locks.lock}. */
  lock(name: string, signal?: AbortSignal): Promise<AsyncDisposable>
  /** See {@link Locks.tryLock}. */
  tryLock(name: string): Promise<AsyncDisposable | undefined>
  /** Writes what waits in memory and closes everything, as disposing of it does. Work still under way fails. */
  close(): void
}

/** What {@link openStore} needs. */
export interface StoreOptions {
  /** The data folder, created when it is not there. */
  readonly folder: string
  /** Unix milliseconds. */
  readonly now?: () => number
  readonly onDamage?: (what: Damage) => void
}

/**
 * Opens the store, after removing what dead processes left unfinished and resolving the holds they had
 * begun. Openings of one folder happen one after the other.
 *
 * @throws Failure `invalid` when the folder cannot be used, `unsupported` when a newer program has used it, `no-space`
 *   when the disk is full.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { now = Date.now, onDamage = () => undefined } = options
  try {
    await makeFolders(options.folder)
    await makeFolders(join(options.folder, 'locks'))
    const folder = await realpath(options.folder)
    const locks = await openLocks(join(folder, 'locks'))
    await using _ = await locks.lock('open-store')
    return await openParts(folder, locks, now, onDamage)
  } catch (error) {
    throw folderFailure(error, options.folder)
  }
}

async function openParts(
  folder: string,
  locks: Locks,
  now: () => number,
  tell: OnDamage,
): Promise<Store> {
  using opened = new DisposableStack()
  opened.defer(() => locks.close())
  const scratch = await openScratch(join(folder, 'tmp'))
  opened.defer(() => scratch.close())
  const open: OpenFacts = openFacts(join(folder, 'headwater.db'), scratch.owner, now)
  opened.defer(() => open.close())
  const whenUnlocked = unlockedWaiter()
  const content = openContent({
    folder,
    scratch: scratch.folder,
    locks,
    onDamage(damage) {
      tell(damage)
      const { path, version, kind } = damage
      const note = whenUnlocked(() => open.repairs.lost(path, version, kind))
      // What is not noted is found lost again when it is next asked for.
      note.catch(() => undefined)
    },
  })
  await resolveHolds(open, content, scratch.alive)
  open.opened()
  const parts = opened.move()
  return {
    folder,
    scratch: scratch.folder,
    async prepareScratch() {
      try {
        await scratch.renew()
      } catch (error) {
        throw folderFailure(error, scratch.folder, 'write in', 'unreachable')
      }
    },
    facts: open.facts,
    content,
    lock: (name, signal) => locks.lock(name, signal),
    tryLock: (name) => locks.tryLock(name),
    close: () => parts.dispose(),
    [Symbol.dispose]: () => parts.dispose(),
  }
}

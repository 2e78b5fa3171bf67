import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { LRUCache } from 'lru-cache'
import { Failure } from '../failure.ts'
import type { FoundVersion, ModuleSource } from '../origin/module-source.ts'
import { parseInfo } from '../origin/parse-info.ts'
import type { VersionRecord } from '../store/content.ts'
import type { Store } from '../store/open-store.ts'
import { singleFlight } from '../work/single-flight.ts'

/** What {@link strictDoor} needs; times in milliseconds. */
export interface StrictOptions {
  readonly store: Store
  /** A module as upstream tells it, no older than {@link provenFor}; "not there" is never repeated. */
  readonly source: (path: string) => ModuleSource
  readonly heavy: <T>(work: () => Promise<T>) => Promise<T>
  readonly now: () => number
  /** How long a proof holds. */
  readonly provenFor: number
}

/** Answers as upstream would now. */
export interface StrictDoor {
  /**
   * Proves that upstream has a version, with the content that is held, if it is held.
   *
   * @throws Failure `gone` when it was here once and is lost or changed; else why there is no proof
   */
  prove(path: string, version: string): Promise<void>
  /**
   * Asks for something that changes.
   *
   * @param wasThere whether it was known before
   * @throws Failure `gone` when it was there once; else what upstream says
   */
  ask<T>(key: string, wasThere: boolean, ask: () => Promise<T>): Promise<T>
  /** Believes no proof any more. */
  forget(): void
}

const maxProofs = 100_000
const served = 'Without /strict the copy that was made of it is still served'

/** Opens the door whose answers rest on what upstream has now. */
export function strictDoor({ store, source, heavy, now, provenFor }: StrictOptions): StrictDoor {
  const proofs = new LRUCache<string, number>({
    maxSize: maxProofs,
    // With `max` room for all of them would be made now.
    sizeCalculation: () => 1,
  })
  const proving = singleFlight<void>()
  const asking = singleFlight<unknown>()

  async function proveAnew(path: string, version: string): Promise<void> {
    const name = `${path}@${version}`
    const at = now()
    const held = await store.content.read(path, version)
    const isKnown = held !== undefined || store.facts.sumsOf(path, version) !== undefined
    const found = await lostIf(isKnown, name, () => source(path).find(version))
    if (held && !isSame(held, found) && !(await hasSameContent(path, version, held, found))) {
      const text = `${name} was changed upstream after it was published: this is no longer what was kept of it`
      throw new Failure('gone', text, {
        hint: 'Do not delete go.sum; ask for a new version instead',
      })
    }
    proofs.set(name, at)
  }

  /** Another commit may hold the same files: a tag that was made anew. */
  async function hasSameContent(
    path: string,
    version: string,
    held: VersionRecord,
    found: FoundVersion,
  ): Promise<boolean> {
    const sum = store.facts.sumsOf(path, version)?.zipSum
    if (sum === undefined || Buffer.compare(held.mod, found.goMod) !== 0) return false
    await store.prepareScratch()
    const temp = join(store.scratch, `${randomUUID()}.zip`)
    try {
      const cut = () => found.cut(temp)
      const { h1 } = await (found.isHeavy ? heavy(cut) : cut())
      return h1 === sum
    } finally {
      await rm(temp, { force: true })
    }
  }

  return {
    async prove(path, version) {
      const name = `${path}@${version}`
      const age = now() - (proofs.get(name) ?? Infinity)
      if (age >= 0 && age < provenFor) return
      await proving.run(name, () => proveAnew(path, version))
    },
    ask: <T>(key: string, wasThere: boolean, ask: () => Promise<T>) =>
      asking.run(key, () => lostIf(wasThere, key, ask)) as Promise<T>,
    forget: () => proofs.clear(),
  }
}

function isSame(held: VersionRecord, { info, goMod }: FoundVersion): boolean {
  const before = parseInfo(Buffer.from(held.info).toString()).Origin?.Hash
  return (
    before !== undefined && before === info.Origin?.Hash && Buffer.compare(held.mod, goMod) === 0
  )
}

/** What upstream no longer has, although it was there, is gone. */
async function lostIf<T>(wasThere: boolean, what: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (!wasThere || !Failure.is(error, 'not-found', 'unusable')) throw error
    throw new Failure(
      'gone',
      `${what} was there, and upstream does not have it any more: ${error.message}`,
      {
        ...error.details,
        cause: error,
        hint: served,
      },
    )
  }
}

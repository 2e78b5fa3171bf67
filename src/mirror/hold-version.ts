import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { LRUCache } from 'lru-cache'
import { Failure } from '../failure.ts'
import { goModSum } from '../gomod/h1.ts'
import type { FoundVersion, MadeZip, ModuleSource } from '../origin/module-source.ts'
import { parseInfo } from '../origin/parse-info.ts'
import { canonicalInfo, formatInfo } from '../origin/version-info.ts'
import type { VersionRecord } from '../store/content.ts'
import { folderFailure } from '../store/folder-failure.ts'
import type { Store } from '../store/open-store.ts'
import { unlockedWaiter } from '../store/unlocked-waiter.ts'

/** What {@link versionHolder} needs. */
export interface HolderOptions {
  readonly store: Store
  readonly source: (path: string) => ModuleSource
  /** Runs work that keeps the processor busy, a few pieces at a time. */
  readonly heavy: <T>(work: () => Promise<T>) => Promise<T>
}

/** Takes versions from upstream into the store. */
export interface VersionHolder {
  /** Reads `.info` and `.mod` of a version that is not held, and keeps them. */
  hold(path: string, version: string): Promise<VersionRecord>
  /** Makes and keeps the zip of a version, held or not. */
  holdZip(path: string, version: string, way?: ZipWay): Promise<void>
}

/** What is done with a zip, and who is told of it; it is kept unless this says otherwise. */
export interface ZipWay {
  /** Whether the zip stays when all have it. What does not stay is held to its sums all the same. */
  readonly keep: boolean
  /** Told how many bytes of how many are in the file, as it grows; only where that is known. */
  readonly onBytes: (file: string, written: number, size: number) => void
  /** Told that the zip is sound, and its file, which is moved already if it is kept, and goes afterwards if not. */
  readonly onProven: (file: string, size: number) => Promise<void>
}

/** Bytes of what is remembered of versions between their `.mod` and their `.zip`, so that upstream is asked once for both. */
const rememberedBytes = 64 * 1024 * 1024
/** Bytes reckoned for a version beside its go.mod. */
const overhead = 10_000
const rememberedForMs = 10 * 60 * 1000

/**
 * Each version is taken in this order, so that a crash at any point leaves nothing half visible: (1) the zip is made in
 * the scratch folder, (2) the sums go to the ledger, which refuses others than it has, (3) the zip is moved into place,
 * (4) the record is, which makes the version visible, (5) the database notes that it is held.
 */
export function versionHolder({ store, source, heavy }: HolderOptions): VersionHolder {
  const found = new LRUCache<string, FoundVersion>({
    maxSize: rememberedBytes,
    sizeCalculation: ({ goMod }) => goMod.byteLength + overhead,
    ttl: rememberedForMs,
  })

  const whenUnlocked = unlockedWaiter()

  async function find(path: string, version: string): Promise<FoundVersion> {
    const key = `${path}@${version}`
    const known = found.get(key)
    if (known) return known
    const fresh = await source(path).find(version)
    found.set(key, fresh)
    return fresh
  }

  /** Publishes; from here on the bytes of the record never change. */
  async function publish(record: VersionRecord): Promise<VersionRecord> {
    const { path, version, mod, zip } = record
    const sums = { modSum: goModSum(mod), ...(zip && { zipSum: zip.h1 }) }
    await whenUnlocked(() => store.facts.beginHold(path, version, sums))
    const written = await store.content.writeRecord(record)
    const { Time, Origin } = parseInfo(Buffer.from(written.info).toString())
    const held = {
      path,
      version,
      time: Time,
      originJson: Origin ? JSON.stringify(Origin) : null,
      zipSize: written.zip?.size ?? null,
    }
    await whenUnlocked(() => store.facts.finishHold(held))
    return written
  }

  async function hold(path: string, version: string): Promise<VersionRecord> {
    const { info, goMod } = await find(path, version)
    return publish({
      path,
      version,
      info: Buffer.from(formatInfo(canonicalInfo(info))),
      mod: goMod,
    })
  }

  async function make(
    upstream: FoundVersion,
    temp: string,
    doing: string,
    way: ZipWay | undefined,
  ): Promise<MadeZip> {
    await store.prepareScratch()
    const cut = () =>
      upstream.cut(temp, (written, size) => {
        way?.onBytes(temp, written, size)
      })
    try {
      return await (upstream.isHeavy ? heavy(cut) : cut())
    } catch (error) {
      throw folderFailure(error, store.scratch, doing, 'unreachable')
    }
  }

  async function holdZip(path: string, version: string, way?: ZipWay): Promise<void> {
    const held = await store.content.read(path, version)
    const upstream = await find(path, version)
    if (held) sameVersion(held, upstream)
    const temp = join(store.scratch, `${randomUUID()}.zip`)
    try {
      const zip = await make(upstream, temp, `make the zip of ${path}@${version} in`, way)
      const { size, sha256, h1 } = zip
      const info = held?.info ?? Buffer.from(formatInfo(canonicalInfo(upstream.info)))
      const mod = held?.mod ?? upstream.goMod
      const sums = { modSum: goModSum(mod), zipSum: h1 }
      await whenUnlocked(() => store.facts.beginHold(path, version, sums))
      if (way?.keep ?? true) {
        await store.content.adoptZip(path, version, temp, { size, sha256 })
        await publish({ path, version, info, mod, zip: { size, sha256, h1 } })
      } else {
        await publish({ path, version, info, mod })
      }
      await way?.onProven(temp, size)
    } finally {
      await rm(temp, { force: true })
      found.delete(`${path}@${version}`)
    }
  }

  return { hold, holdZip }
}

/** A zip is only added to the `.mod` it belongs to: upstream may have changed the version in between. */
function sameVersion(held: VersionRecord, upstream: FoundVersion): void {
  const before = parseInfo(Buffer.from(held.info).toString()).Origin?.Hash
  const now = upstream.info.Origin?.Hash
  const moved = before !== undefined && now !== undefined && before !== now
  if (!moved && Buffer.compare(held.mod, upstream.goMod) === 0) return
  throw new Failure(
    'mismatch',
    `${held.path}@${held.version} was changed upstream after its go.mod was kept here: ${moved ? `it names commit ${now} instead of ${before}` : 'its go.mod differs'}`,
    { hint: 'Do not delete go.sum; ask for a new version of the module instead' },
  )
}

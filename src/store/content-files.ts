import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { open, opendir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../failure.ts'
import { versionPlaces } from './content-layout.ts'
import { decodeRecord, encodeRecord } from './content-record.ts'
import { checkedOpener } from './content-zip.ts'
import type { Content, OpenZip, VersionRecord, ZipFacts } from './content.ts'
import type { Damage, OnDamage } from './damage.ts'
import { moveDurably, writeDurably } from './durable.ts'
import { folderFailure } from './folder-failure.ts'
import type { Locks } from './locks.ts'
import { systemCode } from './system-failure.ts'

/** What {@link openContent} works with. */
export interface ContentOptions {
  /** The data folder; files go to `modules/v1` below it, damaged ones to `damaged`. */
  readonly folder: string
  /** An existing folder on the same file system, for files being written. */
  readonly scratch: string
  readonly locks: Locks
  readonly onDamage: OnDamage
}

/** Content, and what only the store may ask of it. */
export interface ContentFiles extends Content {
  /** Sets a version's record aside as damaged: it is sound, but contradicts what is known elsewhere. */
  rejectRecord(path: string, version: string, why: string): Promise<void>
}

/**
 * Content as plain files. Reading takes no lock. Whatever changes a version's files does so under a lock
 * that other processes respect, shared with the 1/256 of all versions that have the same first byte of a
 * hash, so that the lock files stay few.
 */
export function openContent({ folder, scratch, locks, onDamage }: ContentOptions): ContentFiles {
  const root = join(folder, 'modules', 'v1')
  const openChecked = checkedOpener()

  async function load(path: string, version: string) {
    const place = versionPlaces(root, path, version).record
    try {
      return decodeRecord(await readFile(place), path, version)
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return undefined
      throw error
    }
  }

  /** Moves a bad file out of the way. The caller has the version's lock. */
  async function setAside(damage: Omit<Damage, 'movedTo'>, moves: boolean): Promise<void> {
    const places = versionPlaces(root, damage.path, damage.version)
    const movedTo = join(folder, 'damaged', `${places.relative}.${randomUUID()}.${damage.kind}`)
    if (moves) await moveDurably(places[damage.kind], movedTo)
    onDamage(moves ? { ...damage, movedTo } : damage)
  }

  /** Reads again under the version's lock: what looked damaged may have been replaced since. */
  async function loadLocked(path: string, version: string): Promise<VersionRecord | undefined> {
    const found = await load(path, version)
    if (found === undefined || !('damage' in found)) return found
    await setAside({ kind: 'record', path, version, why: found.damage }, true)
    return undefined
  }

  async function locked<T>(path: string, version: string, work: () => Promise<T>): Promise<T> {
    const shard = createHash('sha256').update(`${path}@${version}`).digest('hex').slice(0, 2)
    try {
      await using _ = await locks.lock(`content ${shard}`)
      return await work()
    } catch (error) {
      throw folderFailure(error, folder, `keep ${path}@${version} in`, 'unreachable')
    }
  }

  async function read(path: string, version: string): Promise<VersionRecord | undefined> {
    const found = await load(path, version)
    if (found === undefined || !('damage' in found)) return found
    return locked(path, version, () => loadLocked(path, version))
  }

  async function put(record: VersionRecord): Promise<VersionRecord> {
    const place = versionPlaces(root, record.path, record.version).record
    await writeDurably(scratch, encodeRecord(record), place)
    return record
  }

  async function openZip(record: VersionRecord): Promise<OpenZip | undefined> {
    const { path, version, zip } = record
    if (zip === undefined) return undefined
    const place = versionPlaces(root, path, version).zip
    const found = await openChecked(place, zip)
    if ('file' in found) return found
    return locked(path, version, async () => {
      const current = await loadLocked(path, version)
      if (current?.zip === undefined) return undefined
      const again = await openChecked(place, current.zip)
      if ('file' in again) return again
      const { zip: _, ...rest } = current
      await put(rest)
      await setAside({ kind: 'zip', path, version, why: again.damage }, !again.missing)
      return undefined
    })
  }

  return {
    read,
    openZip,
    async writeRecord(record) {
      const { path, version, zip } = record
      return locked(path, version, async () => {
        const current = await loadLocked(path, version)
        const what = current && firstChange(current, record)
        if (what !== undefined) throw mismatch(path, version, `another ${what} is already held`)
        if (current && (current.zip || !zip)) return current
        if (zip) await expectSize(versionPlaces(root, path, version).zip, zip, path, version)
        return put(record)
      })
    },
    async adoptZip(path, version, tempFile, facts) {
      await locked(path, version, async () => {
        const place = versionPlaces(root, path, version).zip
        if (!existsSync(tempFile)) {
          throw new Failure(
            'unreachable',
            `Cannot keep ${path}@${version}: somebody removed its zip from ${scratch}`,
          )
        }
        await expectSize(tempFile, facts, path, version)
        const named = (await loadLocked(path, version))?.zip
        if (named && named.sha256 !== facts.sha256) {
          throw mismatch(path, version, `another zip (SHA-256 ${named.sha256}) is already held`)
        }
        const held = named && (await openChecked(place, named))
        if (held && 'file' in held) {
          await held.file.close()
          await rm(tempFile)
          return
        }
        await syncFile(tempFile)
        await moveDurably(tempFile, place)
      })
    },
    async rejectRecord(path, version, why) {
      await locked(path, version, async () => {
        const found = await loadLocked(path, version)
        if (found) await setAside({ kind: 'record', path, version, why }, true)
      })
    },
    async usage() {
      return existsSync(root) ? usageOf(root) : { files: 0, bytes: 0 }
    },
  }
}

/** The part of a sound record that a new one would change: undefined when none. */
function firstChange(current: VersionRecord, next: VersionRecord): string | undefined {
  if (Buffer.compare(current.info, next.info) !== 0) return '.info'
  if (Buffer.compare(current.mod, next.mod) !== 0) return '.mod'
  if (!current.zip || !next.zip) return undefined
  const { size, sha256, h1 } = current.zip
  const same = size === next.zip.size && sha256 === next.zip.sha256 && h1 === next.zip.h1
  return same ? undefined : `zip (${h1}, SHA-256 ${sha256})`
}

async function expectSize(
  file: string,
  { size }: Pick<ZipFacts, 'size'>,
  path: string,
  version: string,
): Promise<void> {
  const found = await stat(file).catch(() => undefined)
  if (found?.size === size) return
  const what = found ? `has ${found.size} bytes` : 'is not there'
  throw mismatch(path, version, `its zip of ${size} bytes ${what}`)
}

async function syncFile(file: string): Promise<void> {
  await using handle = await open(file, 'r+')
  await handle.sync()
}

async function usageOf(root: string): Promise<{ files: number; bytes: number }> {
  const total = { files: 0, bytes: 0 }
  for await (const entry of await opendir(root, { recursive: true })) {
    if (!entry.isFile()) continue
    const found = await stat(join(entry.parentPath, entry.name)).catch(() => undefined)
    if (found === undefined) continue
    total.files++
    total.bytes += found.size
  }
  return total
}

function mismatch(path: string, version: string, why: string): Failure {
  return new Failure('mismatch', `Cannot keep ${path}@${version}: ${why}`)
}

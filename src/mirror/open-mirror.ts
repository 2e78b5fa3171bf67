import { createHash } from 'node:crypto'
import { Failure } from '../failure.ts'
import { isPseudoVersion } from '../gomod/pseudo-version.ts'
import { compareVersions, newest } from '../gomod/semver.ts'
import { TOOLCHAIN_MODULE } from '../gomod/toolchain-module.ts'
import { formatInfo, zeroTime } from '../origin/version-info.ts'
import type { VersionRecord } from '../store/content.ts'
import { atMost } from './at-most.ts'
import { changingAnswers } from './changing-answers.ts'
import { comingZips } from './coming-zips.ts'
import { versionHolder, type HolderOptions } from './hold-version.ts'
import type { Door, HeldFile, HeldZip, Mirror } from './mirror.ts'
import { singleFlight } from './single-flight.ts'

/** What a mirror needs; times in milliseconds. */
export interface MirrorOptions extends Omit<HolderOptions, 'heavy'> {
  readonly now: () => number
  /** How long a list, `@latest` or branch may be repeated. */
  readonly freshFor: number
  /** Zips made at a time. */
  readonly parallel: number
  /** Whether zips of Go toolchains stay; true unless given. */
  readonly keepToolchains?: boolean
}

/** Opens a mirror over a store and its upstreams. */
export function openMirror(options: MirrorOptions): Mirror {
  const { store, source, now, freshFor } = options
  const holder = versionHolder({ store, source, heavy: atMost(options.parallel) })
  const holds = singleFlight<VersionRecord>()
  const zips = singleFlight<void>()
  const toolchains = comingZips(holder, options.keepToolchains ?? true)
  const answer = changingAnswers({ answers: store.facts, now, freshFor })

  async function record(path: string, version: string, door: Door): Promise<VersionRecord> {
    const held = await store.content.read(path, version)
    if (held) return held
    if (door === 'cached-only') throw notHeld(`${path}@${version}`)
    return holds.run(`${path}@${version}`, () => holder.hold(path, version))
  }

  async function openHeldZip(path: string, version: string): Promise<HeldZip | undefined> {
    const held = await store.content.read(path, version)
    if (!held?.zip) return undefined
    const zip = await store.content.openZip(held)
    return zip && { ...zip, sha256: held.zip.sha256 }
  }

  /** Undefined when it was damaged or lost as soon as it was kept. */
  async function makeZip(path: string, version: string): Promise<HeldZip | undefined> {
    if (path === TOOLCHAIN_MODULE) {
      const coming = await toolchains.open(path, version)
      if (coming) return coming
    } else {
      await zips.run(`${path}@${version}`, () => holder.holdZip(path, version))
    }
    return openHeldZip(path, version)
  }

  /** Tagged versions held here, in semver order: what can be said of a module whose upstream never told its list. */
  function heldReleases(path: string): string[] {
    const versions = store.facts.heldVersions(path).map(({ version }) => version)
    return versions.filter((version) => !isPseudoVersion(version)).sort(compareVersions)
  }

  return {
    list: (path, door) =>
      answer({
        path,
        door,
        question: 'list',
        ask: async () => lines(await source(path).versions()),
        fromHeld() {
          const held = heldReleases(path)
          return held.length > 0 ? lines(held) : undefined
        },
      }),
    latest: (path, door) =>
      answer({
        path,
        door,
        question: '@latest',
        ask: async () => formatInfo(await source(path).latest()),
        fromHeld() {
          const best = newest(heldReleases(path))
          const time = store.facts.heldVersions(path).find(({ version }) => version === best)?.time
          return best === undefined
            ? undefined
            : formatInfo({ Version: best, Time: time ?? zeroTime })
        },
      }),
    query: (path, revision, door) =>
      answer({
        path,
        door,
        question: revision,
        ask: async () => formatInfo(await source(path).query(revision)),
        fromHeld: () => undefined,
      }),
    info: async (path, version, door) => heldFile((await record(path, version, door)).info),
    mod: async (path, version, door) => heldFile((await record(path, version, door)).mod),
    async zip(path, version, door) {
      const held = await openHeldZip(path, version)
      if (held) return held
      if (door === 'cached-only') throw notHeld(`the zip of ${path}@${version}`)
      const made = (await makeZip(path, version)) ?? (await makeZip(path, version))
      if (made) return made
      throw new Error(`The zip of ${path}@${version} was lost twice when it had just been kept`)
    },
  }
}

function notHeld(what: string): Failure {
  return new Failure('not-held', `${what} is not held here, and upstream may not be asked for it`)
}

function lines(versions: readonly string[]): string {
  return versions.map((version) => `${version}\n`).join('')
}

function heldFile(bytes: Uint8Array): HeldFile {
  return { bytes: Buffer.from(bytes), sha256: createHash('sha256').update(bytes).digest('hex') }
}

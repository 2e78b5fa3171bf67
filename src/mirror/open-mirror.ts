import { createHash } from 'node:crypto'
import { Failure } from '../failure.ts'
import { isPseudoVersion } from '../gomod/pseudo-version.ts'
import { compareVersions, newest } from '../gomod/semver.ts'
import { TOOLCHAIN_MODULE } from '../gomod/toolchain-module.ts'
import type { ModuleSource } from '../origin/module-source.ts'
import { formatInfo, zeroTime } from '../origin/version-info.ts'
import type { VersionRecord } from '../store/content.ts'
import { atMost } from '../work/at-most.ts'
import { changingAnswers, type Question } from './changing-answers.ts'
import { comingZips } from './coming-zips.ts'
import { versionHolder, type HolderOptions } from './hold-version.ts'
import type { Changing, Door, HeldFile, HeldZip, Mirror, Spared } from './mirror.ts'
import { singleFlight } from '../work/single-flight.ts'
import { strictDoor } from './strict-door.ts'

/** What a mirror needs; times in milliseconds. */
export interface MirrorOptions extends Omit<HolderOptions, 'heavy'> {
  /** The same as `source` for the strict door: nothing older than `provenFor`. */
  readonly strictSource: (path: string) => ModuleSource
  readonly provenFor: number
  /** Told of each answer that spared upstream a question. */
  readonly onSpared?: (spared: Spared) => void
  readonly now: () => number
  /** How long a list, `@latest` or branch may be repeated. */
  readonly freshFor: number
  /** Zips made at a time. */
  readonly parallel: number
  /** Whether zips of Go toolchains stay; true unless given. */
  readonly keepToolchains?: boolean
}

/** A mirror that can be told of news. */
export interface OpenMirror extends Mirror {
  /** Believes nothing any more that upstream said of what changes in these modules, nor that it failed to. */
  refresh(paths: readonly string[]): void
}

/** Opens a mirror over a store and its upstreams. */
export function openMirror(options: MirrorOptions): OpenMirror {
  const { store, source, now, freshFor } = options
  const { onSpared = () => {} } = options
  const heavy = atMost(options.parallel)
  const holder = versionHolder({ store, source, heavy })
  const strict = strictDoor({
    store,
    source: options.strictSource,
    heavy,
    now,
    provenFor: options.provenFor,
  })
  const holds = singleFlight<VersionRecord>()
  const zips = singleFlight<void>()
  const toolchains = comingZips(holder, options.keepToolchains ?? true)

  const changing = changingAnswers({ answers: store.facts, now, freshFor, onSpared })

  /** An answer that changes, through any door. */
  async function tell(
    door: Door,
    question: Omit<Question, 'door' | 'ask'>,
    ask: (source: ModuleSource) => Promise<string>,
  ): Promise<Changing> {
    const { path, question: what } = question
    if (door !== 'strict') {
      return changing.answer({ ...question, door, ask: () => ask(source(path)) })
    }
    const wasThere = store.facts.answerOf(path, what) !== undefined
    const body = await strict.ask(`${what} of ${path}`, wasThere, () =>
      ask(options.strictSource(path)),
    )
    return { body, askedAt: now(), freshFor: 0 }
  }

  /** One of the two small files of a version. */
  async function file(
    kind: 'info' | 'mod',
    path: string,
    version: string,
    door: Door,
  ): Promise<HeldFile> {
    if (door === 'strict') await strict.prove(path, version)
    const held = await store.content.read(path, version)
    if (held) {
      if (door === 'default') onSpared({ path, kind, bytes: held[kind].length })
      return heldFile(held[kind])
    }
    if (door === 'cached-only') throw notHeld(`${path}@${version}`)
    const fresh = await holds.run(`${path}@${version}`, () => holder.hold(path, version))
    return heldFile(fresh[kind])
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

  function latestHeld(path: string): string | undefined {
    const best = newest(heldReleases(path))
    const time = store.facts.heldVersions(path).find(({ version }) => version === best)?.time
    return best === undefined ? undefined : formatInfo({ Version: best, Time: time ?? zeroTime })
  }

  return {
    list: (path, door) =>
      tell(
        door,
        {
          path,
          kind: 'list',
          question: 'list',
          fromHeld() {
            const held = heldReleases(path)
            return held.length > 0 ? lines(held) : undefined
          },
        },
        async (from) => lines(await from.versions()),
      ),
    latest: (path, door) =>
      tell(
        door,
        { path, kind: 'latest', question: '@latest', fromHeld: () => latestHeld(path) },
        async (from) => formatInfo(await from.latest()),
      ),
    query: (path, revision, door) =>
      tell(
        door,
        { path, kind: 'query', question: revision, fromHeld: () => undefined },
        async (from) => formatInfo(await from.query(revision)),
      ),
    info: (path, version, door) => file('info', path, version, door),
    mod: (path, version, door) => file('mod', path, version, door),
    async zip(path, version, door) {
      if (door === 'strict') await strict.prove(path, version)
      const held = await openHeldZip(path, version)
      if (held) {
        if (door === 'default') onSpared({ path, kind: 'zip', bytes: held.size })
        return held
      }
      if (door === 'cached-only') throw notHeld(`the zip of ${path}@${version}`)
      const made = (await makeZip(path, version)) ?? (await makeZip(path, version))
      if (made) return made
      throw new Error(`The zip of ${path}@${version} was lost twice when it had just been kept`)
    },
    refresh(paths) {
      strict.forget()
      changing.forget(paths)
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

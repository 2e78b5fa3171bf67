import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { openMirror } from '../mirror/open-mirror.ts'
import type { Mirror } from '../mirror/mirror.ts'
import { openOrigins } from '../origin/open-origin.ts'
import type { Origins } from '../origin/origins.ts'
import type { GateOptions } from '../outbound/gate-options.ts'
import { openGate, type Gate } from '../outbound/gate.ts'
import type { RequestRecord } from '../outbound/request-record.ts'
import { earnings } from '../verify/schedule/earnings.ts'
import { openLooks, type Looks } from '../verify/schedule/looks.ts'
import { firstLook } from '../verify/schedule/next-look.ts'
import { refsRead } from '../verify/schedule/refs-read.ts'
import type { Damage } from '../store/damage.ts'
import { openStore, type Store } from '../store/open-store.ts'
import type { Access } from './access.ts'
import type { Config } from './config/config.ts'
import { gateSettings } from './gate-settings.ts'

/** Everything with a lifetime, opened in one place and closed in reverse. */
export interface Parts extends AsyncDisposable {
  readonly store: Store
  readonly gate: Gate
  readonly origins: Origins
  readonly mirror: Mirror
  readonly looks: Looks
  /** Notes that answers from memory have spared upstream so much. */
  readonly earn: ReturnType<typeof earnings>
  /**
   * Looks again at those repositories that are known here, of all whose addresses have these keys (`repositoryKey`), and
   * believes nothing that was said of them before. Returns how many are known.
   */
  readonly refresh: (keys: readonly string[], at: number) => Promise<number>
}

/** Who wants to be told what, and how servers are got at. */
export interface Listeners {
  /** Without it there are no proxies, no credentials and no authorities but those that Node.js knows. */
  readonly access?: Access
  readonly onRequest?: (request: RequestRecord) => void
  readonly onDamage?: (damage: Damage) => void
  /** A copy of a git repository was removed to make room. */
  readonly onRepositoryRemoved?: (folder: string, bytes: number) => void
  /** Room for such copies could not be made. */
  readonly onNoRoom?: (error: unknown) => void
}

/** Time and chance: the real ones unless others are given. */
export type Surroundings = Partial<Pick<GateOptions, 'now' | 'random' | 'wait'>>

/** Nobody stops waiting. */
const never = new AbortController().signal

/** Builds the program from its configuration: the one place that knows all parts. */
export async function openParts(
  config: Config,
  listeners: Listeners = {},
  surroundings: Surroundings = {},
): Promise<Parts> {
  await using opened = new AsyncDisposableStack()
  const { now = Date.now, random = Math.random } = surroundings
  const store = opened.use(
    await openStore({
      folder: config.data,
      now,
      ...(listeners.onDamage && { onDamage: listeners.onDamage }),
    }),
  )
  const { outbound, freshness } = config
  const gate: Gate = opened.adopt(
    openGate({
      ...gateSettings(config),
      memory: store.facts.hosts,
      ssh: config.ssh,
      ...listeners.access,
      ...surroundings,
      now,
      onRequest(request) {
        store.facts.recordRequest(request)
        const repository = refsRead(request)
        if (repository !== undefined) {
          const { at, url, received } = request
          store.facts.noteRefs(repository, at, received)
          if (/^https?:/.test(url) && !gate.isAuthorized(url))
            store.facts.notePublic(repository, at)
        }
        listeners.onRequest?.(request)
      },
    }),
    (gate) => gate.close(),
  )
  const origins = openOrigins({
    gate,
    now,
    upstream: config.upstream,
    private: config.private,
    govcs: config.govcs,
    insecure: config.insecure,
    gitFolder: join(config.data, 'git'),
    lock: (name) => store.lock(name),
    tryLock: (name) => store.tryLock(name),
    freshness,
    strictFor: freshness.strict,
    maxRepositoryBytes: outbound.maxRepository,
    maxGitBytes: config.disk.repositories,
    ...(listeners.onRepositoryRemoved && {
      onRepositoryRemoved: listeners.onRepositoryRemoved,
    }),
    ...(listeners.onNoRoom && { onNoRoom: listeners.onNoRoom }),
    maxPageBytes: outbound.maxPage,
    onLocation(path, { vcs, url, root, subdir }) {
      store.facts.saveLocation({ path, vcs, url, root, subdir })
      if (vcs !== 'mod') store.facts.noteWanted(url, vcs, now(), firstLook(now(), random()))
    },
  })
  const earn = earnings({
    facts: store.facts,
    saved: (host, requests, bytes) => gate.saved(host, requests, bytes),
    proxyFor: (path) => origins.proxyFor(path),
    now,
    random,
  })
  const mirror = openMirror({
    store,
    source: (path) => origins.source(path),
    strictSource: (path) => origins.strict(path),
    provenFor: freshness.strict,
    now,
    freshFor: freshness.list,
    parallel: config.fetch.parallel,
    onSpared: ({ path, kind, bytes }) => earn(path, kind, 1, bytes),
    keepToolchains: config.toolchains.keep,
  })
  const looks = openLooks({
    facts: store.facts,
    gate,
    read: (vcs, url, reason) => origins.look(vcs, url, reason),
    seen: (vcs, url, maxAge) => origins.seen(vcs, url, maxAge),
    now,
    random,
    wait: (millis) =>
      surroundings.wait?.(millis, never) ?? setTimeout(millis, undefined, { ref: false }),
    floor: config.politeness.floor,
  })

  async function refresh(keys: readonly string[], at: number): Promise<number> {
    const known = store.facts.repositoriesByKey(keys)
    for (const { vcs, url } of known) {
      store.facts.notePush(url, at)
      origins.forget(vcs, url)
      mirror.refresh(store.facts.modulesAt(url))
    }
    await Promise.all(known.map((repository) => looks.look(repository)))
    return known.length
  }

  const parts = opened.move()
  return {
    store,
    gate,
    origins,
    mirror,
    looks,
    earn,
    refresh,
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  }
}

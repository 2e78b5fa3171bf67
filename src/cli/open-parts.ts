import { join } from 'node:path'
import { openMirror } from '../mirror/open-mirror.ts'
import type { Mirror } from '../mirror/mirror.ts'
import { openOrigins, type Origins } from '../origin/open-origin.ts'
import { parseAllowList } from '../outbound/address.ts'
import { openGate, type Gate } from '../outbound/gate.ts'
import type { RequestRecord } from '../outbound/request-record.ts'
import { rewriter } from '../outbound/rewrite.ts'
import { userAgent } from '../outbound/user-agent.ts'
import type { Damage } from '../store/damage.ts'
import { openStore, type Store } from '../store/open-store.ts'
import type { Config } from './config/config.ts'
import { version } from './version.ts'

/** Everything with a lifetime, opened in one place and closed in reverse. */
export interface Parts extends AsyncDisposable {
  readonly store: Store
  readonly gate: Gate
  readonly origins: Origins
  readonly mirror: Mirror
}

/** Who wants to be told what. */
export interface Listeners {
  readonly onRequest?: (request: RequestRecord) => void
  readonly onDamage?: (damage: Damage) => void
  /** A copy of a git repository was removed to make room. */
  readonly onRepositoryRemoved?: (folder: string, bytes: number) => void
  /** Room for such copies could not be made. */
  readonly onNoRoom?: (error: unknown) => void
}

/** Builds the program from its configuration: the one place that knows all parts. */
export async function openParts(config: Config, listeners: Listeners = {}): Promise<Parts> {
  await using opened = new AsyncDisposableStack()
  const now = Date.now
  const store = opened.adopt(
    await openStore({
      folder: config.data,
      now,
      ...(listeners.onDamage && { onDamage: listeners.onDamage }),
    }),
    (store) => store.close(),
  )
  const { outbound, freshness } = config
  const gate = opened.adopt(
    openGate({
      allow: parseAllowList(outbound.allow),
      rewriter: rewriter(config.rewrite),
      userAgent: userAgent(version, { publicUrl: config.publicUrl, contact: outbound.contact }),
      connectTimeout: outbound.connectTimeout,
      idleTimeout: outbound.idleTimeout,
      requestTimeout: outbound.requestTimeout,
      connectionsPerHost: outbound.connectionsPerHost,
      ssh: config.ssh,
      now,
      onRequest(request) {
        store.facts.recordRequest(request)
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
    maxRepositoryBytes: outbound.maxRepository,
    maxGitBytes: config.disk.repositories,
    ...(listeners.onRepositoryRemoved && {
      onRepositoryRemoved: listeners.onRepositoryRemoved,
    }),
    ...(listeners.onNoRoom && { onNoRoom: listeners.onNoRoom }),
    maxPageBytes: outbound.maxPage,
    onLocation: (path, { vcs, url, root, subdir }) =>
      store.facts.saveLocation({ path, vcs, url, root, subdir }),
  })
  const mirror = openMirror({
    store,
    source: (path) => origins.source(path),
    now,
    freshFor: freshness.list,
    parallel: config.fetch.parallel,
    keepToolchains: config.toolchains.keep,
  })
  const parts = opened.move()
  return { store, gate, origins, mirror, [Symbol.asyncDispose]: () => parts.disposeAsync() }
}

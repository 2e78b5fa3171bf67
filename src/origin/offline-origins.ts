import { refuseOffline } from '../outbound/offline-gate.ts'
import { isInsecure } from './discovery/repo-url.ts'
import { knownHost } from './discovery/known-hosts.ts'
import type { Location } from './discovery/locate.ts'
import { lazySource } from './lazy-source.ts'
import type { ModuleSource } from './module-source.ts'
import type { Origins } from './origins.ts'

/**
 * Origins that ask nobody: whatever would be asked for is refused with a Failure `not-held`. They still tell where a
 * module is whose path says it.
 */
export function offlineOrigins(): Origins {
  const refusal = (path: string): ModuleSource =>
    lazySource(async () => refuseOffline({ url: (await placeOf(path)).url }))
  const alike = { direct: refusal, locate: placeOf }
  return {
    ...alike,
    source: refusal,
    strict: refusal,
    elsewhere: (_, { url }) => lazySource(() => refuseOffline({ url })),
    proxyFor: () => undefined,
    openRepository: (url) => refuseOffline({ url }),
    afresh: () => alike,
    within: () => alike,
    look: (_, url) => refuseOffline({ url }),
    seen: () => undefined,
    hasCommit: (_, url) => refuseOffline({ url }),
    forget() {},
    gitUsage: async () => ({ repositories: 0, bytes: 0, removed: 0 }),
  }
}

/**
 * @throws Failure `not-held` where an import page would have to be read; as {@link knownHost}
 */
async function placeOf(path: string): Promise<Location> {
  const known = knownHost(path)
  if (known === undefined) return refuseOffline({ url: `https://${path}?go-get=1` }, 'import-page')
  const { root, vcs, url } = known
  return { root, vcs, url, subdir: '', insecure: isInsecure(url), via: 'known-host' }
}

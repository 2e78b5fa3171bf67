import { Failure } from '../failure.ts'
import type { ModuleSource } from './module-source.ts'

/** One entry of a GOPROXY list. */
export interface ProxyEntry {
  /** Base URL of a module proxy, without a slash at its end, or `direct`, or `off`. */
  readonly source: string
  /** When the next entry is tried: only if this one says "not there" (`,`), or after any failure (`|`). */
  readonly fallBackOn: 'not-found' | 'any-failure'
}

/**
 * One module, asked of several sources in turn, as GOPROXY's list says. When all fail, the failure that tells most is
 * thrown: what the repository itself said, else the last that is not "not there", else the last.
 *
 * Source: `cmd/go/internal/modfetch.TryProxies`
 */
export function chainedSource(
  entries: readonly ProxyEntry[],
  open: (source: string) => ModuleSource,
): ModuleSource {
  async function first<T>(ask: (source: ModuleSource) => Promise<T>): Promise<T> {
    let best: { error: unknown; rank: number } | undefined
    for (const { source, fallBackOn } of entries) {
      try {
        return await ask(open(source))
      } catch (error) {
        const notThere = Failure.is(error, 'not-found')
        const rank = source === 'direct' ? 2 : notThere ? 0 : 1
        if (!best || rank >= best.rank) best = { error, rank }
        if (fallBackOn === 'not-found' && !notThere) break
      }
    }
    throw best?.error ?? new Failure('refused', 'No upstream is configured')
  }
  return {
    versions: () => first((source) => source.versions()),
    listOrigin: (prefix) => first(async (source) => source.listOrigin?.(prefix)),
    latest: () => first((source) => source.latest()),
    query: (revision) => first((source) => source.query(revision)),
    find: (version, portion) => first((source) => source.find(version, portion)),
  }
}

import { LRUCache } from 'lru-cache'
import { Failure } from '../../failure.ts'
import type { Repository } from './known-hosts.ts'
import { schemesFor } from './schemes.ts'

/** How repositories are tried; times in milliseconds. */
export interface ReachOptions {
  readonly now: () => number
  /** How long the scheme that was found is good for. */
  readonly freshFor: number
  /** Asks a repository for anything; throws the Failure when it does not answer as one. */
  readonly probe: (vcs: Repository['vcs'], url: string) => Promise<void>
}

/** Repositories whose scheme is remembered. */
const maxRemembered = 10_000

/**
 * Finds the URL of a repository whose import path tells everything but the scheme: the first one of those that
 * {@link schemesFor} names by which it answers. Others than https are tried where that says "not there", or cannot be
 * asked at all; not where a server is there and puts us off, or where we lack the means. When none answers, the failure
 * of https is thrown. Where there is one scheme only, nobody is asked, as whatever comes next will tell; but for svn, whose
 * list of versions asks nobody either.
 *
 * Source: cmd/go/internal/vcs.repoRootFromVCSPaths, `schemelessRepo`
 */
export function reacher(
  options: ReachOptions,
): (vcs: Repository['vcs'], rest: string, insecure: boolean) => Promise<string> {
  const found = new LRUCache<string, { readonly url: string; readonly at: number }>({
    max: maxRemembered,
  })

  async function search(vcs: Repository['vcs'], urls: readonly string[]): Promise<string> {
    let first: Failure | undefined
    for (const url of urls) {
      try {
        await options.probe(vcs, url)
        return url
      } catch (error) {
        if (Failure.is(error, 'stopped') || !Failure.is(error)) throw error
        first ??= error
        if (!leavesOpen(first)) break
      }
    }
    throw first
  }

  return async (vcs, rest, insecure) => {
    const urls = schemesFor(vcs, insecure).map((scheme) => `${scheme}://${rest}`)
    const [only] = urls
    if (only !== undefined && urls.length === 1 && vcs !== 'svn') return only
    const key = `${vcs} ${String(insecure)} ${rest}`
    const known = found.get(key)
    const age = known ? options.now() - known.at : -1
    if (known && age >= 0 && age < options.freshFor) return known.url
    const at = options.now()
    const url = await search(vcs, urls)
    found.set(key, { url, at })
    return url
  }
}

/** Whether a repository may still be there by another scheme. */
function leavesOpen(error: unknown): boolean {
  return Failure.is(error, 'not-found', 'auth-required', 'unreachable', 'tls-invalid')
}

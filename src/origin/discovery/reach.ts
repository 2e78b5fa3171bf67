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
 * of https is thrown, see {@link verdictOf}. Where there is one scheme only, nobody is asked, as whatever comes next
 * will tell.
 *
 * Source: cmd/go/internal/vcs.repoRootFromVCSPaths, `schemelessRepo`
 */
export function reacher(
  options: ReachOptions,
): (vcs: Repository['vcs'], rest: string, insecure: boolean) => Promise<string> {
  const found = new LRUCache<string, { readonly url: string; readonly at: number }>({
    maxSize: maxRemembered,
    // With `max` room for all of them would be made now.
    sizeCalculation: () => 1,
  })

  async function search(vcs: Repository['vcs'], urls: readonly string[]): Promise<string> {
    const failures: Failure[] = []
    for (const url of urls) {
      try {
        await options.probe(vcs, url)
        return url
      } catch (error) {
        if (Failure.is(error, 'stopped') || !Failure.is(error)) throw error
        failures.push(error)
        if (failures[0] && !leavesOpen(failures[0])) break
      }
    }
    throw verdictOf(failures)
  }

  return async (vcs, rest, insecure) => {
    const urls = schemesFor(vcs, insecure).map((scheme) => `${scheme}://${rest}`)
    const [only] = urls
    if (only !== undefined && urls.length === 1) return only
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

/**
 * What the failures of all schemes come to, that of https first. A repository is not there only if each of them says so:
 * a private one may be for ssh only, and unseen by https.
 */
function verdictOf(failures: readonly Failure[]): Failure | undefined {
  const [first] = failures
  const doubt = failures.find(({ code }) => code !== 'not-found')
  if (!first || !doubt || doubt === first) return withHintOf(failures)
  const code = doubt.code === 'refused' ? 'auth-required' : doubt.code
  const { hint, ...details } = doubt.details
  return new Failure(code, `${first.message}; by another scheme: ${doubt.message}`, {
    ...details,
    ...(hint !== undefined && { hint }),
    cause: doubt,
  })
}

/**
 * The first failure; where it has no way out itself, with that of another scheme. What could not be asked may well answer
 * the next time.
 */
function withHintOf(failures: readonly Failure[]): Failure | undefined {
  const [first] = failures
  const other = failures.find(({ details }) => details.hint !== undefined)?.details.hint
  if (!first || other === undefined || first.details.hint !== undefined) return first
  const isAnswer = Failure.is(first, 'not-found', 'auth-required')
  const hint = isAnswer ? other : `Try again later. If it is there by ssh only: ${other}`
  return new Failure(first.code, first.message, { ...first.details, hint, cause: first })
}

/** Whether a repository may still be there by another scheme. */
function leavesOpen(error: unknown): boolean {
  return Failure.is(error, 'not-found', 'auth-required', 'unreachable', 'tls-invalid')
}

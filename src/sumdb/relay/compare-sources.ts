import { Failure, type FailureCode } from '../../failure.ts'
import type { RemoteLog } from '../client/remote-log.ts'
import { remembering } from '../client/remembering.ts'
import type { FollowedTree } from './followed-tree.ts'
import type { RelayOptions } from './open-relay.ts'
import { openHead } from './open-head.ts'
import { failureOf } from './through-sources.ts'

/** A source of a log, by the URL that people know it by. */
export interface NamedSource {
  /** Original URL. */
  readonly url: string
  readonly remote: RemoteLog
}

/** How a source fared when its head was held against what is known. Times are Unix milliseconds. */
export interface SourceStanding {
  readonly url: string
  /** When that last went well, since the start. */
  readonly comparedAt: number | undefined
  /** That it gave no head since then, or one that is not believed. */
  readonly trouble: { readonly at: number; readonly code: FailureCode } | undefined
}

/** Compares the sources of a log. */
export interface SourceComparison {
  /** Begins to, unless it is too early. */
  readonly soon: () => void
  /** All sources, where there are several. */
  readonly standing: () => readonly SourceStanding[]
}

/** Milliseconds between comparisons. */
const comparedFor = 10 * 60_000

/** We did not ask: that tells nothing of the source. */
const unasked: ReadonlySet<FailureCode> = new Set(['refused', 'throttled', 'opted-out', 'no-space'])

/**
 * Makes what asks every source of a log for its head, at most once in ten minutes, and holds it against what is known: so
 * a history that is told to us alone, or to others alone, comes out. It is asked while nobody waits, by the rules of the
 * gate for that; what keeps a source from being compared is noted, and told.
 */
export function compareSources({
  verifier,
  background,
  now,
  onTrouble,
  onSourceTrouble,
  tree,
  isFrozen,
}: Pick<RelayOptions, 'verifier' | 'background' | 'now' | 'onTrouble' | 'onSourceTrouble'> & {
  readonly tree: FollowedTree
  readonly isFrozen: () => boolean
}): SourceComparison {
  let comparedAt = -Infinity
  const known = new Map<string, Omit<SourceStanding, 'url'>>()

  async function compare(): Promise<void> {
    const remotes = background.map(({ remote }) => remembering(remote))
    for (const [i, remote] of remotes.entries()) {
      const { url = '' } = background[i] ?? {}
      try {
        if (isFrozen()) return
        await tree.follow(openHead(await remote.read('latest'), [verifier]), remote, remotes)
        known.set(url, { comparedAt: now(), trouble: undefined })
      } catch (error) {
        if (Failure.is(error, 'stopped')) return
        note(url, error)
      }
    }
  }

  function note(url: string, error: unknown): void {
    let failure: Failure
    try {
      failure = failureOf(error, verifier.name)
    } catch (bug) {
      onTrouble(bug)
      return
    }
    if (unasked.has(failure.code) || isFrozen()) return
    const trouble = { at: now(), code: failure.code }
    known.set(url, { comparedAt: known.get(url)?.comparedAt, trouble })
    onSourceTrouble(url, failure)
  }

  return {
    soon() {
      if (background.length < 2 || Math.abs(now() - comparedAt) < comparedFor) return
      comparedAt = now()
      void compare()
    },
    standing: () =>
      background.length < 2
        ? []
        : background.map(({ url }) => ({
            url,
            ...(known.get(url) ?? { comparedAt: undefined, trouble: undefined }),
          })),
  }
}

import { Failure } from '../../failure.ts'
import type { LogTree } from './log-tree.ts'
import type { RelayOptions } from './open-relay.ts'
import { remembering } from '../client/remembering.ts'
import { openHead } from './open-head.ts'

/** Milliseconds between comparisons. */
const comparedFor = 10 * 60_000

/**
 * Makes what asks every source of a log for its head, at most once in ten minutes, and holds it against what is known: so
 * a history that is told to us alone, or to others alone, comes out. It is asked while nobody waits, by the rules of the
 * gate for that, and it does not matter if a source cannot be.
 */
export function compareSources({
  verifier,
  background,
  now,
  onTrouble,
  tree,
  isFrozen,
}: Pick<RelayOptions, 'verifier' | 'background' | 'now' | 'onTrouble'> & {
  readonly tree: LogTree
  readonly isFrozen: () => boolean
}): () => void {
  let comparedAt = -Infinity

  async function compare(): Promise<void> {
    const remotes = background.map((source) => remembering(source))
    for (const remote of remotes) {
      try {
        if (isFrozen()) return
        await tree.follow(openHead(await remote.read('latest'), [verifier]), remote, remotes)
      } catch (error) {
        if (Failure.is(error, 'stopped')) return
        if (!Failure.is(error)) onTrouble(error)
      }
    }
  }

  return () => {
    if (background.length < 2 || Math.abs(now() - comparedAt) < comparedFor) return
    comparedAt = now()
    void compare()
  }
}

import { Failure } from '../../failure.ts'
import type { DoubtfulHead } from '../../store/facts/doubtful-heads.ts'

/** Milliseconds between attempts. */
const pause = 10 * 60_000

/**
 * Makes what holds heads that are in doubt against the log again, at most once in ten minutes, right after it was asked for
 * something: what kept from it may have passed. Nobody waits for that, and whatever comes of it is noted by who holds them.
 *
 * @param now milliseconds
 */
export function holdDoubtsAgain({
  doubts,
  hold,
  now,
  onError,
}: {
  readonly doubts: () => readonly DoubtfulHead[]
  readonly hold: (head: DoubtfulHead) => Promise<unknown>
  readonly now: () => number
  /** Told of bugs. */
  readonly onError: (error: unknown) => void
}): () => void {
  let heldAt = -Infinity

  async function holdAll(heads: readonly DoubtfulHead[]): Promise<void> {
    for (const head of heads) {
      try {
        await hold(head)
      } catch (error) {
        if (Failure.is(error, 'stopped')) return
        if (!Failure.is(error)) onError(error)
      }
    }
  }

  return () => {
    if (Math.abs(now() - heldAt) < pause) return
    const heads = doubts()
    if (heads.length === 0) return
    heldAt = now()
    void holdAll(heads)
  }
}

import type { KeptHead } from '../../store/facts/log-heads.ts'
import { ForkError } from '../../tlog/fork-error.ts'
import { ProofError } from '../../tlog/proof-error.ts'
import { followLog } from '../../tlog/timeline.ts'
import type { TileSource, VerifiedTiles } from '../../tlog/verified-tiles.ts'

/**
 * Holds the tree of a log against a head that was remembered without its note.
 *
 * Rejects as `followLog` does, but with ProofError where they contradict each other: without the note that proves nothing
 * to others.
 *
 * @param name of the log
 */
export async function holdEarlier(
  name: string,
  latest: VerifiedTiles,
  earlier: KeptHead,
  source: TileSource,
): Promise<void> {
  try {
    await followLog(latest, earlier, source)
  } catch (error) {
    if (!(error instanceof ForkError)) throw error
    const text = `Cannot trust ${name}: its tree of ${latest.head.size} records contradicts that of ${earlier.size}, which was remembered here without its signature`
    throw new ProofError(text)
  }
}

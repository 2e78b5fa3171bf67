import { equalHashes } from './hash.ts'
import { planTreeHash } from './hash-plan.ts'
import { ForkError } from './fork-error.ts'
import type { TreeHead } from './tree-head.ts'
import { planTreeProof } from './tree-proof.ts'
import { verifyTiles, type TileSource, type VerifiedTiles } from './verified-tiles.ts'

/**
 * Takes in another head of the log that we follow, once it is proven that the smaller tree is the
 * beginning of the larger. Gives the larger of the two: a head from the past never replaces the latest.
 * Both must be signed. The tree of the larger is read from `source`.
 *
 * @throws ForkError when the heads contradict each other, as two roots for one size do
 * @throws ProofError when the tiles do not belong to the larger tree
 *
 * Source: x/mod/sumdb.Client.mergeLatest
 */
export async function followLog(
  latest: VerifiedTiles,
  given: TreeHead,
  source: TileSource,
): Promise<VerifiedTiles> {
  const ahead = given.size > latest.head.size
  const newer = ahead ? verifyTiles(given, source) : latest
  const older = ahead ? latest.head : given
  const rootInNewer = await rootOf(older.size, newer)
  if (equalHashes(rootInNewer, older.root)) return newer
  const plan = planTreeProof(newer.head.size, older.size)
  const proof = plan.finish(await newer.readHashes(plan.indexes))
  throw new ForkError({ older, newer: newer.head, rootInNewer, proof })
}

async function rootOf(size: number, tiles: VerifiedTiles): Promise<Uint8Array> {
  if (size === tiles.head.size) return tiles.head.root
  const plan = planTreeHash(size)
  return plan.finish(await tiles.readHashes(plan.indexes))
}

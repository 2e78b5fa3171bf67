import { Failure } from '../../failure.ts'
import type { RelayedContent } from '../../store/facts/relayed-content.ts'
import { ForkError } from '../../tlog/fork-error.ts'
import { ProofError } from '../../tlog/proof-error.ts'
import { followLog } from '../../tlog/timeline.ts'
import type { TreeHead } from '../../tlog/tree-head.ts'
import type { VerifiedTiles } from '../../tlog/verified-tiles.ts'
import type { RemoteLog } from '../client/remote-log.ts'
import { keptTiles, type KeepingSource } from './kept-tiles.ts'
import type { TreeReader } from './tree-reader.ts'

/** Where two trees are read that are held against each other. */
export interface HoldingSources {
  /** Where the head came from, for the tiles of that. */
  readonly own: RemoteLog
  /** Where tiles of the tree that is known may be; first where the head came from. */
  readonly all: readonly RemoteLog[]
}

/** What came of it: the larger of the trees, and what keeps its tiles once it is believed. */
export interface HeldHead {
  readonly latest: VerifiedTiles
  readonly source: KeepingSource
}

/** What a head is held with. */
export interface HoldingTools {
  /** The name and id of the key of the log. */
  readonly log: string
  readonly kept: RelayedContent
  readonly tiles: TreeReader
}

/**
 * Holds a head against the largest that is known, whose tiles are read from whoever has them.
 *
 * Rejects as `followLog` does.
 */
export async function holdHead(
  known: TreeHead | undefined,
  given: TreeHead,
  { own, all }: HoldingSources,
  tools: HoldingTools,
): Promise<HeldHead> {
  const isLarger = given.size > (known?.size ?? 0)
  let failed: unknown
  for (const remote of isLarger ? all.slice(0, 1) : all) {
    try {
      return await heldAgainst(tools.tiles(remote, known), given, own, tools)
    } catch (error) {
      if (!isUnproved(error) && !Failure.is(error)) throw error
      failed ??= error
    }
  }
  throw failed
}

/** Reads a larger tree with the tiles that are kept, and where these do not fit, with its own: they tell a lie from a fork. */
async function heldAgainst(
  known: VerifiedTiles,
  given: TreeHead,
  own: RemoteLog,
  { log, kept }: HoldingTools,
): Promise<HeldHead> {
  const source = keptTiles(log, kept, own)
  try {
    return { latest: await followLog(known, given, source), source }
  } catch (error) {
    if (!isUnproved(error)) throw error
    const afresh = keptTiles(log, kept, own, true)
    return { latest: await followLog(known, given, afresh), source: afresh }
  }
}

/** A fork is proved; all else that is wrong with tiles is not. */
function isUnproved(error: unknown): boolean {
  return error instanceof ProofError && !(error instanceof ForkError)
}

import type { RelayedContent } from '../../store/facts/relayed-content.ts'
import { formatDataTile, parseDataTile } from '../../tlog/data-tile.ts'
import { equalHashes, hashSize, leafHash } from '../../tlog/hash.ts'
import { ProofError } from '../../tlog/proof-error.ts'
import { formatTilePath } from '../../tlog/tile-path.ts'
import { planTile, tileWidth, type DataTile, type HashTile } from '../../tlog/tile.ts'
import type { VerifiedTiles } from '../../tlog/verified-tiles.ts'
import { readTile } from '../client/read-tile.ts'
import type { RemoteLog } from '../client/remote-log.ts'

/** What a tile is read with. */
export interface TileTools {
  /** The name and id of the key of the log. */
  readonly log: string
  readonly kept: RelayedContent
  readonly remote: RemoteLog
  /** A tree that has the tile. */
  readonly tiles: VerifiedTiles
}

/**
 * The bytes of a tile, as clients get them, each hash of it proved to be of the tree.
 *
 * Rejects with ProofError or InvalidError when what was given is not of the tree, and with what reading rejects with.
 */
export async function readVerifiedTile(
  tile: HashTile | DataTile,
  tools: TileTools,
): Promise<Uint8Array> {
  if (tile.level !== 'data') return hashesOf({ ...tile, level: tile.level }, tools)
  const texts = keptRecords(tile, tools) ?? (await readRecords(tile, tools))
  return Buffer.from(formatDataTile(texts.slice(0, tile.width)))
}

async function hashesOf(tile: HashTile, { tiles }: TileTools): Promise<Uint8Array> {
  const plan = planTile(tile)
  return plan.finish(await tiles.readHashes(plan.indexes))
}

function keptRecords(
  { level, n, width }: DataTile,
  { log, kept }: TileTools,
): string[] | undefined {
  const tile = kept.relayedTile({ log, level, n })
  return tile && tile.width >= width ? parseDataTile(tile.body, tile.width) : undefined
}

async function readRecords(tile: DataTile, tools: TileTools): Promise<string[]> {
  const { n, width } = tile
  const { log, kept, remote } = tools
  const given = await readTile(remote, tile)
  const texts = parseDataTile(given.bytes, given.width).slice(0, width)
  const hashes = await hashesOf({ level: 0, n, width }, tools)
  for (const [i, text] of texts.entries()) {
    if (equalHashes(leafHash(text), hashes.subarray(hashSize * i, hashSize * (i + 1)))) continue
    const where = `${formatTilePath(tile)}, record ${n * tileWidth + i}`
    throw new ProofError(`Cannot trust ${where}: the log holds another text there`)
  }
  kept.saveRelayedTile(
    { log, level: 'data', n },
    { width, body: Buffer.from(formatDataTile(texts)) },
  )
  return texts
}

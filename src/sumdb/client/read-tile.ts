import { Failure } from '../../failure.ts'
import { hashSize } from '../../tlog/hash.ts'
import { formatTilePath } from '../../tlog/tile-path.ts'
import { tileWidth, type DataTile, type HashTile } from '../../tlog/tile.ts'
import type { RemoteLog } from './remote-log.ts'

/** What a log gave in the place of a tile, unverified. */
export interface ReadTile {
  readonly bytes: Uint8Array
  /** As wide as was asked for, or full. */
  readonly width: number
}

/** 256 records of module versions with long names are about 100 KiB. */
const mostTileBytes = 1024 * 1024

/**
 * Reads a tile. A log may offer one that has grown in its full width only, so that is asked for where a partial one is
 * not there.
 *
 * @throws Failure as {@link RemoteLog.read} does
 *
 * Source: x/mod/sumdb.Client.readTile
 */
export async function readTile(remote: RemoteLog, tile: HashTile | DataTile): Promise<ReadTile> {
  try {
    return { bytes: await remote.read(formatTilePath(tile), mostTileBytes), width: tile.width }
  } catch (error) {
    if (tile.width === tileWidth || !Failure.is(error, 'not-found')) throw error
    const full = { ...tile, width: tileWidth }
    return { bytes: await remote.read(formatTilePath(full), mostTileBytes), width: tileWidth }
  }
}

/** The first hashes of what {@link readTile} gave: as many as the tile has. */
export async function readHashTile(remote: RemoteLog, tile: HashTile): Promise<Uint8Array> {
  const { bytes } = await readTile(remote, tile)
  return bytes.subarray(0, tile.width * hashSize)
}

import { Failure } from '../../failure.ts'
import type { RelayedContent } from '../../store/facts/relayed-content.ts'
import { hashSize } from '../../tlog/hash.ts'
import { formatTilePath } from '../../tlog/tile-path.ts'
import type { HashTile } from '../../tlog/tile.ts'
import type { TileSource } from '../../tlog/verified-tiles.ts'
import { readHashTile } from '../client/read-tile.ts'
import type { RemoteLog } from '../client/remote-log.ts'

/** A source of tiles that keeps what was verified, once the head that it was verified under is believed. */
export interface KeepingSource extends TileSource {
  /** Keeps what was verified until now, and from now on. Until this is called nothing is kept. */
  readonly believe: () => void
}

/**
 * Gives tiles from what is kept, where that is wide enough, else from a remote log.
 *
 * @param log the name and id of its key
 * @param isAfresh all are read from the remote log: what is kept is of the history that we know, and so would hide that a
 *   head is of another one
 */
export function keptTiles(
  log: string,
  kept: RelayedContent,
  remote: RemoteLog,
  isAfresh = false,
): KeepingSource {
  let waiting: (() => void)[] | undefined = []
  return {
    async readTile(tile) {
      const place = { log, level: tile.level, n: tile.n }
      const { width = 0, body } = (isAfresh ? undefined : kept.relayedTile(place)) ?? {}
      if (body !== undefined && width >= tile.width) return body.subarray(0, tile.width * hashSize)
      try {
        return await readHashTile(remote, tile)
      } catch (error) {
        throw Failure.is(error, 'not-found') ? lacking(log, tile, error) : error
      }
    },
    keepTile({ level, n, width }: HashTile, body) {
      const keep = () => kept.saveRelayedTile({ log, level, n }, { width, body })
      if (waiting) waiting.push(keep)
      else keep()
    },
    believe() {
      for (const keep of waiting ?? []) keep()
      waiting = undefined
    },
  }
}

/** Whether reading failed because a log has not got a tile that is in a tree of its own. */
export function isLacking(error: unknown): error is Failure {
  return Failure.is(error, 'unreachable') && Failure.is(error.cause, 'not-found')
}

/** The tree of a signed head has all of its tiles: that one is not there says nothing of what was looked up. */
function lacking(log: string, tile: HashTile, cause: Failure): Failure {
  const text = `Cannot verify what ${log} says: it does not give ${formatTilePath(tile)}, which its tree has`
  return new Failure('unreachable', text, { cause })
}

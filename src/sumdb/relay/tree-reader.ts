import type { RelayedContent } from '../../store/facts/relayed-content.ts'
import { emptyRoot, equalHashes } from '../../tlog/hash.ts'
import type { TreeHead } from '../../tlog/tree-head.ts'
import { verifyTiles, type TileSource, type VerifiedTiles } from '../../tlog/verified-tiles.ts'
import type { RemoteLog } from '../client/remote-log.ts'
import { keptTiles } from './kept-tiles.ts'

/**
 * Reads the tree under a head that is believed; that without records where there is none. Tiles that are not kept are read
 * from the remote log.
 */
export type TreeReader = (remote: RemoteLog, head: TreeHead | undefined) => VerifiedTiles

/** 8 KiB are in memory for each tile that was read of a tree: where so many were, it is read anew. */
const mostTilesRead = 2048

/**
 * Makes the reader of a log. It goes on with the tree that it read last, where that is asked for again.
 *
 * @param log the name and id of its key
 */
export function treeReader(log: string, kept: RelayedContent): TreeReader {
  let last: { readonly tiles: VerifiedTiles; readonly remote: RemoteLog; left: number } | undefined

  return (remote, head) => {
    const { size, root } = head ?? { size: 0, root: emptyRoot }
    const isSame = last?.tiles.head.size === size && equalHashes(last.tiles.head.root, root)
    if (isSame && last?.remote === remote && last.left > 0) return last.tiles
    const source = keptTiles(log, kept, remote)
    source.believe()
    const readTile: TileSource['readTile'] = (tile) => {
      made.left -= 1
      return source.readTile(tile)
    }
    const tiles = verifyTiles({ size, root }, { ...source, readTile })
    const made = { tiles, remote, left: mostTilesRead }
    last = made
    return tiles
  }
}

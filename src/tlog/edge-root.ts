import { hashInTile, placeInTile } from './hash-in-tile.ts'
import { planTreeHash } from './hash-plan.ts'

/**
 * The root of a tree of `size` records, from its partial tiles alone: the bytes of each by its level.
 *
 * @throws RangeError when a tile is missing or too short, or no tree has that size
 */
export function edgeRoot(size: number, tiles: ReadonlyMap<number, Uint8Array>): Uint8Array {
  const plan = planTreeHash(size)
  const hashes = plan.indexes.map((index) => {
    const { tile, first, count } = placeInTile(index)
    return hashInTile(tiles.get(tile.level) ?? new Uint8Array(), first, count)
  })
  return plan.finish(hashes)
}

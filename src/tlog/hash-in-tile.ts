import { hashSize, nodeHash } from './hash.ts'
import { splitStoredHashIndex } from './stored-hash.ts'
import { tileHeight, tileWidth, type HashTile } from './tile.ts'

/** Where a stored hash is found: it is the root over `count` hashes of a tile, from number `first` on. */
export interface PlaceInTile {
  /** Only as wide as this hash needs. */
  readonly tile: HashTile
  readonly first: number
  /** A power of two below 256. */
  readonly count: number
}

/**
 * The place of a stored hash.
 *
 * @throws RangeError when `index` is not the index of a stored hash
 *
 * Source: x/mod/sumdb/tlog.TileForIndex
 */
export function placeInTile(index: number): PlaceInTile {
  const subtree = splitStoredHashIndex(index)
  const level = Math.floor(subtree.level / tileHeight)
  const count = 2 ** (subtree.level % tileHeight)
  const start = subtree.n * count
  const first = start % tileWidth
  return { tile: { level, n: Math.floor(start / tileWidth), width: first + count }, first, count }
}

/**
 * The root over `count` hashes of a tile, from number `first` on; `count` is a power of two.
 *
 * @throws RangeError when the tile's bytes do not reach that far
 *
 * Source: x/mod/sumdb/tlog.HashFromTile
 */
export function hashInTile(bytes: Uint8Array, first: number, count: number): Uint8Array {
  if ((first + count) * hashSize > bytes.length) {
    throw new RangeError(`No ${count} hashes from ${first} in a tile of ${bytes.length} bytes`)
  }
  if (count === 1) return bytes.slice(first * hashSize, (first + 1) * hashSize)
  const half = count / 2
  return nodeHash(hashInTile(bytes, first, half), hashInTile(bytes, first + half, half))
}

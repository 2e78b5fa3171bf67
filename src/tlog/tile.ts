import type { HashPlan } from './hash-plan.ts'
import { makePlan } from './hash-plan.ts'
import { hashSize } from './hash.ts'
import { storedHashIndex } from './stored-hash.ts'

/** Levels of the tree in a tile. The go command asks for 8, so nothing else is served or read. */
export const tileHeight = 8
/** Hashes in a full tile: 2^8. */
export const tileWidth = 2 ** tileHeight

/**
 * A row of consecutive hashes at tree level 8 × `level`: those with the numbers `n` × 256 to `n` × 256 +
 * `width` - 1. It stands for everything above them up to eight levels.
 *
 * Source: x/mod/sumdb/tlog.Tile, with H = 8
 */
export interface HashTile {
  /** 0 to 6: no tree of ours is higher. */
  readonly level: number
  readonly n: number
  /** 1 to 256. A tile is full at 256, partial below. */
  readonly width: number
}

/** The texts of the records whose hashes are the {@link HashTile} of level 0 with the same numbers. */
export interface DataTile {
  readonly level: 'data'
  readonly n: number
  readonly width: number
}

/**
 * The tile with that place in a tree of `size` records, partial where the tree ends in it; undefined
 * when the tree has nothing there.
 */
export function tileAt(size: number, level: number, n: number): HashTile | undefined {
  const width = Math.min(tileWidth, Math.floor(size / tileWidth ** level) - n * tileWidth)
  return width > 0 ? { level, n, width } : undefined
}

/** Whether a tree of `size` records has a tile, as wide as that or wider. */
export function hasTile(size: number, { level, n, width }: HashTile | DataTile): boolean {
  const found = tileAt(size, level === 'data' ? 0 : level, n)
  return found !== undefined && found.width >= width
}

/**
 * The partial tiles of a tree: at most one at each level, from low to high. Between them they hold
 * every hash that {@link planTreeHash} needs, and nothing else. Empty for the empty tree only.
 */
export function edgeTiles(size: number): HashTile[] {
  const tiles: HashTile[] = []
  for (
    let [level, count] = [0, size];
    count > 0;
    level += 1, count = Math.floor(count / tileWidth)
  ) {
    const width = count % tileWidth
    if (width > 0) tiles.push({ level, n: Math.floor(count / tileWidth), width })
  }
  return tiles
}

/**
 * The tiles to publish when a tree grows: each that is new or has become wider.
 *
 * Source: x/mod/sumdb/tlog.NewTiles
 */
export function newTiles(oldSize: number, newSize: number): HashTile[] {
  const tiles: HashTile[] = []
  for (let [level, from, to] = [0, oldSize, newSize]; to > from; level += 1) {
    for (let n = Math.floor(from / tileWidth); n * tileWidth < to; n += 1) {
      tiles.push({ level, n, width: Math.min(tileWidth, to - n * tileWidth) })
    }
    from = Math.floor(from / tileWidth)
    to = Math.floor(to / tileWidth)
  }
  return tiles
}

/**
 * Plans the bytes of a tile: `width` hashes of 32 bytes. A partial tile is a prefix of the wider ones.
 *
 * Source: x/mod/sumdb/tlog.ReadTileData
 */
export function planTile({ level, n, width }: HashTile): HashPlan<Uint8Array> {
  const first = n * tileWidth
  const indexes = Array.from({ length: width }, (_, i) =>
    storedHashIndex(level * tileHeight, first + i),
  )
  return makePlan(indexes, (hashes) => Buffer.concat(hashes, width * hashSize))
}

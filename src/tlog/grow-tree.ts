import { edgeRoot } from './edge-root.ts'
import { hashSize } from './hash.ts'
import { hashInTile } from './hash-in-tile.ts'
import { tileWidth, type HashTile } from './tile.ts'

/** The right edge of a tree: all that is needed of it to append records. */
export interface TreeEdge {
  readonly size: number
  /** The bytes of each partial tile, by its level. */
  readonly tiles: ReadonlyMap<number, Uint8Array>
}

/** What became of a tree. */
export interface GrownTree {
  readonly edge: TreeEdge
  readonly root: Uint8Array
  /** Each tile that is new or has become wider, with all its bytes. */
  readonly tiles: readonly { readonly tile: HashTile; readonly bytes: Uint8Array }[]
}

/** The edge of the tree without records. */
export const emptyEdge: TreeEdge = { size: 0, tiles: new Map() }

/**
 * Appends records, given by their hashes, to a tree. The edge that is given stays as it is. Cost: two hashes for each
 * record, and some hundred for the root.
 *
 * @throws RangeError when the edge lacks a tile
 *
 * Source: x/mod/sumdb/tlog.StoredHashesForRecordHash, NewTiles
 */
export function growTree(edge: TreeEdge, leaves: readonly Uint8Array[]): GrownTree {
  const rows: Row[] = []
  const full: { tile: HashTile; bytes: Uint8Array }[] = []

  function append(level: number, hash: Uint8Array): void {
    const row = (rows[level] ??= rowOf(edge, level))
    row.bytes.set(hash, (row.count % tileWidth) * hashSize)
    row.count += 1
    if (row.count % tileWidth !== 0) return
    full.push({ tile: { level, n: row.count / tileWidth - 1, width: tileWidth }, bytes: row.bytes })
    row.bytes = new Uint8Array(tileWidth * hashSize)
    append(level + 1, hashInTile(full.at(-1)?.bytes ?? row.bytes, 0, tileWidth))
  }

  for (const leaf of leaves) append(0, leaf)
  const partial = rows.flatMap(({ count, bytes }, level) => {
    const width = count % tileWidth
    const tile = { level, n: Math.floor(count / tileWidth), width }
    return width === 0 ? [] : [{ tile, bytes: bytes.slice(0, width * hashSize) }]
  })
  const untouched = [...edge.tiles].filter(([level]) => rows[level] === undefined)
  const tiles = new Map([
    ...partial.map(({ tile, bytes }) => [tile.level, bytes] as const),
    ...untouched,
  ])
  const size = edge.size + leaves.length
  return { edge: { size, tiles }, root: edgeRoot(size, tiles), tiles: [...full, ...partial] }
}

interface Row {
  /** Hashes of this level in the whole tree. */
  count: number
  /** Room for a full tile; the first `count` modulo 256 hashes count. */
  bytes: Uint8Array
}

function rowOf(edge: TreeEdge, level: number): Row {
  const count = Math.floor(edge.size / tileWidth ** level)
  const held = edge.tiles.get(level) ?? new Uint8Array()
  if (held.length !== (count % tileWidth) * hashSize) {
    throw new RangeError(`The edge of a tree of ${edge.size} lacks its tile of level ${level}`)
  }
  const bytes = new Uint8Array(tileWidth * hashSize)
  bytes.set(held)
  return { count, bytes }
}

import { edgeRoot } from './edge-root.ts'
import { equalHashes, hashSize } from './hash.ts'
import { hashInTile, placeInTile } from './hash-in-tile.ts'
import { ProofError } from './proof-error.ts'
import { storedHashCount } from './stored-hash.ts'
import { edgeTiles, tileAt, tileWidth, type HashTile } from './tile.ts'
import { formatTilePath } from './tile-path.ts'
import type { TreeHead } from './tree-head.ts'

/** Where tiles come from. Nothing it says is believed. */
export interface TileSource {
  /**
   * The bytes of a tile: 32 for each hash of its width. Where a log offers only a wider one at the same
   * place, the first bytes of that are the tile.
   */
  readTile(tile: HashTile): Promise<Uint8Array>
  /** Told of each tile once it is verified. Only what was told here may be kept. */
  keepTile?(tile: HashTile, bytes: Uint8Array): void
}

/** The hashes of the tree under one head, read through tiles and verified. */
export interface VerifiedTiles {
  readonly head: TreeHead
  /**
   * Stored hashes by index, in the order asked. All that is needed is fetched at once.
   *
   * Rejects with ProofError when a tile does not belong to the tree or a hash lies outside it, and with
   * whatever the source rejects with. It can be asked again then.
   */
  readHashes(indexes: readonly number[]): Promise<Uint8Array[]>
}

/**
 * Reads the tree under `head` through tiles from a source that is not trusted. The head itself must be:
 * from a verified note, or our own.
 *
 * No hash leaves unless the tile that it is in was verified, and all above it up to the head. That
 * holds by construction. Hashes are taken from what `verified` resolves to and from nowhere else, and
 * there are two ways into it: a partial tile, when all the partial tiles together make the root
 * (`verifyEdge`; every one of their bytes goes into it); and a full tile, when its root is the hash that
 * its parent has for it (`verifyFull`), where the parent was itself asked of `verified`. The levels of
 * the tree end, so every chain of parents does, at a partial tile. There is no list of tiles to be
 * checked in some order, from some position on, and so none that can be passed over: the fault of
 * CVE-2026-56865 (go.dev/issue/80744). Bytes are copied before they are looked at.
 *
 * Memory: 8 KiB for each tile read, as long as the reader lives. Cost: 255 hashes for each.
 *
 * Source: x/mod/sumdb/tlog.TileHashReader (the contract), research.swtch.com/tlog
 */
export function verifyTiles(head: TreeHead, source: TileSource): VerifiedTiles {
  const full = new Map<string, Promise<Uint8Array>>()
  const edge = new Map<'edge', Promise<ReadonlyMap<number, Uint8Array>>>()

  async function verified(level: number, n: number): Promise<Uint8Array> {
    const tile = tileAt(head.size, level, n)
    if (tile?.width === tileWidth) {
      return remember(full, formatTilePath(tile), () => verifyFull(tile))
    }
    const partial = (await remember(edge, 'edge', verifyEdge)).get(level)
    if (tile !== undefined && partial !== undefined) return partial
    throw new ProofError(
      `Cannot read tile ${n} of level ${level}: the tree has ${head.size} records`,
    )
  }

  async function verifyEdge(): Promise<ReadonlyMap<number, Uint8Array>> {
    const tiles = edgeTiles(head.size)
    const contents = await Promise.all(tiles.map((tile) => fetchTile(tile)))
    const byLevel = new Map(tiles.map(({ level }, i) => [level, contents[i] ?? new Uint8Array()]))
    if (!equalHashes(edgeRoot(head.size, byLevel), head.root))
      throw inconsistent('the partial tiles')
    for (const tile of tiles) keep(tile, byLevel.get(tile.level))
    return byLevel
  }

  async function verifyFull(tile: HashTile): Promise<Uint8Array> {
    const parent = { level: tile.level + 1, n: Math.floor(tile.n / tileWidth) }
    const [bytes, above] = await Promise.all([fetchTile(tile), verified(parent.level, parent.n)])
    const expected = hashInTile(above, tile.n % tileWidth, 1)
    if (!equalHashes(hashInTile(bytes, 0, tileWidth), expected)) {
      throw inconsistent(formatTilePath(tile))
    }
    keep(tile, bytes)
    return bytes
  }

  async function fetchTile(tile: HashTile): Promise<Uint8Array> {
    const bytes = Uint8Array.from(await source.readTile(tile))
    if (bytes.length === tile.width * hashSize) return bytes
    throw inconsistent(`${formatTilePath(tile)} with ${bytes.length} bytes`)
  }

  function keep(tile: HashTile, bytes: Uint8Array = new Uint8Array()): void {
    source.keepTile?.(tile, Uint8Array.from(bytes))
  }

  function inconsistent(what: string): ProofError {
    return new ProofError(
      `Cannot trust ${what}: not part of the signed tree of ${head.size} records`,
    )
  }

  async function readHash(index: number): Promise<Uint8Array> {
    if (!Number.isInteger(index) || index < 0 || index >= storedHashCount(head.size)) {
      throw new ProofError(`Cannot read hash ${index}: not in the tree of ${head.size} records`)
    }
    const { tile, first, count } = placeInTile(index)
    return hashInTile(await verified(tile.level, tile.n), first, count)
  }

  return { head, readHashes: (indexes) => Promise.all(indexes.map((index) => readHash(index))) }
}

/** One flight for each key; what failed is forgotten, so that it can be tried again. */
function remember<K, V>(memory: Map<K, Promise<V>>, key: K, make: () => Promise<V>): Promise<V> {
  const known = memory.get(key)
  if (known !== undefined) return known
  const made = make()
  memory.set(key, made)
  made.catch(() => memory.delete(key))
  return made
}

import { growingRoot } from './growing-root.ts'
import { leafHash } from './hash.ts'
import { planTreeHash, type HashPlan } from './hash-plan.ts'
import { planTile, type HashTile } from './tile.ts'
import { formatTilePath } from './tile-path.ts'
import type { TreeHead } from './tree-head.ts'
import type { TileSource } from './verified-tiles.ts'

/** A log in memory, for tests. */
export interface MemoryLog {
  /** Finishes a plan with the log's hashes. */
  run<T>(plan: HashPlan<T>): T
  head(size: number): TreeHead
  source: TileSource
}

/** Hash of each record of the log whose records are the texts "leaf 0", "leaf 1", …. */
export function numberedLeaves(count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, i) => leafHash(`leaf ${i}`))
}

/** A log of records with these hashes. */
export function memoryLog(leaves: readonly Uint8Array[]): MemoryLog {
  const stored: Uint8Array[] = []
  const hashAt = (index: number): Uint8Array => {
    const hash = stored[index]
    if (hash === undefined) throw new Error(`hash ${index} is not stored yet`)
    return hash
  }
  const run = <T>(plan: HashPlan<T>): T => plan.finish(plan.indexes.map((index) => hashAt(index)))
  const tree = growingRoot()
  for (const leaf of leaves) tree.append(leaf, (_, hash) => stored.push(hash))
  return {
    run,
    head: (size) => ({ size, root: run(planTreeHash(size)) }),
    source: { readTile: (tile) => Promise.resolve(run(planTile(tile))) },
  }
}

/** The source with one bit of one tile turned over, counted from the first bit of the tile. */
export function withFlippedBit(source: TileSource, path: string, bit: number): TileSource {
  return {
    async readTile(tile: HashTile): Promise<Uint8Array> {
      const bytes = Uint8Array.from(await source.readTile(tile))
      const at = Math.floor(bit / 8)
      if (formatTilePath(tile) === path) bytes[at] = (bytes[at] ?? 0) ^ (1 << (bit % 8))
      return bytes
    },
  }
}

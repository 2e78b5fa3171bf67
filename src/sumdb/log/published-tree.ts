import { Failure } from '../../failure.ts'
import type { LogReader } from '../../store/log/log-reader.ts'
import type { LogRecord } from '../../store/log/log-record.ts'
import { hashInTile, placeInTile } from '../../tlog/hash-in-tile.ts'
import type { HashPlan } from '../../tlog/hash-plan.ts'
import { formatModuleRecord } from '../../tlog/record-text.ts'
import { hasTile, tileWidth, type DataTile, type HashTile } from '../../tlog/tile.ts'
import { formatTilePath } from '../../tlog/tile-path.ts'

/** The tree that is published, and nothing beyond it. */
export interface PublishedTree {
  readonly read: LogReader
  readonly size: number
}

/**
 * The bytes of a tile: 32 for each hash. A partial one is the beginning of what has become of it since, so every one that
 * was ever published can be had.
 *
 * @throws Failure `not-found` when the tree does not reach so far
 */
export function tileOf(tree: PublishedTree, tile: HashTile): Uint8Array {
  checkWithin(tree, tile)
  const bytes = tree.read.tile(tile)
  if (bytes !== undefined) return bytes
  throw lacks(formatTilePath(tile))
}

/**
 * The texts of the records of a data tile.
 *
 * @throws Failure `not-found` when the tree does not reach so far
 */
export function textsOf(tree: PublishedTree, tile: DataTile): string[] {
  checkWithin(tree, tile)
  const records = tree.read.records(tile.n * tileWidth, tile.width)
  if (records.length < tile.width) throw lacks(formatTilePath(tile))
  return records.map((record) => formatModuleRecord(record))
}

/** The record of a version, if it is in the tree. */
export function publishedRecord(
  { read, size }: PublishedTree,
  path: string,
  version: string,
): LogRecord | undefined {
  const record = read.recordOf(path, version)
  return record && record.number < size ? record : undefined
}

/** Finishes a plan, which must be of the tree, with its hashes. */
export function runPlan<T>(tree: PublishedTree, plan: HashPlan<T>): T {
  return plan.finish(
    plan.indexes.map((index) => {
      const { tile, first, count } = placeInTile(index)
      return hashInTile(tileOf(tree, tile), first, count)
    }),
  )
}

function checkWithin({ size }: PublishedTree, tile: HashTile | DataTile): void {
  if (hasTile(size, tile)) return
  throw new Failure('not-found', `There is no ${formatTilePath(tile)} in a tree of ${size} records`)
}

function lacks(what: string): Failure {
  return new Failure(
    'mismatch',
    `Cannot give ${what}: the database of the log lacks what was published`,
  )
}

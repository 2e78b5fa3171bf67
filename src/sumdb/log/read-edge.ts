import { Failure } from '../../failure.ts'
import { InvalidError } from '../../gomod/invalid-error.ts'
import type { LogRecord } from '../../store/log/log-record.ts'
import type { LogReader } from '../../store/log/log-reader.ts'
import { edgeRoot } from '../../tlog/edge-root.ts'
import type { TreeEdge } from '../../tlog/grow-tree.ts'
import { equalHashes, leafHash } from '../../tlog/hash.ts'
import { formatModuleRecord } from '../../tlog/record-text.ts'
import { edgeTiles, tileWidth } from '../../tlog/tile.ts'
import type { TreeHead } from '../../tlog/tree-head.ts'

/**
 * Reads the latest head of a log and the edge that it grows from, and verifies both from what is on the disk: the edge
 * makes the root, and the hashes of the last records are those of its tile.
 *
 * @param name of the log
 * @throws Failure `mismatch` when anything of that does not fit
 */
export function readEdge(read: LogReader, name: string): VerifiedEdge {
  return read.snapshot(() => readSnapshot(read, name))
}

/**
 * The root of the first `size` records, from the tiles that the database has of them.
 *
 * @throws Failure `mismatch` when a tile is missing
 */
export function rootAt(read: LogReader, size: number, name: string): Uint8Array {
  return edgeRoot(size, edgeOf(read, size, name))
}

/** A head, and the edge that makes its root. */
export interface VerifiedEdge {
  readonly head: TreeHead
  readonly edge: TreeEdge
}

function readSnapshot(read: LogReader, name: string): VerifiedEdge {
  const head = read.latestHead()
  if (head === undefined) throw damaged(name, 'it has no head')
  const tiles = edgeOf(read, head.size, name)
  if (!equalHashes(edgeRoot(head.size, tiles), head.root)) {
    throw damaged(name, `its last tiles do not make the root of its ${head.size} records`)
  }
  const first = head.size - (head.size % tileWidth)
  const records = read.records(first, tileWidth)
  if (!equalHashes(hashesOf(records), tiles.get(0) ?? new Uint8Array())) {
    throw damaged(name, `its last ${records.length} records are not those of its tree`)
  }
  return { head, edge: { size: head.size, tiles } }
}

/** The partial tiles of a tree, by level. */
function edgeOf(read: LogReader, size: number, name: string): Map<number, Uint8Array> {
  return new Map(
    edgeTiles(size).map((tile) => {
      const bytes = read.tile(tile)
      if (bytes === undefined) throw damaged(name, `a tile of level ${tile.level} is missing`)
      return [tile.level, bytes] as const
    }),
  )
}

/** The hashes of records, one behind the other; none of any of them when one is no record. */
function hashesOf(records: readonly LogRecord[]): Uint8Array {
  try {
    return Buffer.concat(records.map((record) => leafHash(formatModuleRecord(record))))
  } catch (error) {
    if (error instanceof InvalidError) return new Uint8Array()
    throw error
  }
}

function damaged(name: string, why: string): Failure {
  return new Failure('mismatch', `Cannot trust the database of the log ${name}: ${why}`, {
    hint: '"headwater sumdb fsck --full" tells what of it is sound; put a sound copy in its place',
  })
}

/** Whether a head is the latest that is committed. */
export function isLatest(read: LogReader, head: TreeHead): boolean {
  const latest = read.latestHead()
  return latest?.size === head.size && equalHashes(latest.root, head.root)
}

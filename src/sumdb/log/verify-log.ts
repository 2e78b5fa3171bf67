import { InvalidError } from '../../gomod/invalid-error.ts'
import type { LogReader } from '../../store/log/log-reader.ts'
import type { LogRecord } from '../../store/log/log-record.ts'
import { growingRoot } from '../../tlog/growing-root.ts'
import { equalHashes, formatHash, hashSize, leafHash } from '../../tlog/hash.ts'
import { formatModuleRecord } from '../../tlog/record-text.ts'
import { tileHeight, tileWidth, type HashTile } from '../../tlog/tile.ts'
import { formatTilePath } from '../../tlog/tile-path.ts'
import type { TreeHead } from '../../tlog/tree-head.ts'

/** What was found in the database of a log. */
export interface LogFindings {
  readonly records: number
  readonly heads: number
  readonly tiles: number
  /** Sentences, none when all is sound; at most {@link mostFaults}. */
  readonly faults: readonly string[]
}

/** After so many faults nothing more is looked at. */
export const mostFaults = 20

/**
 * Makes the whole tree of a log anew from its records, and compares: the root with each head that was ever committed to,
 * the hashes with each tile, the number of tiles with that of the tree.
 *
 * @param sound what else there is to say against a record; undefined for nothing
 * @param onRecords told now and then how many were read
 */
export function verifyLog(
  read: LogReader,
  sound: (record: LogRecord) => string | undefined = () => undefined,
  onRecords: (count: number) => void = () => {},
): LogFindings {
  return read.snapshot(() => verifySnapshot(read, sound, onRecords))
}

function verifySnapshot(
  read: LogReader,
  sound: (record: LogRecord) => string | undefined,
  onRecords: (count: number) => void,
): LogFindings {
  const faults: string[] = []
  const tree = growingRoot()
  const rows: Row[] = []
  const heads = read.headsFrom(0)[Symbol.iterator]()
  let head: TreeHead | undefined = next(heads)
  let [records, checked, tiles] = [0, 0, 0]

  /** What has this size must have the root of the tree as it is. */
  function checkHeads(): void {
    for (; head?.size === records; head = next(heads)) {
      checked += 1
      const root = tree.root()
      if (!equalHashes(root, head.root)) {
        faults.push(
          `The head of ${records} records is not that of the records: they make ${formatHash(root)}`,
        )
      }
    }
  }

  function keep(level: number, hash: Uint8Array): void {
    if (level % tileHeight !== 0) return
    const row = (rows[level / tileHeight] ??= {
      n: 0,
      width: 0,
      bytes: Buffer.alloc(tileWidth * hashSize),
    })
    row.bytes.set(hash, row.width * hashSize)
    row.width += 1
    if (row.width < tileWidth) return
    checkTile({ level: level / tileHeight, n: row.n, width: tileWidth }, row.bytes)
    row.n += 1
    row.width = 0
  }

  function checkTile(tile: HashTile, expected: Uint8Array): void {
    tiles += 1
    const bytes = read.tile(tile)
    const path = formatTilePath(tile)
    if (bytes === undefined) faults.push(`There is no ${path}`)
    else if (!equalHashes(bytes, expected)) faults.push(`${path} is not that of the records`)
  }

  checkHeads()
  while (faults.length < mostFaults) {
    const batch = read.records(records, tileWidth)
    for (const record of batch) {
      const fault = faultOf(record, records, sound)
      if (fault !== undefined) faults.push(fault)
      tree.append(hashOf(record), keep)
      records += 1
      checkHeads()
    }
    onRecords(records)
    if (batch.length < tileWidth) break
  }
  if (faults.length >= mostFaults)
    return { records, heads: checked, tiles, faults: faults.slice(0, mostFaults) }
  for (const [level, { n, width, bytes }] of rows.entries()) {
    if (width > 0) checkTile({ level, n, width }, bytes.subarray(0, width * hashSize))
  }
  if (head !== undefined) {
    faults.push(`There is a head of ${head.size} records, and ${records} are there`)
  }
  if (read.latestHead()?.size !== records)
    faults.push(`No head has the ${records} records that are there`)
  const found = read.tileCount()
  if (found !== tiles) faults.push(`There are ${found} tiles, and the tree has ${tiles}`)
  return { records, heads: checked, tiles, faults }
}

interface Row {
  /** Of the tile that fills. */
  n: number
  width: number
  readonly bytes: Buffer
}

function next<T>(iterator: Iterator<T>): T | undefined {
  const { done, value } = iterator.next()
  return done ? undefined : value
}

function faultOf(
  record: LogRecord,
  number: number,
  sound: (record: LogRecord) => string | undefined,
): string | undefined {
  if (record.number !== number) return `There is no record ${number}, but ${record.number}`
  try {
    formatModuleRecord(record)
  } catch (error) {
    if (error instanceof InvalidError) return `Record ${number} is none: ${error.message}`
    throw error
  }
  return sound(record)
}

/** Of anything: what is no record was told, and makes another root. */
function hashOf({ path, version, zip, goMod }: LogRecord): Uint8Array {
  return leafHash(`${path} ${version} ${zip}\n${path} ${version}/go.mod ${goMod}\n`)
}

import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import type { HashTile } from '../../tlog/tile.ts'
import type { TreeHead } from '../../tlog/tree-head.ts'
import { hashSize } from '../../tlog/hash.ts'
import type { LogRecord } from './log-record.ts'

/** What is committed of a log. Nothing of a commit under way is seen. */
export interface LogReader {
  /** The head that was committed last; undefined before the first. */
  latestHead(): TreeHead | undefined
  /** The head that was committed with this size; undefined where none was. */
  headAt(size: number): TreeHead | undefined
  /** All heads from a size on, from small to large. */
  headsFrom(size: number): Iterable<TreeHead>
  recordOf(path: string, version: string): LogRecord | undefined
  /** Up to `count` records from a number on, in their order. */
  records(first: number, count: number): LogRecord[]
  /** The bytes of a tile, if it is at least as wide. Not verified. */
  tile(tile: HashTile): Uint8Array | undefined
  /** How many tiles there are at all levels, full or not. */
  tileCount(): number
  /**
   * What SQLite has against the file, at most 20 sentences: whether its pages can be read and are what they should be, and if
   * `deep` also whether each index has what its table has. A second for some millions of records.
   */
  fileFaults(deep: boolean): string[]
  /** Reads all of it as it is when this begins. */
  snapshot<T>(work: () => T): T
}

const columns = `number, path, version, zip_sum as zip, mod_sum as goMod,
  attested_by as attestedBy, attested_size as attestedSize, added_at as addedAt`

/** Reads from the database of a log. */
export function readLog(database: DatabaseSync): LogReader {
  const latest = database.prepare('select size, root from heads order by size desc limit 1')
  const head = database.prepare('select size, root from heads where size = ?')
  const heads = database.prepare('select size, root from heads where size >= ? order by size')
  const record = database.prepare(`select ${columns} from records where path = ? and version = ?`)
  const range = database.prepare(
    `select ${columns} from records where number >= ? order by number limit ?`,
  )
  const tile = database.prepare('select data from tiles where level = ? and n = ?')
  const tiles = database.prepare('select count(*) as count from tiles')

  return {
    latestHead: () => headOf(latest.get()),
    headAt: (size) => headOf(head.get(size)),
    *headsFrom(size) {
      for (const row of heads.iterate(size)) yield headOf(row) as TreeHead
    },
    recordOf: (path, version) => recordOf(record.get(path, version)),
    records: (first, count) => range.all(first, count).map((row) => recordOf(row) as LogRecord),
    tile({ level, n, width }) {
      const bytes = tile.get(level, n)?.['data'] as Uint8Array | undefined
      return (bytes?.length ?? 0) < width * hashSize
        ? undefined
        : bytes?.subarray(0, width * hashSize)
    },
    tileCount: () => Number(tiles.get()?.['count']),
    fileFaults(deep) {
      const rows = database.prepare(`pragma ${deep ? 'integrity_check' : 'quick_check'}(20)`).all()
      const texts = rows.flatMap((row) => Object.values(row).map(String))
      return texts.filter((text) => text !== 'ok')
    },
    snapshot(work) {
      database.exec('begin')
      try {
        return work()
      } finally {
        database.exec('commit')
      }
    },
  }
}

type Row = Record<string, SQLOutputValue> | undefined

function headOf(row: Row): TreeHead | undefined {
  return row && { size: Number(row['size']), root: row['root'] as Uint8Array }
}

function recordOf(row: Row): LogRecord | undefined {
  if (row === undefined) return undefined
  const { attestedBy, attestedSize } = row
  return {
    number: Number(row['number']),
    path: String(row['path']),
    version: String(row['version']),
    zip: String(row['zip']),
    goMod: String(row['goMod']),
    ...(attestedBy !== null && {
      attestation: { log: String(attestedBy), size: Number(attestedSize) },
    }),
    addedAt: Number(row['addedAt']),
  }
}

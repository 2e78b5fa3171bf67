import { createHash } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { delayedRows } from './delayed-rows.ts'
import type { DelayedWrites } from './delayed-writes.ts'
import type { RecordName } from './logged-records.ts'

/** A record of a log, as it is there. */
export interface KeptRecord {
  /** Its number in the log. */
  readonly id: number
  readonly text: string
}

/** Where a tile of a log is. */
export interface TilePlace {
  /** The name and id of the key of the log. */
  readonly log: string
  readonly level: number | 'data'
  readonly n: number
}

/** A tile of a log. */
export interface KeptTile {
  /** Hashes or records in it. */
  readonly width: number
  readonly body: Uint8Array
}

/**
 * Records and tiles of logs of others that were proved. They can be proved anew if they are lost, so they are written
 * within a second.
 */
export interface RelayedContent {
  relayedRecord(of: RecordName): KeptRecord | undefined
  /** Keeps a record, unless there is one of that name. */
  saveRelayedRecord(of: RecordName, record: KeptRecord): void
  /** The widest that was kept; undefined if it is damaged, too. */
  relayedTile(of: TilePlace): KeptTile | undefined
  /** Keeps a tile, unless one at least as wide is kept. */
  saveRelayedTile(of: TilePlace, tile: KeptTile): void
}

/** What is kept in the tables `relayed_records` and `relayed_tiles`. */
export function relayedContentIn(database: DatabaseSync, writes: DelayedWrites): RelayedContent {
  const findRecord = database.prepare(
    'select id, body as text from relayed_records where log = ? and path = ? and version = ?',
  )
  const saveRecord = database.prepare(
    `insert into relayed_records (log, path, version, id, body) values (?, ?, ?, ?, ?)
     on conflict do nothing`,
  )
  const findTile = database.prepare(
    'select width, body, sha256 from relayed_tiles where log = ? and level = ? and n = ?',
  )
  const saveTile = database.prepare(
    `insert into relayed_tiles (log, level, n, width, body, sha256) values (?, ?, ?, ?, ?, ?)
     on conflict do update set width = excluded.width, body = excluded.body, sha256 = excluded.sha256`,
  )
  const records = delayedRows<RecordName & KeptRecord>(writes, ({ log, path, version, id, text }) =>
    saveRecord.run(log, path, version, id, text),
  )
  const tiles = delayedRows<TilePlace & KeptTile>(writes, ({ log, level, n, width, body }) =>
    saveTile.run(log, String(level), n, width, body, sha256(body)),
  )

  function relayedRecord(of: RecordName): KeptRecord | undefined {
    const unwritten = records.get(recordKey(of))
    if (unwritten) return { id: unwritten.id, text: unwritten.text }
    const row = findRecord.get(of.log, of.path, of.version)
    return row && { id: Number(row['id']), text: String(row['text']) }
  }

  function relayedTile(of: TilePlace): KeptTile | undefined {
    const unwritten = tiles.get(tileKey(of))
    if (unwritten) return { width: unwritten.width, body: unwritten.body }
    const row = findTile.get(of.log, String(of.level), of.n)
    if (!row) return undefined
    const body = row['body'] as Uint8Array
    const isSound = sha256(body).equals(row['sha256'] as Uint8Array)
    return isSound ? { width: Number(row['width']), body } : undefined
  }

  return {
    relayedRecord,
    saveRelayedRecord(of, record) {
      if (relayedRecord(of)) return
      records.set(recordKey(of), { ...of, ...record })
    },
    relayedTile,
    saveRelayedTile(of, tile) {
      if ((relayedTile(of)?.width ?? 0) >= tile.width) return
      tiles.set(tileKey(of), { ...of, ...tile })
    },
  }
}

function recordKey({ log, path, version }: RecordName): string {
  return JSON.stringify([log, path, version])
}

function tileKey({ log, level, n }: TilePlace): string {
  return JSON.stringify([log, level, n])
}

function sha256(body: Uint8Array): Buffer {
  return createHash('sha256').update(body).digest()
}

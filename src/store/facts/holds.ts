import type { DatabaseSync } from 'node:sqlite'
import type { FeedWriter } from './feed.ts'
import { plain } from './plain.ts'
import type { Sums, SumsLedger } from './sums.ts'
import { inTransaction } from './transaction.ts'

/** What lists and pages need to know of a held version. */
export interface HeldVersion {
  readonly path: string
  readonly version: string
  /** RFC 3339, as in `.info`; null when upstream gave none. */
  readonly time: string | null
  /** The `Origin` of `.info` as JSON, or null. */
  readonly originJson: string | null
  /** Since when it is held, Unix milliseconds. */
  readonly heldAt: number
  /** Bytes; null while only `.info` and `.mod` are held. */
  readonly zipSize: number | null
}

/**
 * Which versions are held, kept in step with the record files whatever crashes: {@link beginHold}, then
 * the files, then {@link finishHold}. A hold that was begun and not finished is resolved, by what the
 * files say, when the store is next opened. Before a record becomes visible, its sums are in the ledger.
 */
export interface Holds {
  /**
   * Enters the sums and notes that the version's files are about to be written.
   *
   * @throws Failure `mismatch` when the ledger disagrees: do not write the files.
   */
  beginHold(path: string, version: string, sums: Sums): void
  /**
   * Notes that the version's record is in place. Adds to what is noted, never takes away. A version that was never held
   * before enters the feed in the same transaction; one that was lost and is held again has its entry already.
   *
   * @throws Error when the sums were not entered before (a bug of the caller).
   */
  finishHold(held: Omit<HeldVersion, 'heldAt'>): void
  /** All held versions of a module, in the byte order of their names. */
  heldVersions(
    path: string,
  ): { readonly version: string; readonly time: string | null; readonly hasZip: boolean }[]
  heldVersion(path: string, version: string): HeldVersion | undefined
}

/** For {@link openStore} only: what becomes of holds when files or processes are lost. */
export interface HoldRepairs {
  /** Holds that were begun by stores other than `alive` and never finished. */
  abandoned(
    alive: ReadonlySet<string>,
  ): { readonly path: string; readonly version: string; readonly owner: string }[]
  drop(path: string, version: string, owner: string): void
  /** Notes that a version's zip, or all of it, is no longer held. Its sums stay. */
  lost(path: string, version: string, what: 'record' | 'zip'): void
}

/** The holds kept in the tables `pending` and `versions`. `owner` names this opening of the store. */
export function holdsIn(
  database: DatabaseSync,
  sums: SumsLedger,
  feed: FeedWriter,
  owner: string,
  now: () => number,
): Holds & { readonly repairs: HoldRepairs } {
  const begin = database.prepare(
    'insert into pending (path, version, owner, began_at) values (?, ?, ?, ?) on conflict do nothing',
  )
  const hold = database.prepare(
    `insert into versions (path, version, time, origin_json, held_at, zip_size) values (?, ?, ?, ?, ?, ?)
     on conflict do update set time = coalesce(time, excluded.time),
       origin_json = coalesce(origin_json, excluded.origin_json),
       zip_size = coalesce(excluded.zip_size, zip_size)`,
  )
  const done = database.prepare('delete from pending where path = ? and version = ? and owner = ?')
  const list = database.prepare(
    'select version, time, zip_size is not null as hasZip from versions where path = ? order by version',
  )
  const one = database.prepare(
    `select path, version, time, origin_json as originJson, held_at as heldAt, zip_size as zipSize
     from versions where path = ? and version = ?`,
  )
  const pending = database.prepare('select path, version, owner from pending')
  const loseRecord = database.prepare('delete from versions where path = ? and version = ?')
  const loseZip = database.prepare(
    'update versions set zip_size = null where path = ? and version = ?',
  )

  return {
    beginHold(path, version, given) {
      inTransaction(database, `hold ${path}@${version}`, () => {
        sums.enterSums({ ...given, path, version })
        begin.run(path, version, owner, now())
      })
    },
    finishHold({ path, version, time, originJson, zipSize }) {
      inTransaction(database, `hold ${path}@${version}`, () => {
        const known = sums.sumsOf(path, version)
        if (!known || (zipSize !== null && !known.zipSum)) {
          throw new Error(`Cannot hold ${path}@${version}: its sums are not in the ledger`)
        }
        hold.run(path, version, time, originJson, now(), zipSize)
        feed.noteAdded(path, version)
        done.run(path, version, owner)
      })
    },
    heldVersions(path) {
      return list.all(path).map((row) => ({
        version: String(row['version']),
        time: row['time'] as string | null,
        hasZip: row['hasZip'] === 1,
      }))
    },
    heldVersion(path, version) {
      const row = one.get(path, version)
      return row && (plain(row) as HeldVersion)
    },
    repairs: {
      abandoned(alive) {
        return pending
          .all()
          .map((row) => plain(row) as { path: string; version: string; owner: string })
          .filter((row) => !alive.has(row.owner))
      },
      drop(path, version, owner) {
        inTransaction(database, `resolve ${path}@${version}`, () => done.run(path, version, owner))
      },
      lost(path, version, what) {
        const lose = what === 'record' ? loseRecord : loseZip
        inTransaction(database, `note the loss of ${path}@${version}`, () =>
          lose.run(path, version),
        )
      },
    },
  }
}

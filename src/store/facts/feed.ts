import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { plain } from './plain.ts'
import { whole } from './whole.ts'

/** What may happen to a version that the feed tells of: it came to be held for the first time. */
export type FeedType = 'added'

/** Something that happened to a version. Entries never change and are never removed. */
export interface FeedEntry {
  /** 1 for the first; each next one has the next number, in the order of commits. */
  readonly seq: number
  /** Unix microseconds; each entry has a later time than the one before, whatever the clock says. */
  readonly at: number
  readonly type: FeedType
  /** Module path. */
  readonly path: string
  readonly version: string
}

/** Which entries are wanted. Bounds are exclusive. */
export interface FeedRange {
  readonly above: number
  readonly below: number
  readonly order: 'asc' | 'desc'
  /** The most entries. */
  readonly limit: number
  /** Only those of one module, or of all whose path begins so. */
  readonly paths?: { readonly module: string } | { readonly prefix: string }
}

/** Some of the wanted entries. */
export interface FeedPart {
  readonly entries: readonly FeedEntry[]
  /**
   * Where there are fewer than the limit: everything up to this number was looked at, and there may be more beyond.
   * Absent: there is no more.
   */
  readonly reached?: number
}

/** Every version that ever came to be held, in the order in which that was committed. */
export interface Feed {
  /** The last entry; undefined when there is none. */
  newestEntry(): FeedEntry | undefined
  /** The number of the first entry at a time (Unix microseconds) or later; undefined when there is none. */
  firstSince(at: number): number | undefined
  /** Reads wanted entries. Looks at a bounded number: for the rest, ask again beyond `reached`. */
  feedEntries(range: FeedRange): FeedPart
}

/** For what holds versions only. */
export interface FeedWriter {
  /** Adds the entry of a version, unless it has one. To be called in the transaction that makes it held. */
  noteAdded(path: string, version: string): void
}

/** Rows that are looked at in one go: some milliseconds, in which nothing else happens in this process. */
export const mostLookedAt = 20_000
/** Greater than every character that a module path may have. */
const afterAll = '\u{10FFFF}'

const columns = 'seq, at, type, path, version'

/**
 * The statements of {@link feedIn}, for each order. What paths begin with is looked for in the next entries; where too few
 * of them fit, and few do of all, these are found by their paths, and sorted.
 */
export const feedStatements = {
  newest: `select ${columns} from feed order by seq desc limit 1`,
  since: 'select seq from feed where at >= ? order by at limit 1',
  all: (order: FeedRange['order']) =>
    `select ${columns} from feed where seq > ? and seq < ? order by seq ${order} limit ?`,
  ofModule: (order: FeedRange['order']) =>
    `select ${columns} from feed where path = ? and seq > ? and seq < ? order by seq ${order} limit ?`,
  add: `insert into feed (at, type, path, version)
    values (max(?, 1 + coalesce((select at from feed order by seq desc limit 1), 0)), 'added', ?, ?)
    on conflict (path, version) where type = 'added' do nothing`,
  count: `select count(*) as rows from
    (select 1 from feed indexed by feed_by_path where path >= ? and path < ? limit ${mostLookedAt + 1})`,
  few: (order: FeedRange['order']) =>
    `select ${columns} from feed where seq in
       (select seq from feed indexed by feed_by_path
        where path >= ? and path < ? and seq > ? and seq < ? order by seq ${order} limit ?)
     order by seq ${order}`,
  many: (order: FeedRange['order']) =>
    `select ${columns} from feed not indexed
     where path >= ? and path < ? and seq > ? and seq < ? order by seq ${order} limit ?`,
}

/** The feed kept in the table `feed`. @param now Unix milliseconds */
export function feedIn(database: DatabaseSync, now: () => number): Feed & { writer: FeedWriter } {
  const { newest, since, all, ofModule, count, few, many, add } = feedStatements
  const prepared = new Map<string, StatementSync>()
  /** Most openings of a database neither read the feed nor hold anything. */
  function prepare(statement: string): StatementSync {
    const known = prepared.get(statement) ?? database.prepare(statement)
    prepared.set(statement, known)
    return known
  }

  function newestEntry(): FeedEntry | undefined {
    const row = prepare(newest).get()
    return row && entryOf(row)
  }

  function beginningWith(prefix: string, { above, below, order, limit }: FeedRange): FeedPart {
    const [from, to] = [prefix, prefix + afterAll]
    const last = newestEntry()?.seq ?? 0
    const start = order === 'asc' ? above : Math.min(below, last + 1)
    const end = order === 'asc' ? start + mostLookedAt : start - mostLookedAt
    const [low, high] =
      order === 'asc' ? [above, Math.min(below, end + 1)] : [Math.max(above, end - 1), start]
    const entries = prepare(many(order)).all(from, to, low, high, limit).map(entryOf)
    const isAll = order === 'asc' ? end >= Math.min(below - 1, last) : end - 1 <= above
    if (entries.length === limit || isAll) return { entries }
    const isFew = Number(prepare(count).get(from, to)?.['rows']) <= mostLookedAt
    if (!isFew) return { entries, reached: end }
    return { entries: prepare(few(order)).all(from, to, above, below, limit).map(entryOf) }
  }

  return {
    newestEntry,
    firstSince(at) {
      const row = prepare(since).get(whole(at))
      return row && Number(row['seq'])
    },
    feedEntries(range) {
      const { above, below, order, limit, paths } = range
      if (paths === undefined)
        return { entries: prepare(all(order)).all(above, below, limit).map(entryOf) }
      if ('prefix' in paths) return beginningWith(paths.prefix, range)
      return {
        entries: prepare(ofModule(order)).all(paths.module, above, below, limit).map(entryOf),
      }
    },
    writer: {
      noteAdded: (path, version) => void prepare(add).run(whole(now() * 1000), path, version),
    },
  }
}

function entryOf(row: object): FeedEntry {
  return plain(row) as FeedEntry
}

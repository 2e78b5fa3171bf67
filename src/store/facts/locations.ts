import type { DatabaseSync } from 'node:sqlite'
import { LRUCache } from 'lru-cache'
import { isLocked } from '../system-failure.ts'
import { plain } from './plain.ts'
import { inTransaction } from './transaction.ts'

/** Where a module was found. */
export interface Location {
  readonly path: string
  /** `git`, `hg`, `svn`, `fossil`, `bzr`, or `mod` for a module proxy. */
  readonly vcs: string
  /** The original URL of the repository, without credentials. */
  readonly url: string
  /** The module path that stands for the repository's root. */
  readonly root: string
  /** The module's folder in the repository, empty for its root. */
  readonly subdir: string
}

/** A location, and when it was first and last noted to be the module's (Unix milliseconds), up to a day late. */
export interface SeenLocation extends Location {
  readonly firstSeen: number
  readonly lastSeen: number
}

/** Every location each module ever had. */
export interface Locations {
  /**
   * Notes that the module was found there now. Writes only what is news: another location, or a day passed. While
   * another program has the database locked it notes nothing, and does so the next time.
   */
  saveLocation(location: Location): void
  /** The module's history, the location seen last first. */
  locationsOf(path: string): SeenLocation[]
  /** The modules that were ever found at a URL, in byte order. */
  modulesAt(url: string): string[]
}

/** Milliseconds after which a location that did not change is noted again. */
const noteAgainAfter = 24 * 60 * 60 * 1000
/** Milliseconds for which no note is tried after the database was found locked. */
const restFor = 1000
/** Modules whose last note stays in memory, so that it need not be read. */
const rememberedModules = 10_000

/** The locations kept in the table `locations`. */
export function locationsIn(database: DatabaseSync, now: () => number): Locations {
  const save = database.prepare(
    `insert into locations (path, vcs, url, root, subdir, first_seen, last_seen)
     values (?, ?, ?, ?, ?, ?, ?) on conflict do update set last_seen = excluded.last_seen`,
  )
  const list = database.prepare(
    `select path, vcs, url, root, subdir, first_seen as firstSeen, last_seen as lastSeen
     from locations where path = ? order by last_seen desc, first_seen desc, vcs, url, root, subdir`,
  )
  const at = database.prepare('select distinct path from locations where url = ? order by path')
  let restUntil = 0
  const noted = new LRUCache<string, SeenLocation>({
    maxSize: rememberedModules,
    // With `max` room for all of them would be made now.
    sizeCalculation: () => 1,
  })

  function locationsOf(path: string): SeenLocation[] {
    return list.all(path).map((row) => plain(row) as SeenLocation)
  }

  function lastNoted(path: string): SeenLocation | undefined {
    const last = noted.get(path) ?? locationsOf(path)[0]
    if (last) noted.set(path, last)
    return last
  }

  return {
    saveLocation(location) {
      const { path, vcs, url, root, subdir } = location
      const at = now()
      const last = lastNoted(path)
      if (last && isSame(last, location) && isWithin(at - last.lastSeen, noteAgainAfter)) return
      if (performance.now() < restUntil) return
      try {
        inTransaction(database, `save the location of ${path}`, () =>
          save.run(path, vcs, url, root, subdir, at, at),
        )
      } catch (error) {
        if (!isLocked(error)) throw error
        restUntil = performance.now() + restFor
        return
      }
      noted.set(path, { path, vcs, url, root, subdir, firstSeen: at, lastSeen: at })
    },
    locationsOf,
    modulesAt: (url) => at.all(url).map((row) => String(row['path'])),
  }
}

function isSame(a: Location, b: Location): boolean {
  return a.vcs === b.vcs && a.url === b.url && a.root === b.root && a.subdir === b.subdir
}

/** A negative age is that of a note from before the clock was set back. */
function isWithin(age: number, limit: number): boolean {
  return age >= 0 && age < limit
}

import type { DatabaseSync } from 'node:sqlite'
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

/** A location, and when it was first and last seen to be the module's (Unix milliseconds). */
export interface SeenLocation extends Location {
  readonly firstSeen: number
  readonly lastSeen: number
}

/** Every location each module ever had. */
export interface Locations {
  /** Notes that the module was found there now. */
  saveLocation(location: Location): void
  /** The module's history, the location seen last first. */
  locationsOf(path: string): SeenLocation[]
}

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
  return {
    saveLocation({ path, vcs, url, root, subdir }) {
      const at = now()
      inTransaction(database, `save the location of ${path}`, () =>
        save.run(path, vcs, url, root, subdir, at, at),
      )
    },
    locationsOf(path) {
      return list.all(path).map((row) => plain(row) as SeenLocation)
    },
  }
}

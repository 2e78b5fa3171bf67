import type { DatabaseSync } from 'node:sqlite'
import { delayedRows } from './delayed-rows.ts'
import type { DelayedWrites } from './delayed-writes.ts'
import { plain } from './plain.ts'
import { whole } from './whole.ts'

/** Where a repository was found through a redirect. Times are Unix milliseconds. */
export interface SeenRedirect {
  /** The address that answered, without credentials. */
  readonly target: string
  readonly firstSeen: number
  readonly lastSeen: number
}

/** The redirects that repositories were ever found through: a redirect may end, and then nobody else tells of it. */
export interface Redirects {
  /** Notes one. Returns at once and never throws; what waits is written together, at least every second. */
  readonly noteRedirect: (url: string, target: string, at: number) => void
  /** Those of a repository's original URL, the one seen last first. */
  readonly redirectsOf: (url: string) => SeenRedirect[]
}

/** The redirects kept in the table `redirects`. */
export function redirectsIn(database: DatabaseSync, writes: DelayedWrites): Redirects {
  const list = database.prepare(
    `select target, first_seen as firstSeen, last_seen as lastSeen from redirects
     where url = ? order by last_seen desc, target`,
  )
  const note = database.prepare(
    `insert into redirects (url, target, first_seen, last_seen) values (?1, ?2, ?3, ?3)
     on conflict do update set last_seen = max(last_seen, ?3)`,
  )
  const waiting = delayedRows<{ url: string; target: string; at: number }>(
    writes,
    ({ url, target, at }) => note.run(url, target, whole(at)),
  )
  return {
    noteRedirect(url, target, at) {
      waiting.set(JSON.stringify([url, target]), { url, target, at })
    },
    redirectsOf(url) {
      writes.tryFlush()
      return list.all(url).map((row) => plain(row) as SeenRedirect)
    },
  }
}

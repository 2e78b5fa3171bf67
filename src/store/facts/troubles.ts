import type { DatabaseSync } from 'node:sqlite'
import type { DelayedWrites } from './delayed-writes.ts'
import { plain } from './plain.ts'

/** A trouble that looks at a module version have seen. Times are Unix milliseconds. */
export interface SeenTrouble {
  /** Of the verdict. */
  readonly code: string
  readonly since: number
  /** When a look counted last. */
  readonly last: number
  /** How many looks counted. */
  readonly looks: number
}

/** What one look at a module version came to. */
export interface NotedLook {
  readonly path: string
  readonly version: string
  readonly at: number
  /** Undefined when it was found well. */
  readonly code?: string
  /** Whether it answers the question: then all other troubles are over. */
  readonly isAnswer: boolean
}

/** The troubles that checks have seen, until a look finds the module well. */
export interface Troubles {
  /** The troubles of a version that are not over, as they were written. */
  readonly troublesOf: (path: string, version: string) => SeenTrouble[]
  /**
   * Notes looks. One within an hour of the last that saw the same trouble does not count. Returns at once and never
   * throws; what waits is written together, at least every second.
   */
  readonly noteLooks: (looks: readonly NotedLook[]) => void
}

/** Milliseconds between two looks that count. */
export const looksApart = 60 * 60 * 1000

/** The troubles kept in the table `troubles`. */
export function troublesIn(database: DatabaseSync, writes: DelayedWrites): Troubles {
  const list = database.prepare(
    `select code, first_seen as since, last_seen as last, looks from troubles
     where path = ? and version = ? order by first_seen, code`,
  )
  const note = database.prepare(
    `insert into troubles (path, version, code, first_seen, last_seen, looks)
     values (?1, ?2, ?3, ?4, ?4, 1)
     on conflict do update set looks = looks + 1, last_seen = ?4 where ?4 - last_seen >= ?5`,
  )
  const forget = database.prepare(
    'delete from troubles where path = ? and version = ? and code is not ?',
  )
  let waiting: NotedLook[] = []
  writes.add({
    isEmpty: () => waiting.length === 0,
    write() {
      for (const { path, version, at, code, isAnswer } of waiting) {
        if (isAnswer) forget.run(path, version, code ?? null)
        if (code !== undefined) note.run(path, version, code, at, looksApart)
      }
    },
    written() {
      waiting = []
    },
  })

  const troublesOf = (path: string, version: string) =>
    list.all(path, version).map((row) => plain(row) as SeenTrouble)

  return {
    troublesOf,
    noteLooks(looks) {
      waiting.push(
        ...looks.filter(
          ({ path, version, code }) => code !== undefined || troublesOf(path, version).length > 0,
        ),
      )
      if (waiting.length > 0) writes.soon()
    },
  }
}

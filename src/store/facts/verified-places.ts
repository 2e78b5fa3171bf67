import type { DatabaseSync } from 'node:sqlite'
import { inTransaction } from './transaction.ts'
import { whole } from './whole.ts'

/** A repository, as `Location` names it. */
export interface Place {
  readonly vcs: string
  readonly url: string
}

/** A repository in which content of a module was verified, and when first and last; Unix milliseconds. */
export interface VerifiedPlace extends Place {
  readonly firstAt: number
  readonly lastAt: number
}

/** Where content of modules was verified. */
export interface VerifiedPlaces {
  /** The places of a module, the last one first. */
  verifiedPlaces(path: string): VerifiedPlace[]
  /** Notes what was verified now, all at once. Of what was noted within the last day nothing is written. */
  noteVerified(places: readonly (Place & { readonly path: string })[]): void
}

/** Milliseconds after which it is noted again. */
const noteAgainAfter = 24 * 60 * 60 * 1000

/** The places kept in the table `verified_places`. */
export function verifiedPlacesIn(database: DatabaseSync, now: () => number): VerifiedPlaces {
  const list = database.prepare(
    `select vcs, url, first_at as firstAt, last_at as lastAt from verified_places
     where path = ? order by last_at desc, first_at desc, url`,
  )
  const save = database.prepare(
    `insert into verified_places (path, url, vcs, first_at, last_at) values (?, ?, ?, ?, ?)
     on conflict do update set vcs = excluded.vcs, last_at = excluded.last_at`,
  )

  function verifiedPlaces(path: string): VerifiedPlace[] {
    return list.all(path).map(({ vcs, url, firstAt, lastAt }) => ({
      vcs: String(vcs),
      url: String(url),
      firstAt: Number(firstAt),
      lastAt: Number(lastAt),
    }))
  }

  return {
    verifiedPlaces,
    noteVerified(places) {
      const at = whole(now())
      const news = places.filter(({ path, url, vcs }) => {
        const [last] = verifiedPlaces(path)
        const age = at - (last?.lastAt ?? -Infinity)
        return last?.url !== url || last.vcs !== vcs || age < 0 || age >= noteAgainAfter
      })
      if (news.length === 0) return
      inTransaction(database, 'note where modules were verified', () => {
        for (const { path, url, vcs } of news) save.run(path, url, vcs, at, at)
      })
    },
  }
}

import { answersIn } from './answers.ts'
import type { Answers } from './answers.ts'
import { openDatabase } from './database.ts'
import { holdsIn } from './holds.ts'
import type { HoldRepairs, Holds } from './holds.ts'
import { locationsIn } from './locations.ts'
import type { Locations } from './locations.ts'
import { requestsIn } from './requests.ts'
import type { RequestLedger } from './requests.ts'
import { sumsIn } from './sums.ts'
import type { SumsLedger } from './sums.ts'

/**
 * What Headwater knows besides the content. All functions are synchronous, what they write is on stable
 * storage when they return (requests excepted), and they throw Failure `no-space` on a full disk.
 */
export type Facts = SumsLedger & Holds & Answers & Locations & RequestLedger

/** Facts and the strings only the store pulls. */
export interface OpenFacts {
  readonly facts: Facts
  readonly repairs: HoldRepairs
  /** Writes what waits in memory and closes the database. */
  close(): void
}

/**
 * Opens the facts in the SQLite database `file`, as `openDatabase` does.
 *
 * @param owner a name no other opening of the same database has.
 * @param now Unix milliseconds.
 */
export function openFacts(file: string, owner: string, now: () => number): OpenFacts {
  const database = openDatabase(file)
  const sums = sumsIn(database, now)
  const { repairs, ...holds } = holdsIn(database, sums, owner, now)
  const { close: closeRequests, ...requests } = requestsIn(database)
  return {
    facts: {
      ...sums,
      ...holds,
      ...answersIn(database, now),
      ...locationsIn(database, now),
      ...requests,
    },
    repairs,
    close() {
      if (!database.isOpen) return
      try {
        closeRequests()
      } finally {
        database.close()
      }
    },
  }
}

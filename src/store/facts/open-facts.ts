import { answersIn } from './answers.ts'
import type { Answers } from './answers.ts'
import { checkMemoryIn } from './check-memory.ts'
import type { CheckMemory } from './check-memory.ts'
import { endPatience, openDatabase } from './database.ts'
import { feedIn } from './feed.ts'
import type { Feed } from './feed.ts'
import { hostLedgerIn } from './host-ledger.ts'
import type { HostLedger } from './host-ledger.ts'
import { holdsIn } from './holds.ts'
import type { HoldRepairs, Holds } from './holds.ts'
import { locationsIn } from './locations.ts'
import type { Locations } from './locations.ts'
import { madeVersionsIn } from './made-versions.ts'
import type { MadeVersions } from './made-versions.ts'
import { relayedLogsIn } from './relayed-logs.ts'
import type { RelayedLogs } from './relayed-logs.ts'
import { sumsIn } from './sums.ts'
import type { SumsLedger } from './sums.ts'

/**
 * What Headwater knows besides the content. All functions are synchronous, what they write is on stable
 * storage when they return (what the ledger of hosts notes excepted, and what cannot be written while another
 * program has the database locked, see each), and they throw Failure `no-space` on a full disk and `unreachable` when
 * the database is locked.
 */
export type Facts = SumsLedger &
  Holds &
  Feed &
  MadeVersions &
  Answers &
  Locations &
  HostLedger &
  CheckMemory &
  RelayedLogs

/** Facts and the strings only the store pulls. */
export interface OpenFacts {
  readonly facts: Facts
  readonly repairs: HoldRepairs
  /** Ends the opening: from here on, a write waits 50 ms for other processes, not 10 s. */
  opened(): void
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
  const { writer, ...feed } = feedIn(database, now)
  const { repairs, ...holds } = holdsIn(database, sums, writer, owner, now)
  const { ledger, close: closeLedger } = hostLedgerIn(database, now)
  const { close: closeAnswers, ...answers } = answersIn(database, now)
  const { memory, close: closeMemory } = checkMemoryIn(database)
  const { logs, close: closeLogs } = relayedLogsIn(database)
  return {
    facts: {
      ...sums,
      ...holds,
      ...feed,
      ...madeVersionsIn(database),
      ...answers,
      ...locationsIn(database, now),
      ...ledger,
      ...memory,
      ...logs,
    },
    repairs,
    opened: () => endPatience(database),
    close() {
      if (!database.isOpen) return
      closeMemory()
      closeLogs()
      try {
        closeAnswers()
      } finally {
        try {
          closeLedger()
        } finally {
          database.close()
        }
      }
    },
  }
}

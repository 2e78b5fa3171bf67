import type { DatabaseSync } from 'node:sqlite'
import { delayedWrites } from './delayed-writes.ts'
import { knownContentsIn } from './known-contents.ts'
import type { KnownContents } from './known-contents.ts'
import { loggedRecordsIn } from './logged-records.ts'
import type { LoggedRecords } from './logged-records.ts'
import { redirectsIn } from './redirects.ts'
import type { Redirects } from './redirects.ts'
import { statementsIn } from './statements.ts'
import type { Statements } from './statements.ts'
import { troublesIn } from './troubles.ts'
import type { Troubles } from './troubles.ts'

/**
 * What checks remember of one another, in a database that others may be writing to. A cache: that it cannot be written
 * fails nobody.
 */
export interface CheckMemory
  extends KnownContents, Troubles, LoggedRecords, Statements, Redirects {}

/** The memory in a database, and `close()`, which writes what waits if that can be done, and never throws. */
export function checkMemoryIn(database: DatabaseSync): {
  readonly memory: CheckMemory
  readonly close: (this: void) => void
} {
  const writes = delayedWrites(database)
  const memory = {
    ...knownContentsIn(database, writes),
    ...troublesIn(database, writes),
    ...loggedRecordsIn(database, writes),
    ...statementsIn(database, writes),
    ...redirectsIn(database, writes),
  }
  return { memory, close: () => writes.tryFlush() }
}

import type { DatabaseSync } from 'node:sqlite'
import { doubtfulHeadsIn } from './doubtful-heads.ts'
import type { DoubtfulHeads } from './doubtful-heads.ts'
import { delayedWrites } from './delayed-writes.ts'
import { earlierHeadsIn } from './log-heads.ts'
import type { EarlierHeads } from './log-heads.ts'
import { logForksIn } from './log-forks.ts'
import type { LogForks } from './log-forks.ts'
import { relayedContentIn } from './relayed-content.ts'
import type { RelayedContent } from './relayed-content.ts'
import { relayedHeadsIn } from './relayed-heads.ts'
import type { RelayedHeads } from './relayed-heads.ts'

/** What is kept of checksum databases of others that are passed on. */
export interface RelayedLogs
  extends RelayedHeads, RelayedContent, LogForks, DoubtfulHeads, EarlierHeads {}

/** What is kept in a database, and `close()`, which writes what waits if that can be done, and never throws. */
export function relayedLogsIn(database: DatabaseSync): {
  readonly logs: RelayedLogs
  readonly close: (this: void) => void
} {
  const writes = delayedWrites(database)
  const logs = {
    ...relayedHeadsIn(database),
    ...relayedContentIn(database, writes),
    ...logForksIn(database),
    ...doubtfulHeadsIn(database),
    ...earlierHeadsIn(database),
  }
  return { logs, close: () => writes.tryFlush() }
}

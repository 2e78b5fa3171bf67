import { openTestGate } from '../../../test/open-test-gate.ts'
import { verifierKey } from '../../../test/sumdb/sum-server.ts'
import type { RequestRecord } from '../../outbound/request-record.ts'
import { openDatabase } from '../../store/facts/database.ts'
import type { DoubtfulHead } from '../../store/facts/doubtful-heads.ts'
import { relayedLogsIn, type RelayedLogs } from '../../store/facts/relayed-logs.ts'
import { keyNameOf, parseVerifierKey } from '../../tlog/verifier.ts'
import { remoteLog } from '../client/remote-log.ts'
import { openRelay, type Relay, type RelayOptions } from './open-relay.ts'

const verifier = parseVerifierKey(verifierKey)

/** The name and id of the key of the logs of these tests. */
export const testLog = keyNameOf(verifier)

/** A relay of a test, what it keeps, and what it tells. */
export interface TestRelay extends AsyncDisposable {
  readonly relay: Relay
  readonly kept: RelayedLogs
  readonly requests: readonly RequestRecord[]
  readonly forks: readonly string[]
  /** What was told of trouble, in its order; `undefined` that it is over. */
  readonly troubles: readonly unknown[]
  readonly doubts: readonly DoubtfulHead[]
  readonly sourceTroubles: readonly (readonly [url: string, code: string])[]
  /** Every kept tile: its path below `tile/8/`, and its bytes. */
  readonly tiles: () => readonly { level: string; n: number; width: number; body: Uint8Array }[]
  /** How many rows are kept in all. */
  readonly count: () => number
  /** A relay over what this one has kept, after a restart. */
  readonly again: (options?: Partial<RelayOptions>) => Relay
  /** The clock, milliseconds. */
  time: number
}

/** Opens a relay of the log that is at these URLs, which keeps what it keeps in memory. */
export function openTestRelay(
  urls: readonly string[],
  options: Partial<RelayOptions> = {},
): TestRelay {
  const opened = openTestGate([])
  const { gate } = opened
  const database = openDatabase(':memory:')
  const { logs: kept, close } = relayedLogsIn(database)
  const forks: string[] = []
  const troubles: unknown[] = []
  const doubts: DoubtfulHead[] = []
  const sourceTroubles: [string, string][] = []
  const { name } = verifier
  const made = (more: Partial<RelayOptions>) =>
    openRelay({
      verifier,
      sources: urls.map((url) => remoteLog({ gate, name, url })),
      background: urls.map((url) => ({ url, remote: remoteLog({ gate, name, url }) })),
      pinned: [],
      isPrivate: () => false,
      kept,
      now: () => test.time,
      onFork: (evidence) => forks.push(evidence),
      onDoubt: (doubt) => doubts.push(doubt),
      onSourceTrouble: (url, { code }) => sourceTroubles.push([url, code]),
      onTrouble: (error) => troubles.push(error),
      onRecovery: () => troubles.push(undefined),
      ...options,
      ...more,
    })
  const test: TestRelay = {
    relay: made({}),
    kept,
    requests: opened.records,
    forks,
    troubles,
    doubts,
    sourceTroubles,
    tiles() {
      close()
      return database.prepare('select level, n, width, body from relayed_tiles').all() as never
    },
    count() {
      close()
      const tables = ['relayed_heads', 'relayed_records', 'relayed_tiles', 'log_forks']
      const counts = tables.map((table) => database.prepare(`select count(*) as n from ${table}`))
      return counts.reduce((sum, statement) => sum + Number(statement.get()?.['n']), 0)
    },
    again: (more = {}) => made(more),
    time: 1_000_000,
    async [Symbol.asyncDispose]() {
      await opened[Symbol.asyncDispose]()
      close()
      database.close()
    },
  }
  return test
}

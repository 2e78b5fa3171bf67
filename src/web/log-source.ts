import type { LogView } from '../sumdb/log/log-view.ts'
import type { RelayStanding } from '../sumdb/relay/relay-standing.ts'

/** Our own log, as its pages show it. */
export interface OwnLogSource {
  readonly name: string
  /** Its verifier key. */
  readonly key: string
  /** What clients set for it, as arguments of `go env -w`. */
  readonly settings: string
  readonly view: LogView
}

/** Where the pages about checksum databases have their data from. Nothing in it waits for a network. */
export interface LogSource {
  /** Absent where there is none. */
  readonly own?: OwnLogSource
  /** Those of others that are passed on, in the order of the configuration. */
  readonly others: () => readonly RelayStanding[]
}

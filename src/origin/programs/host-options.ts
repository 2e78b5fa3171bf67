import type { Gate } from '../../outbound/gate.ts'

/** What the hosts of all version control programs share. */
export interface HostOptions {
  readonly gate: Pick<Gate, 'permitProgram'>
  readonly now: () => number
  /** Mutual exclusion across processes. */
  readonly lock: (name: string) => Promise<AsyncDisposable>
  /** Holds a folder for each repository of this system. */
  readonly folder: string
  /** Most bytes that one exchange may bring. */
  readonly maxBytes: number
}

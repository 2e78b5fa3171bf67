import { ProofError } from './proof-error.ts'
import type { TreeHead } from './tree-head.ts'

/** Two heads of one log, the earlier of which is not the beginning of the later: the log has lied. */
export interface Fork {
  readonly older: TreeHead
  readonly newer: TreeHead
  /** The root that the first `older.size` records have under `newer`. It is not `older.root`. */
  readonly rootInNewer: Uint8Array
  /** Proof that `newer` begins with the tree of `rootInNewer`, for whoever looks at the case. */
  readonly proof: readonly Uint8Array[]
}

/** A log was caught with two histories. Keep the evidence, together with both signed notes. */
export class ForkError extends ProofError {
  override readonly name = 'ForkError'
  readonly fork: Fork

  constructor(fork: Fork) {
    super(
      `Cannot trust log: its tree of ${fork.newer.size} records does not begin with ` +
        `the tree of ${fork.older.size} that it signed before`,
    )
    this.fork = fork
  }
}

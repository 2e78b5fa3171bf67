/** Another log that was proved to have the same sums. */
export interface Attestation {
  /** Name and id of its key, such as `sum.golang.org+033de0ae`. */
  readonly log: string
  /** Its records when that was proved. */
  readonly size: number
}

/** What our own log is to have of a module version. */
export interface NewRecord {
  readonly path: string
  readonly version: string
  /** `h1:` of the whole module. */
  readonly zip: string
  /** `h1:` of its go.mod. */
  readonly goMod: string
  /** Absent where nobody else vouches: private modules, and what the operator lets in without. */
  readonly attestation?: Attestation
}

/** What our own log has of a module version, for ever. */
export interface LogRecord extends NewRecord {
  /** Number in the log, from 0. */
  readonly number: number
  /** Unix milliseconds. */
  readonly addedAt: number
}

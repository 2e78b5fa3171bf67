import type { Claim } from '../claim.ts'
import type { Observations } from '../observation.ts'
import type { VerdictCode } from '../verdicts.ts'

/** What a verdict is, in a table: its code; for `suspected`, with what is suspected. */
export type Expected = VerdictCode | `suspected ${VerdictCode}`

/** What is claimed and seen. The path is private where `isPrivate` says so. */
export interface Seen extends Observations {
  readonly isPrivate?: boolean
}

/** What must give a code, and what must not, each by what was seen in words. */
export interface CodeCases {
  readonly code: VerdictCode
  /** What the code takes. */
  readonly rule: string
  readonly cases: Readonly<Record<string, readonly [Claim, Seen]>>
  /** What comes near, and what is said of it instead. */
  readonly nearMisses: Readonly<Record<string, readonly [Expected, Claim, Seen]>>
}

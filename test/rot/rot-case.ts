import type { Expected } from '../../src/verify/judge/cases/case.test-data.ts'
import type { Claim } from '../../src/verify/judge/claim.ts'
import type { VerdictCode } from '../../src/verify/judge/verdicts.ts'
import type { Level } from '../../src/verify/level.ts'
import type { Place } from './place.ts'

/** Hashes of a zip and a go.mod. */
export interface Sums {
  readonly goSum: string
  readonly goModSum: string
}

/** Something that happens to a module, and what must be said of it. */
export interface RotCase {
  /** What happens, after "when". */
  readonly what: string
  /** What is said then. */
  readonly says: Expected
  /** The code that this comes near. */
  readonly nearMissOf?: VerdictCode
  /** What else is there before go.sum is written; may give another module than v1.0.0 of `x`, as `PATH@VERSION`. */
  readonly prepare?: (place: Place) => unknown
  readonly happens?: (place: Place) => unknown
  /** What go.sum and the module cache say, where they do not say what upstream gave before. */
  readonly claim?: (claim: Claim, place: Place) => Partial<Claim>
  /** What a checksum database has of it, which may be asked then; the sums are those of upstream before it happened. */
  readonly logs?: (sums: Sums) => Sums
  /** Whether go.sum has no line for it; false unless given. */
  readonly isWithoutSums?: boolean
  /** Whether another module of the same host is checked in the same run, which stays as it is; false unless given. */
  readonly hasControl?: boolean
  /** Whether it is the same machine that wrote go.sum, which remembers what it saw; false unless given. */
  readonly remembers?: boolean
  /** `content` unless given. */
  readonly level?: Level
  /** Whether the module is named as private; false unless given. */
  readonly isPrivate?: boolean
  /** Whether nothing of upstream may be asked. */
  readonly isStopped?: boolean
  /** Days on which it is looked at, counted from the day it happened; the last look counts. One look unless given. */
  readonly days?: readonly number[]
  /** Whether the last of those looks asks nobody; false unless given. */
  readonly endsOffline?: boolean
  /** Codes of notices that there must be, in their order. */
  readonly notices?: readonly string[]
  readonly confidence?: 'tentative' | 'corroborated' | 'confirmed'
}

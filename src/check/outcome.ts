import type { Judged } from '../verify/judge/judged.ts'
import type { Subject } from './subject.ts'
import type { Advice } from './way-out/way-out.ts'

/** A module of a project, judged, and what can be done about it. */
export interface Outcome extends Judged<Subject> {
  /** In the order in which it should be tried. */
  readonly advice: readonly Advice[]
  /** The content that was seen first under this version, where that is known. */
  readonly first?: FirstSeen
  /** What changed, where the old content and the new are both at hand. */
  readonly difference?: Difference
}

/** Content as it was seen first: by this program earlier, or by a Headwater server; `null` where something is not known. */
export interface FirstSeen {
  /** Hash of the zip. */
  readonly sum: string | null
  /** The commit it came from. */
  readonly commit: string | null
  /** RFC 3339. */
  readonly at: string | null
}

/** How the content of a version differs from the content it had. */
export interface Difference {
  /** Names of the files that differ, were added or removed, in byte order; the first 100. */
  readonly files: readonly FileDifference[]
  /** How many differ in all. */
  readonly differing: number
  /** How many files there are now. */
  readonly of: number
  /** Whether a file that `go build` reads is among them. */
  readonly goCode: boolean
}

/** How one file differs; lines are counted where both are text. */
export interface FileDifference {
  readonly name: string
  readonly added: number
  readonly removed: number
  /** The beginning of the difference: at most 20 lines, each after ` `, `-` or `+`. */
  readonly lines?: readonly string[]
}

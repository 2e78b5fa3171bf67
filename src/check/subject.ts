import type { Ways } from '../gomod/graph/ways-to.ts'
import type { Claim } from '../verify/judge/claim.ts'

/** The line of a file that asks for a module. */
export interface RequiredAt {
  /** As shown to people. */
  readonly file: string
  /** From 1. */
  readonly line: number
  readonly indirect: boolean
}

/** A module version that a project needs. */
export interface Subject extends Claim {
  /** Who requires it, as `path@version`; a main module without its version. */
  readonly requiredBy: readonly string[]
  readonly at?: RequiredAt
  /** Absent where the graph is not known, as for a bare go.sum. */
  readonly paths?: Ways
}

/** The path by which others require it: that of the module whose place it takes, else its own. */
export function requiredPath({ path, replaces }: Pick<Subject, 'path' | 'replaces'>): string {
  return replaces?.path ?? path
}

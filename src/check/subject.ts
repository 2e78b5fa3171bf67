import type { Claim } from '../verify/judge/claim.ts'

/** The line of a file that asks for a module. */
export interface RequiredAt {
  /** As shown to people. */
  readonly file: string
  /** From 1. */
  readonly line: number
  readonly indirect: boolean
}

/** How a module is reached from the main modules. */
export interface Paths {
  /**
   * At most two, the shortest first, each from a direct requirement (`path@version`) to the module itself, which is left
   * out; empty for a direct requirement.
   */
  readonly shortest: readonly (readonly string[])[]
  /** How many other modules require it, beside those that are last in `shortest`. */
  readonly more: number
}

/** A module version that a project needs. */
export interface Subject extends Claim {
  /** Who requires it, as `path@version`; a main module without its version. */
  readonly requiredBy: readonly string[]
  readonly at?: RequiredAt
  /** Absent where the graph is not known, as for a bare go.sum. */
  readonly paths?: Paths
}

import type { Interval } from './interval.ts'
import type { Replacement } from './replacement.ts'

/** Where a directive stands: its line, from 1. */
export interface Placed {
  readonly line: number
}

/**
 * A `module` line; `deprecated` is the message of its `Deprecated:` comment, '' when there is
 * none.
 */
export interface ModuleDirective extends Placed {
  readonly path: string
  readonly deprecated: string
}

/** A `godebug key=value` line. */
export interface GodebugDirective {
  readonly key: string
  readonly value: string
}

/** A module version, as in an `exclude` line. The version is canonical. */
export interface VersionDirective extends Placed {
  readonly path: string
  readonly version: string
}

/** A `require` line; `indirect` tells whether `// indirect` stands at its end. */
export interface RequireDirective extends VersionDirective {
  readonly indirect: boolean
}

/** A `replace` line. Versions are canonical. */
export interface ReplaceDirective extends Replacement, Placed {}

/**
 * A `retract` line; `rationale` is the text of its comments, '' when there are none. The bounds
 * are as written: not checked, not canonical.
 */
export interface RetractDirective extends Interval, Placed {
  readonly rationale: string
}

/** A line with one path: `tool`, `ignore`, `use`. */
export interface PathDirective extends Placed {
  readonly path: string
}

/** What go.mod and go.work files have in common. */
export interface SharedDirectives {
  /** Version in the `go` line, such as `1.24.0`. */
  readonly go?: string
  /** Name in the `toolchain` line, such as `go1.24.1` or `default`. */
  readonly toolchain?: string
  readonly godebug: readonly GodebugDirective[]
  readonly replace: readonly ReplaceDirective[]
}

/** A go.mod file, its directives in file order. */
export interface ModFile extends SharedDirectives {
  readonly module?: ModuleDirective
  readonly require: readonly RequireDirective[]
  readonly exclude: readonly VersionDirective[]
  readonly retract: readonly RetractDirective[]
  readonly tool: readonly PathDirective[]
  readonly ignore: readonly PathDirective[]
}

/** A go.work file, its directives in file order. */
export interface WorkFile extends SharedDirectives {
  readonly use: readonly PathDirective[]
}

import type { Origin } from '../../origin/version-info.ts'

/** Stands for the version that upstream selects for the query of this name. */
export const newest = 'latest'

/** A module version to be judged, and what is known of it beforehand. */
export interface Claim {
  readonly path: string
  /** Canonical, or {@link newest}, of which go.sum has nothing. */
  readonly version: string
  /** `build`: the whole module is needed; `graph`: only its go.mod. */
  readonly scope: 'build' | 'graph'
  /** Hash of the zip in go.sum. */
  readonly goSum?: string
  /** Hash of the go.mod in go.sum. */
  readonly goModSum?: string
  /** The module that it stands for by a `replace` line; version '' means all. */
  readonly replaces?: { readonly path: string; readonly version: string }
  /** Where the `.info` of the Go module cache says it was read. Nobody signed that. */
  readonly cachedOrigin?: Origin
  /** What is wrong with the folder that replaces it; only for such modules. */
  readonly folderFault?: string
}

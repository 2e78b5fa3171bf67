/** The line of a file that asks for a module. */
export interface RequiredAt {
  /** As shown to people. */
  readonly file: string
  /** From 1. */
  readonly line: number
  readonly indirect: boolean
}

/** Stands for the version that upstream selects for the query of this name. */
export const newest = 'latest'

/** A module version to be judged, and what is known about it beforehand. */
export interface Subject {
  readonly path: string
  /** Canonical, or {@link newest}. */
  readonly version: string
  /** `build`: the whole module is needed; `graph`: only its go.mod. */
  readonly scope: 'build' | 'graph'
  /** Who requires it, as far as the files read say so. */
  readonly requiredBy: readonly string[]
  readonly at?: RequiredAt
  /** The module that it stands for by a `replace` line; version '' means all. */
  readonly replaces?: { readonly path: string; readonly version: string }
  /** Hash of the zip in go.sum. */
  readonly goSum?: string
  /** Hash of the go.mod in go.sum. */
  readonly goModSum?: string
  /** What is wrong with the folder that replaces it; only for such subjects. */
  readonly folderFault?: string
}

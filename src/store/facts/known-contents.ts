/** What one commit was found to hold as one version of a module. It never changes, so it is kept for ever. */
export interface KnownContentRow {
  readonly path: string
  readonly version: string
  /** The commit, full; for Subversion the repository's URL, `@`, and the revision. */
  readonly hash: string
  readonly goModSum: string
  /** Null while only its go.mod was hashed. */
  readonly zipSum: string | null
  /** When it was hashed, Unix milliseconds. */
  readonly at: number
}

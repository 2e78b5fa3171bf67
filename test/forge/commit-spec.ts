import type { RawEntry } from './raw-tree.ts'

/**
 * A commit: by its place in the list given (0 is the first), by hash, or by the name of a branch or tag.
 */
export type CommitName = number | string

/** A tag to put on a commit. */
export interface TagSpec {
  readonly name: string
  /** A tag object; otherwise the tag is the commit's own name. */
  readonly annotated?: boolean
  /** Of the tag object. */
  readonly message?: string
  /** Of the tag object; the commit's own unless given. */
  readonly date?: string
}

/** A commit as data. Its tree is its first parent's with these changes. */
export interface CommitSpec {
  /** Content by path; strings as UTF-8. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>
  /** As `files`, with mode 100755. */
  readonly executables?: Readonly<Record<string, string | Uint8Array>>
  /** Target by path. */
  readonly symlinks?: Readonly<Record<string, string>>
  /** Commit hash by path. */
  readonly submodules?: Readonly<Record<string, string>>
  /** Paths of files or folders that go; done before anything is added. */
  readonly remove?: readonly string[]
  /** Begins with an empty tree instead of the parent's. */
  readonly fresh?: boolean
  /** The whole tree, entry by entry, with names and an order that git itself would refuse; excludes the fields above. */
  readonly rawTree?: readonly RawEntry[]
  /** `x` unless given. */
  readonly message?: string
  /** ISO 8601; the default is a minute after the one before, the first being 2020-01-02T03:04:05Z. */
  readonly date?: string
  /** `Name <mail>`. */
  readonly author?: string
  /** The branch that gets it, or a full ref name such as `refs/pull/1/head`; the default branch unless given. */
  readonly branch?: string
  /** First parent, or null for none; the branch's tip unless given, none when the branch is new. */
  readonly from?: CommitName | null
  /** Further parents. */
  readonly merge?: readonly CommitName[]
  readonly tags?: readonly (string | TagSpec)[]
}

import type { Reason } from '../outbound/request-record.ts'
import type { TreeEntry } from './zip/cut-zip.ts'

/** A tag and the revision it names (annotated tags peeled). */
export interface Tag {
  readonly name: string
  readonly hash: string
}

/** One revision of a repository. */
export interface Revision {
  /** Full id: 40 or 64 hex; in Subversion the number of the revision. */
  readonly hash: string
  /** The form pseudo-versions use: the first 12 hex of the hash; in Subversion the number as 12 digits. */
  readonly short: string
  /** Committer's time, whole seconds. */
  readonly time: Date
  /** The same in RFC 3339, where upstream tells it more exactly than `time` can. */
  readonly exactTime?: string
  /** The tag that was asked for, if it names this revision; else the hash. */
  readonly version: string
  /** All tags on this revision, in byte order. */
  readonly tags: readonly string[]
  /** The ref that led here, if one did; HEAD is told only by `latest`, as `go` does it. */
  readonly ref?: string
}

/** Some of the files of a revision. */
export interface Extent {
  /** By their paths below the root; those that are not there do not matter. */
  readonly files: readonly string[]
  /** And all below this folder, never ''. */
  readonly folder?: string
}

/** A tree to cut a module zip from. */
export interface Snapshot {
  readonly entries: TreeEntry[]
  /** Tar of the tree, every name below `prefix/`. */
  readonly archive: AsyncIterable<Uint8Array>
}

/**
 * A repository at one moment: every answer of one view rests on the same list of refs.
 *
 * All methods throw Failure: `not-found` (at `ref` or `commit`) for what the repository does not have, and the codes
 * of "could not ask".
 */
export interface CodeView {
  /** When upstream told its refs, milliseconds since the epoch. */
  readonly at: number
  /** All tags, in byte order of their names. */
  readonly tags: readonly Tag[]
  /** HEAD, branches and tags by their full names, and the commits they lead to; only where refs are told all at once. */
  readonly refs?: readonly Tag[]
  /** The address that answered, where a redirect led there. */
  readonly answeredAt?: string
  /**
   * The same repository at the same moment, for somebody who is likely to read no other files of any revision: they need
   * not be brought. What is read all the same is brought then. Absent where revisions come whole.
   */
  within?(extent: Extent): CodeView
  /** Hash over all refs, for `Origin.RepoSum`. */
  readonly repoSum: string
  /** Resolves a tag, branch, `HEAD`, or hash prefix of 7 or more digits. */
  stat(revision: string): Promise<Revision>
  /** The head of the default branch. */
  latest(): Promise<Revision>
  /** The raw bytes of a file (for a symlink: its target); undefined when there is none. */
  readFile(hash: string, path: string, maxBytes: number): Promise<Uint8Array | undefined>
  /** Of the tags that begin with `prefix`, are allowed, and lead to `hash`: the one of highest version after the prefix. */
  recentTag(
    hash: string,
    prefix: string,
    allowed: (tag: string) => Promise<boolean>,
  ): Promise<string | undefined>
  descendsFrom(hash: string, tag: string): Promise<boolean>
  /**
   * Commits that refs name now and that lead to a commit, some of many, those of tags first; none where no ref leads to
   * it, and where the short form of its hash means another one as well. Needs no content. Only with {@link CodeView.refs}.
   */
  leadsTo?(hash: string): Promise<readonly string[]>
  /** Lends the tree of a revision below `subdir` ('' for all) to `use`. */
  withTree<T>(hash: string, subdir: string, use: (tree: Snapshot) => Promise<T>): Promise<T>
  /** Bytes of the revision's tree as one compressed archive, for the one limit that Go states in those terms. */
  archiveSize(hash: string, subdir: string): Promise<number>
}

/** A repository to read modules from, whatever its version control system. */
export interface CodeRepository {
  readonly vcs: 'git' | 'hg' | 'svn' | 'fossil'
  /** Original URL, as `Origin.URL` shows it. */
  readonly url: string
  /**
   * A view whose refs are at most `maxAge` milliseconds old. That there is no such repository is believed when it was
   * said less than `missingFor` milliseconds ago; 0 unless given.
   */
  view(maxAge: number, missingFor?: number): Promise<CodeView>
}

/** A repository that is kept an eye on. */
export interface CodeHost extends CodeRepository {
  /**
   * Reads the refs although nobody waits for them, for all who come later; absent where that is no small question.
   *
   * @throws Failure as {@link view}; `throttled` or `opted-out` when the gate does not let it
   */
  look?(reason: Reason): Promise<RefList>
  /** What was last read of the refs, if that is at most `maxAge` milliseconds ago; asks nobody. */
  seen?(maxAge: number): RefList | undefined
  /**
   * Whether the server hands out a commit that is asked for by its full name, though no ref may lead to it. Nothing is
   * kept. Absent where that cannot be asked.
   */
  hasCommit?(hash: string): Promise<boolean>
  /** Believes nothing any more that upstream said before. */
  forget(): void
}

/** What a repository's refs say of its tags. */
export interface RefList {
  /** The commit of each tag, by its name. */
  readonly tags: ReadonlyMap<string, string>
}

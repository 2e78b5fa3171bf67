import type { RefProof } from '../store/facts/known-contents.ts'
import type { Remembered } from './code/named-version.ts'
import type { Place } from './code/place.ts'
import type { Origin, VersionInfo } from './version-info.ts'

/** Where in which repository a module was read. */
export interface ReadFrom {
  readonly vcs: string
  /** Original URL. */
  readonly url: string
  readonly place: Place
  /** The address that answered, where a redirect led there. */
  readonly answeredAt?: string
}

/** How much of a version will be read: its go.mod, or that and its zip. */
export type Portion = 'go.mod' | 'module'

/** What the refs of a repository say of a version; its content was not read. */
export interface NamedVersion {
  readonly from: ReadFrom
  /** The commit, full. */
  readonly hash: string
  readonly origin: Origin
  /** What a pseudo-version rests on now, where that is not what was remembered. */
  readonly proof?: RefProof
}

/** A module zip on disk. */
export interface MadeZip {
  readonly h1: string
  /** Bytes. */
  readonly size: number
  /** Of the file, lower-case hex. */
  readonly sha256: string
}

/** A version that was read, ready to be kept. */
export interface FoundVersion {
  readonly info: VersionInfo
  /** The exact bytes of `.mod`. */
  readonly goMod: Uint8Array
  /** Whether making the zip keeps the processor busy, so that few should be made at a time. */
  readonly isHeavy?: boolean
  /** Absent where it came from a module proxy. */
  readonly from?: ReadFrom
  /**
   * What its content hangs on: the commit, full; for Subversion the repository's URL, `@`, and the revision. Absent where
   * it came from a module proxy.
   */
  readonly commit?: string
  /** What a pseudo-version rests on; undefined for others, and where that cannot be told. */
  readonly proof?: () => Promise<RefProof | undefined>
  /**
   * The hash of the module zip, which is not made: as {@link FoundVersion.cut} would tell it, and refused for the same
   * reasons. Absent, or undefined, where the zip itself must be had for it.
   */
  readonly hash?: () => Promise<string | undefined>
  /**
   * Writes the module zip to a new file, durably.
   *
   * @param onBytes told how many bytes can be read from it, of how many in all, as it grows; only where that is known
   */
  cut(target: string, onBytes?: (written: number, size: number) => void): Promise<MadeZip>
}

/**
 * Where one module can be read: its repository, or a module proxy. Every method throws Failure: `not-found` if the
 * source has no such thing, `unusable` if a rule of Go's forbids it, else why it could not be asked.
 */
export interface ModuleSource {
  /** Versions in semver order, as `$base/$module/@v/list` gives them. */
  versions(): Promise<readonly string[]>
  /**
   * What the list of the versions that begin with `prefix` (such as `v1.`, or '' for all) rests on; absent, or
   * undefined, where the source does not tell.
   */
  listOrigin?(prefix: string): Promise<Origin | undefined>
  /**
   * The version whose go.mod states which versions are withdrawn, told from the list of refs alone; undefined for none.
   * Absent where that list is not all it takes.
   */
  stating?(): Promise<string | undefined>
  /** The version that the query `latest` selects. */
  latest(): Promise<VersionInfo>
  /** What a branch, commit or other revision resolves to. */
  query(revision: string): Promise<VersionInfo>
  /**
   * What the refs alone say of a canonical version; only a list of refs is asked for, and for a pseudo-version the
   * history of commits, where what is remembered of it no longer tells. Absent, or undefined, where that does not tell.
   *
   * @param recall the commits that the version was found at before, where the module was in the same place
   */
  named?(
    version: string,
    recall: (place: Place) => readonly Remembered[],
  ): Promise<NamedVersion | undefined>
  /**
   * Finds one canonical version.
   *
   * @param portion all that is likely to be read of it, so that little else need be brought, though it may take a request
   *   more; absent: it comes in as few requests as can be. More can be read all the same.
   */
  find(version: string, portion?: Portion): Promise<FoundVersion>
}

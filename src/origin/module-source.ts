import type { Origin, VersionInfo } from './version-info.ts'

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
  /** The version that the query `latest` selects. */
  latest(): Promise<VersionInfo>
  /** What a branch, commit or other revision resolves to. */
  query(revision: string): Promise<VersionInfo>
  /** Finds one canonical version. */
  find(version: string): Promise<FoundVersion>
}

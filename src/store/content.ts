import type { FileHandle } from 'node:fs/promises'

/** What is known of a version's stored zip. */
export interface ZipFacts {
  /** Bytes of the file. */
  readonly size: number
  /** SHA-256 of the file's bytes, lower-case hex. */
  readonly sha256: string
  /** Go's hash of the files in it, as in go.sum. */
  readonly h1: string
}

/** All there is to serve of one version. */
export interface VersionRecord {
  readonly path: string
  readonly version: string
  /** The exact bytes of `.info`. */
  readonly info: Uint8Array
  /** The exact bytes of `.mod`. */
  readonly mod: Uint8Array
  /** Absent while only `.info` and `.mod` are held. */
  readonly zip?: ZipFacts
}

/** A zip whose bytes were checked. The caller closes the file. */
export interface OpenZip {
  readonly file: FileHandle
  readonly size: number
}

/**
 * The immutable files of versions. Needs no database.
 *
 * Every implementation passes content.conformance.ts, which proves:
 * - no reader ever sees part of a record or zip, or one that differs from what was written;
 * - the bytes of a sound record never change, it only gains a zip;
 * - of several writers at once that disagree, one wins and the others are told.
 *
 * All functions throw Failure `invalid` for a path or version that cannot be escaped, and the writing
 * ones Failure `no-space` when the disk is full; nothing then became visible.
 */
export interface Content {
  /** The record, or undefined when there is none. A damaged one counts as none and is set aside. */
  read(path: string, version: string): Promise<VersionRecord | undefined>
  /**
   * Creates the record, or adds its zip to one with the same `.info` and `.mod`; resolves to the record
   * as it now stands, on stable storage. Its zip must have been adopted before.
   *
   * @throws Failure `mismatch` when that would change bytes or zip facts of a sound record, or the zip
   *   is not in place with the size named. Nothing changes then.
   */
  writeRecord(record: VersionRecord): Promise<VersionRecord>
  /**
   * Moves a finished file from the scratch folder to where the version's zip belongs. It stays invisible
   * until a record names it.
   *
   * @param facts size in bytes and SHA-256 in hex of `tempFile`; the caller has hashed it.
   * @throws Failure `mismatch` when the record already names another zip, or the size is wrong;
   *   `tempFile` is left alone then.
   */
  adoptZip(
    path: string,
    version: string,
    tempFile: string,
    facts: Pick<ZipFacts, 'size' | 'sha256'>,
  ): Promise<void>
  /**
   * Opens the zip a record names, after comparing size and SHA-256 with the record; the comparison is
   * done once for each state of the file. Undefined when the record names none, or the file is missing
   * or damaged: it is then set aside and the record no longer names a zip, so it can be cut again.
   */
  openZip(record: VersionRecord): Promise<OpenZip | undefined>
  /** Number and bytes of all files kept. Walks everything. */
  usage(): Promise<{ files: number; bytes: number }>
}

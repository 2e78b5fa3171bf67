import type { FileHandle } from 'node:fs/promises'

/** Who may be asked for an answer. */
export type Door =
  | 'default' // what is held, else upstream
  | 'cached-only' // what is held, never upstream
  | 'strict' // what upstream has now, proven a short while ago at the most

/** An answer that may change: a list, the latest version, what a branch names. */
export interface Changing {
  readonly body: string
  /** When upstream said so, milliseconds since the epoch; absent when it never did, and the answer is made from what is held. */
  readonly askedAt?: number
  /** How long the answer may be kept, milliseconds; 0 when it is older than that already because upstream could not be asked. */
  readonly freshFor: number
}

/** A zip that is held, ready to be sent. The taker closes `file`. */
export interface HeldZip {
  readonly file: FileHandle
  readonly size: number
  /** Hex SHA-256 of the file: its entity tag. Absent while the zip is coming in. */
  readonly sha256?: string
  /**
   * Only while the zip is coming in: how many bytes may be read, once it is more than `beyond`. The last one may only
   * when the zip was checked; the promise rejects when it is not sound or does not come.
   */
  readonly arrived?: (beyond: number) => Promise<number>
}

/** A version's small files: bytes that never change. */
export interface HeldFile {
  readonly bytes: Buffer
  /** Hex SHA-256 of the bytes. */
  readonly sha256: string
}

/** Something that was asked for, and answered from what is held, so that upstream was spared. */
export interface Spared {
  readonly path: string
  readonly kind: 'list' | 'latest' | 'query' | 'info' | 'mod' | 'zip'
  /** Of the answer. */
  readonly bytes: number
}

/**
 * Answers for modules: from the store if it can, from upstream (once for everyone who waits) if it must.
 *
 * `path` and `version` are unescaped and checked (`checkPath`; a canonical version, or any other text that names a
 * revision where a method says `query`). All methods throw Failure. Work that has begun goes on when its first asker
 * goes away.
 */
export interface Mirror {
  /** The versions, one per line, in semver order: `$base/$module/@v/list`. */
  list(path: string, door: Door): Promise<Changing>
  /** The `.info` of the version that the query `latest` selects. */
  latest(path: string, door: Door): Promise<Changing>
  /** The `.info` of a branch, commit or other revision that is no canonical version. */
  query(path: string, revision: string, door: Door): Promise<Changing>
  /** The `.info` of a canonical version. */
  info(path: string, version: string, door: Door): Promise<HeldFile>
  mod(path: string, version: string, door: Door): Promise<HeldFile>
  zip(path: string, version: string, door: Door): Promise<HeldZip>
}

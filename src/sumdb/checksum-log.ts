import { Failure } from '../failure.ts'
import type { DataTile, HashTile } from '../tlog/tile.ts'

/**
 * A checksum database as a client sees it, whoever keeps it: our own log, or one of others that is verified before
 * anything of it is passed on. What it gives is true for ever, except for `latest`, which grows.
 *
 * All methods throw Failure: `not-found` only where the log itself was asked just now and has no such thing; `mismatch`
 * where it contradicts itself or us, which a client must never get an answer to; `refused` for what must not be named to
 * it; else why it could not be asked.
 *
 * Source: https://go.dev/ref/mod#checksum-database
 */
export interface ChecksumLog {
  /** As in its key: `sum.golang.org`. */
  readonly name: string
  /** Throws where nothing of it may be answered now, whatever is asked; absent where there is no such time. */
  supported?(): Promise<void>
  /** The signed head of the tree as it is known now, a note. */
  latest(): Promise<Uint8Array>
  /**
   * The number and text of the record, a blank line, and a signed head of a tree that has it.
   *
   * @param path unescaped and checked, as is `version`, which is canonical
   */
  lookup(path: string, version: string): Promise<Uint8Array>
  /**
   * The text of the record of a version, if that is here: nobody is asked for it, and nothing is logged. It was proved once.
   * Throws as the other methods do.
   */
  kept(path: string, version: string): Promise<string | undefined>
  /** 32 bytes for each hash of the width; of a data tile the records, a blank line after each. */
  tile(tile: HashTile | DataTile): Promise<Uint8Array>
  /** The same, without asking anybody and without logging anything: Failure `not-held` for what is not here. */
  readonly held: HeldLog
  /** Present for our own log only. */
  readonly readers?: LogReaders
}

/** What is here of a checksum database. Throws as {@link ChecksumLog} does, and `not-held`. */
export type HeldLog = Pick<ChecksumLog, 'supported' | 'latest' | 'lookup' | 'tile'>

/** That something of a checksum database is not here. */
export function notHeldOf(name: string, what: string): Failure {
  return new Failure('not-held', `Not held of ${name}: ${what}`)
}

/** What readers of logs of every kind ask beside tiles, and the go command does not. Throws as {@link ChecksumLog} does. */
export interface LogReaders {
  /** The signed checkpoint: the latest tree under the name of the log. Source: C2SP tlog-checkpoint, tlog-tiles */
  checkpoint(): Promise<Uint8Array>
  /** The texts of the records of a tile, each behind its length. Source: C2SP tlog-tiles ("Log entries") */
  entries(tile: DataTile): Promise<Uint8Array>
  /**
   * What proves offline that the log has the record of a version, which is logged if it is not: see `verifyTlogProof`. Its
   * extra data is the text of that record, so it needs nothing beside it.
   *
   * Source: C2SP tlog-proof
   */
  proof(path: string, version: string): Promise<Uint8Array>
}

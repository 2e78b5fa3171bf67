import { parseLookup } from './lookup.ts'
import { openNote } from './note.ts'
import { ProofError } from './proof-error.ts'
import { proveByTiles, type ProvenRecord } from './proven-record.ts'
import { recordedSums, type RecordedSums } from './recorded-sums.ts'
import type { TreeHead } from './tree-head.ts'
import { parseTreeNote } from './tree-note.ts'
import type { VerifiedTiles } from './verified-tiles.ts'
import type { Verifier } from './verifier.ts'

/** A checksum database of others, as far as we know it. */
export interface KnownLog {
  /** Keys of which one must have signed a head. */
  readonly verifiers: readonly Verifier[]
  /**
   * Takes in a signed head as `followLog` does, with the latest that we know, so that each is held against all before it.
   * Gives the tree under the later of the two.
   */
  readonly follow: (head: TreeHead) => Promise<VerifiedTiles>
}

/** What the answer to a lookup proved. */
export interface VerifiedLookup {
  readonly record: ProvenRecord
  readonly sums: RecordedSums
  /** The tree under the latest head now: keep it, and ask with it the next time. */
  readonly latest: VerifiedTiles
}

/**
 * Verifies the answer to a lookup from beginning to end: the head in it is signed and of the history we
 * know, its tree has the record, the record has the hashes of the module version asked for. Hashes come
 * from the record alone; what else the answer holds, such as further lines of the head, is never read.
 * An answer that passes is safe to hand on to clients that verify less.
 *
 * Rejects with InvalidError when it is malformed, with ForkError when the log has lied, with ProofError
 * when it does not prove what was asked, and with what reading tiles rejects with.
 *
 * Source: x/mod/sumdb.Client.Lookup
 */
export async function verifyLookup(
  response: string | Uint8Array,
  asked: { readonly path: string; readonly version: string },
  { verifiers, follow }: KnownLog,
): Promise<VerifiedLookup> {
  const { id, text, note } = parseLookup(response)
  const head = parseTreeNote(openNote(note, verifiers).text, 'ignore')
  if (id >= head.size) {
    throw new ProofError(`Cannot prove record ${id}: the head beside it has ${head.size} records`)
  }
  const latest = await follow(head)
  const record = await proveByTiles(latest, id, text)
  return { record, sums: recordedSums(record, asked.path, asked.version), latest }
}

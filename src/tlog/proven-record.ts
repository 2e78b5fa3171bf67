import { equalHashes, leafHash } from './hash.ts'
import { ProofError } from './proof-error.ts'
import { checkRecordProof } from './record-proof.ts'
import { readRecordText } from './record-text.ts'
import { storedHashIndex } from './stored-hash.ts'
import type { TreeHead } from './tree-head.ts'
import type { VerifiedTiles } from './verified-tiles.ts'

declare const proven: unique symbol

/**
 * A record that is proven to be in a log. Only the functions of this file make one, so a value of this
 * type is the proof, and whatever takes one cannot be given text from elsewhere.
 */
export interface ProvenRecord {
  /** Number of the record in the log, from 0. */
  readonly id: number
  readonly text: string
  readonly [proven]: true
}

/**
 * Proves a record through the tiles of a head.
 *
 * Rejects with InvalidError when the text breaks the rules of records, with ProofError when the tree
 * has another record there or none, and with what reading tiles rejects with.
 *
 * Source: x/mod/sumdb.Client.checkRecord
 */
export async function proveByTiles(
  tiles: VerifiedTiles,
  id: number,
  text: string,
): Promise<ProvenRecord> {
  const leaf = leafHash(readRecordText(text))
  const { size } = tiles.head
  if (id >= size) throw new ProofError(`Cannot prove record ${id}: the tree has ${size} records`)
  const [hash] = await tiles.readHashes([storedHashIndex(0, id)])
  if (hash === undefined || !equalHashes(hash, leaf)) {
    throw new ProofError(`Cannot prove record ${id}: the log holds another text there`)
  }
  return { id, text } as ProvenRecord
}

/**
 * Proves a record by an inclusion proof under a head, which must be signed.
 *
 * @throws InvalidError when the text breaks the rules of records
 * @throws ProofError when the proof does not fit
 */
export function proveByProof(
  proof: readonly Uint8Array[],
  head: TreeHead,
  id: number,
  text: string,
): ProvenRecord {
  checkRecordProof(proof, head, id, leafHash(readRecordText(text)))
  return { id, text } as ProvenRecord
}

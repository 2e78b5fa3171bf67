import { parseCheckpoint, type Checkpoint } from './checkpoint.ts'
import { unpackCosignature } from './cosignature.ts'
import { openNote } from './note.ts'
import { ProofError } from './proof-error.ts'
import { proveByProof, type ProvenRecord } from './proven-record.ts'
import { parseTlogProof } from './tlog-proof.ts'
import { isSameKey, type Verifier } from './verifier.ts'

/** Whom a reader of proofs trusts. */
export interface ProofPolicy {
  /** First line of the log's checkpoints. */
  readonly origin: string
  /** Keys of the log, one of which must have signed. */
  readonly log: readonly Verifier[]
  /** Keys of witnesses: algorithm 4. */
  readonly witnesses: readonly Verifier[]
  /** How many witnesses with different keys must have cosigned. */
  readonly quorum: number
}

/** A witness's word that it saw a checkpoint. */
export interface Cosignature {
  readonly name: string
  /** Unix seconds, by the witness's clock. */
  readonly time: number
}

/** What a proof proved. */
export interface VerifiedTlogProof {
  readonly record: ProvenRecord
  readonly checkpoint: Checkpoint
  /** Of the witnesses in the policy. */
  readonly cosignatures: readonly Cosignature[]
}

/**
 * Verifies a `.tlog-proof` for the text of a record: the log signed the checkpoint, enough witnesses
 * cosigned it, its tree has the record at that index. Whether the times of the cosignatures are recent
 * enough, or not in the future, is for the caller to judge.
 *
 * @throws InvalidError when proof, checkpoint or record are malformed
 * @throws ProofError when it does not prove the record under this policy
 *
 * Source: C2SP tlog-proof, C2SP tlog-cosignature
 */
export function verifyTlogProof(
  bundle: string,
  text: string,
  { origin, log, witnesses, quorum }: ProofPolicy,
): VerifiedTlogProof {
  const { index, proof, checkpoint: note } = parseTlogProof(bundle)
  const checkpoint = parseCheckpoint(openNote(note, log).text)
  if (checkpoint.origin !== origin) {
    throw new ProofError(
      `Cannot trust proof: it is of the log ${JSON.stringify(checkpoint.origin)}`,
    )
  }
  const cosigners = witnesses.filter(({ algorithm }) => algorithm === 4)
  const { signatures } = openNote(note, [...log, ...cosigners])
  const cosigned = signatures.flatMap((signature) => {
    const { name, bytes } = signature
    const witness = cosigners.find((known) => isSameKey(known, signature))
    const time = unpackCosignature(bytes)?.time
    return witness === undefined || time === undefined ? [] : [{ name, time, witness }]
  })
  const keys = new Set(
    cosigned.map(({ witness }) => Buffer.from(witness.publicKey).toString('hex')),
  )
  if (keys.size < quorum) {
    throw new ProofError(`Cannot trust proof: ${keys.size} of ${quorum} witnesses have cosigned it`)
  }
  return {
    record: proveByProof(proof, checkpoint, index, text),
    checkpoint,
    cosignatures: cosigned.map(({ name, time }) => ({ name, time })),
  }
}

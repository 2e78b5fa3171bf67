import { InvalidError } from '../../../gomod/invalid-error.ts'
import { parseCheckpoint } from '../../../tlog/checkpoint.ts'
import { equalHashes } from '../../../tlog/hash.ts'
import type { NoteSignature } from '../../../tlog/note-signature.ts'
import { openNote, signNote } from '../../../tlog/note.ts'
import { ProofError } from '../../../tlog/proof-error.ts'
import type { TreeHead } from '../../../tlog/tree-head.ts'
import type { PublishedTree } from '../published-tree.ts'
import { isSameKey, type Verifier } from '../../../tlog/verifier.ts'

/** A head of our log with what witnesses signed under it. */
export interface CosignedHead extends TreeHead {
  /** What is signed. */
  readonly text: string
  /** The note: the signature of the log first, then those of witnesses. */
  readonly checkpoint: string
  /** Those of witnesses, verified; at least one. */
  readonly cosignatures: readonly NoteSignature[]
}

/** A cosigned head, if it is one of the tree that is published; undefined otherwise. */
export function ofPublished(
  head: CosignedHead | undefined,
  { read, size }: PublishedTree,
): CosignedHead | undefined {
  if (head === undefined || head.size > size) return undefined
  const here = read.headAt(head.size)
  return here && equalHashes(here.root, head.root) ? head : undefined
}

/**
 * Reads a checkpoint that witnesses have cosigned, and verifies it anew. What others than the log and the witnesses signed
 * is left out.
 *
 * @param log the key of the log
 * @returns undefined where the log has not signed it, no witness has, or a signature is bad
 */
export function readCosignedHead(
  checkpoint: string,
  log: Verifier,
  witnesses: readonly Verifier[],
): CosignedHead | undefined {
  try {
    const { text, signatures } = openNote(checkpoint, [log, ...witnesses])
    const ours = signatures.find((signature) => isSameKey(signature, log))
    const cosignatures = signatures.filter((signature) => signature !== ours)
    const { origin, size, root } = parseCheckpoint(text)
    if (!ours || cosignatures.length === 0 || origin !== log.name) return undefined
    return {
      size,
      root,
      text,
      checkpoint: signNote(text, [], { kept: [ours, ...cosignatures] }),
      cosignatures,
    }
  } catch (error) {
    if (error instanceof InvalidError || error instanceof ProofError) return undefined
    throw error
  }
}

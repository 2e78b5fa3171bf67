import { InvalidError } from '../../gomod/invalid-error.ts'
import { formatSignatureLine } from '../../tlog/note-signature.ts'
import { openNote } from '../../tlog/note.ts'
import { parseTreeNote } from '../../tlog/tree-note.ts'
import type { Verifier } from '../../tlog/verifier.ts'
import type { SignedHead } from './pinned-heads.ts'

/**
 * Reads the signed head of a checksum database of others. Its note comes out with the signatures that were verified and no
 * others. Lines after the third are passed on, as they are signed, but none that could be taken for a line of go.sum:
 * clients of before 2026 believe those (CVE-2026-56864, go.dev/issue/80745).
 *
 * @throws InvalidError when it is malformed or has such a line, ProofError when none of the keys has signed it
 */
export function openHead(note: string | Uint8Array, verifiers: readonly Verifier[]): SignedHead {
  const { text, signatures } = openNote(note, verifiers)
  const head = parseTreeNote(text, 'ignore')
  if (/\sh\d+:/.test(text)) {
    throw new InvalidError('Invalid tree note: it has a line of go.sum, which only records have')
  }
  const lines = signatures.map((signature) => formatSignatureLine(signature))
  return { ...head, note: `${text}\n${lines.join('')}` }
}

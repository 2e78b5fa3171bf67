import { InvalidError } from '../gomod/invalid-error.ts'
import { formatSignatureLine, parseSignatureLine, type NoteSignature } from './note-signature.ts'
import { readPlainText } from './plain-text.ts'
import { ProofError } from './proof-error.ts'
import type { Signer } from './signer.ts'
import { isSameKey, keyNameOf, type Verifier } from './verifier.ts'

/** A note of which at least one signature is verified. */
export interface Note {
  /** What was signed; ends in a newline. */
  readonly text: string
  /** By known keys, all verified, in the order of the note, one for each key. */
  readonly signatures: readonly NoteSignature[]
  /** By keys that are not known. They prove nothing. */
  readonly unknown: readonly NoteSignature[]
}

const maxLength = 1_000_000
const maxSignatures = 100

/**
 * Reads a signed note and verifies every signature by a known key. Text comes out only if there is at
 * least one and none is bad. Signatures by other keys are kept apart; repeated ones are dropped.
 *
 * @throws InvalidError when it is malformed, has more than 100 signatures or a million bytes
 * @throws ProofError when a known key's signature is bad, none is by a known key, or two known keys
 * have the same name and id
 *
 * Source: x/mod/sumdb/note.Open, C2SP signed-note ("Signatures")
 */
export function openNote(message: string | Uint8Array, known: readonly Verifier[]): Note {
  const { text, lines } = splitNote(message)
  const signatures = new Map<Verifier, NoteSignature>()
  const unknown = new Map<string, NoteSignature>()
  for (const line of lines) {
    const signature = parseSignatureLine(line)
    const verifier = findVerifier(signature, known)
    if (verifier === undefined) unknown.set(line, signature)
    else if (!signatures.has(verifier)) {
      if (!verifier.verify(text, signature.bytes)) {
        throw new ProofError(`Cannot trust note: bad signature of ${keyNameOf(signature)}`)
      }
      signatures.set(verifier, signature)
    }
  }
  if (signatures.size > 0) {
    return { text, signatures: [...signatures.values()], unknown: [...unknown.values()] }
  }
  const signedBy = [...unknown.values()].map((signature) => keyNameOf(signature)).join(', ')
  throw new ProofError(`Cannot trust note: it is signed by ${signedBy}, no known key among them`)
}

/**
 * Signs a text. `kept` are signatures it already has; they come first, without those that the signers
 * replace. `time` is for signers that are witnesses: Unix seconds.
 *
 * @throws InvalidError when the text is not plain text that ends in a newline, or nobody signs
 *
 * Source: x/mod/sumdb/note.Sign
 */
export function signNote(
  text: string,
  signers: readonly Signer[],
  { kept = [], time }: { kept?: readonly NoteSignature[]; time?: number } = {},
): string {
  readPlainText(text, 'text to sign')
  if (!text.endsWith('\n')) {
    throw new InvalidError('Invalid text to sign: it does not end in a newline')
  }
  const made = signers.map((signer) => {
    const { name, id } = signer
    return { name, id, bytes: signer.sign(text, time) }
  })
  const stay = kept.filter((old) => !made.some((own) => isSameKey(old, own)))
  const all = [...stay, ...made]
  if (all.length === 0) throw new InvalidError('Cannot sign note: there is no signature')
  return `${text}\n${all.map((signature) => formatSignatureLine(signature)).join('')}`
}

function splitNote(message: string | Uint8Array): { text: string; lines: string[] } {
  if (message.length > maxLength) {
    throw new InvalidError(`Invalid note: it is longer than ${maxLength}`)
  }
  const plain = readPlainText(message, 'note')
  const end = plain.lastIndexOf('\n\n') + 1
  const lines = plain.slice(end + 1).split('\n')
  if (end === 0 || lines.length < 2 || lines.pop() !== '') {
    throw new InvalidError('Invalid note: it does not end in a blank line and lines of signatures')
  }
  if (lines.length > maxSignatures) {
    throw new InvalidError(`Invalid note: it has more than ${maxSignatures} signatures`)
  }
  return { text: plain.slice(0, end), lines }
}

function findVerifier(signature: NoteSignature, known: readonly Verifier[]): Verifier | undefined {
  const [verifier, other] = known.filter((key) => isSameKey(key, signature))
  if (other === undefined) return verifier
  throw new ProofError(`Cannot trust note: ${keyNameOf(signature)} stands for two known keys`)
}

import { Failure } from '../../../failure.ts'
import { InvalidError } from '../../../gomod/invalid-error.ts'
import { quoted } from '../../../safe-text.ts'
import { formatHash } from '../../../tlog/hash.ts'
import { parseSignatureLine, type NoteSignature } from '../../../tlog/note-signature.ts'
import { parseSize } from '../../../tlog/tree-size.ts'
import { isSameKey, type Verifier } from '../../../tlog/verifier.ts'
import type { SignedHead } from '../signed-head.ts'
import type { Witness, WitnessAnswer } from './witness.ts'

/** What a witness is to cosign. */
export interface CosignatureWish {
  readonly head: SignedHead
  /** What the log signed of the head: its checkpoint without signatures. */
  readonly text: string
  /** Records of the tree that the witness is thought to have cosigned last; 0 where nothing is known of it. */
  readonly old: number
  /** The proof that the tree of the head begins with that many records. */
  readonly prove: (old: number) => readonly Uint8Array[]
  readonly signal: AbortSignal
}

/** A witness may have heard from another process of ours between two questions, and not again and again. */
const mostQuestions = 3

/**
 * Has a witness cosign a head. Where it remembers another size than was thought, it is asked again from there.
 *
 * @throws Failure `mismatch` when what it remembers of the log is not what we have, or what it answers is not its
 *   cosignature; `refused` when it does not cosign; what `submit` throws
 *
 * Source: C2SP tlog-witness ("add-checkpoint")
 */
export async function askCosignature(
  { verifier, submit }: Witness,
  { head, text, old, prove, signal }: CosignatureWish,
): Promise<NoteSignature> {
  let from = Math.min(old, head.size)
  for (let asked = 0; asked < mostQuestions; asked++) {
    const answer = await submit(formatQuestion(from, prove(from), head.checkpoint), signal)
    if (answer.status === 200) return cosignatureIn(answer.body, text, verifier)
    if (answer.status !== 409) throw refusal(verifier, answer)
    from = rememberedSize(answer.body, from, head.size, verifier)
  }
  throw new Failure('unreachable', `Cannot have ${verifier.name} cosign: its size keeps changing`)
}

function formatQuestion(old: number, proof: readonly Uint8Array[], checkpoint: string): string {
  return [`old ${old}\n`, ...proof.map((hash) => `${formatHash(hash)}\n`), '\n', checkpoint].join(
    '',
  )
}

/** The size from which a witness wants to be asked; that it names the one that was said means that its tree is another. */
function rememberedSize(body: string, said: number, size: number, { name }: Verifier): number {
  const found = sizeIn(body)
  const why =
    found === undefined
      ? `it answers 409 and names no size; it says ${quoted(body)}`
      : found === said
        ? `it has cosigned another tree of ${found} records`
        : found > size
          ? `it has cosigned ${found} records, more than the ${size} that are published here`
          : undefined
  if (found !== undefined && why === undefined) return found
  throw new Failure('mismatch', `Cannot have ${name} cosign: ${why}`)
}

function sizeIn(body: string): number | undefined {
  try {
    return body.endsWith('\n') ? parseSize(body.slice(0, -1), 'size') : undefined
  } catch (error) {
    if (error instanceof InvalidError) return undefined
    throw error
  }
}

/** The one of its lines that is the witness's own, verified. Those of other keys are left. */
function cosignatureIn(body: string, text: string, verifier: Verifier): NoteSignature {
  const fail = (why: string): never => {
    throw new Failure('mismatch', `Cannot take what ${verifier.name} cosigned: ${why}`)
  }
  const lines = body.split('\n')
  if (lines.pop() !== '') fail('its answer does not end in a newline')
  for (const line of lines) {
    const signature = signatureIn(line)
    if (signature === undefined) return fail('its answer has a line that is no signature')
    if (!isSameKey(signature, verifier)) continue
    return verifier.verify(text, signature.bytes) ? signature : fail('its signature is bad')
  }
  return fail('its answer has no signature of its key')
}

function signatureIn(line: string): NoteSignature | undefined {
  try {
    return parseSignatureLine(line)
  } catch (error) {
    if (error instanceof InvalidError) return undefined
    throw error
  }
}

/** What a status means is said by the specification; any other is trouble of the witness's own. */
const meanings: Readonly<Record<number, string>> = {
  400: 'it does not understand the question',
  403: 'it does not have the key of the log',
  404: 'it does not know the log',
  422: 'it does not take the proof that its tree is the beginning of ours',
}

function refusal({ name }: Verifier, { status, body }: WitnessAnswer): Failure {
  const meaning = meanings[status]
  const why = `${meaning ?? 'it is in trouble'} (it answers ${status} and says ${quoted(body)})`
  const text = `Cannot have ${name} cosign: ${why}`
  if (meaning === undefined) return new Failure('unreachable', text, { status })
  return new Failure(status === 422 ? 'mismatch' : 'refused', text, { status })
}

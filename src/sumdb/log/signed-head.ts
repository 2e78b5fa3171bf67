import { Failure } from '../../failure.ts'
import { InvalidError } from '../../gomod/invalid-error.ts'
import { formatCheckpoint, parseCheckpoint } from '../../tlog/checkpoint.ts'
import { equalHashes } from '../../tlog/hash.ts'
import { openNote, signNote } from '../../tlog/note.ts'
import { ProofError } from '../../tlog/proof-error.ts'
import type { TreeHead } from '../../tlog/tree-head.ts'
import { formatTreeNote, parseTreeNote } from '../../tlog/tree-note.ts'
import type { Verifier } from '../../tlog/verifier.ts'
import type { LogKey } from './log-key.ts'

/** The head of our log, as it is published. */
export interface SignedHead extends TreeHead {
  /** For the go command: the note whose first line is that of every checksum database. */
  readonly note: string
  /** For witnesses and others: the note whose first line is the name of the log, which no other has. */
  readonly checkpoint: string
  /** When it was signed, Unix milliseconds, by our own clock; undefined where that was not written down. */
  readonly signedAt: number | undefined
}

/**
 * Signs a head, both ways, with one key: the texts differ in their first line, so neither can stand for the other. What
 * comes of the key is verified before it is used.
 *
 * @param at Unix milliseconds
 * @throws Failure when there is no signature, `mismatch` when it is not the key's
 *
 * Source: C2SP tlog-checkpoint, x/mod/sumdb/tlog.FormatTree
 */
export async function signHead(
  { size, root }: TreeHead,
  key: LogKey,
  at: number,
): Promise<SignedHead> {
  const { name, id } = key.verifier
  const sign = async (text: string): Promise<string> => {
    const bytes = await key.sign(text)
    if (key.verifier.verify(text, bytes)) return signNote(text, [], { kept: [{ name, id, bytes }] })
    throw new Failure(
      'mismatch',
      `Cannot sign for ${name}: the signature is not of the key ${key.text}`,
    )
  }
  return {
    size,
    root,
    note: await sign(formatTreeNote({ size, root })),
    checkpoint: await sign(formatCheckpoint({ origin: name, size, root })),
    signedAt: at,
  }
}

/** A signed head as one text, which {@link readSignedHead} reads. */
export function formatSignedHead({ signedAt, note, checkpoint }: SignedHead): string {
  return `${JSON.stringify({ signedAt, note, checkpoint }, undefined, 2)}\n`
}

/**
 * Reads a signed head, and verifies both of its notes.
 *
 * @throws Failure `mismatch` when it is anything else than a head that the key has signed
 */
export function readSignedHead(text: string, verifier: Verifier): SignedHead {
  try {
    const { note, checkpoint, signedAt } = Object(JSON.parse(text)) as Record<string, unknown>
    if (typeof note !== 'string' || typeof checkpoint !== 'string') {
      throw new InvalidError('Invalid signed head: it lacks a note')
    }
    if (signedAt !== undefined && !isTime(signedAt)) {
      throw new InvalidError('Invalid signed head: its time is none')
    }
    const { size, root } = parseTreeNote(openNote(note, [verifier]).text, 'refuse')
    const other = parseCheckpoint(openNote(checkpoint, [verifier]).text)
    if (other.origin !== verifier.name || other.size !== size || !equalHashes(other.root, root)) {
      throw new ProofError('Cannot trust signed head: its notes are not of one tree')
    }
    return { size, root, note, checkpoint, signedAt }
  } catch (error) {
    if (
      !(
        error instanceof InvalidError ||
        error instanceof ProofError ||
        error instanceof SyntaxError
      )
    )
      throw error
    throw new Failure(
      'mismatch',
      `Cannot read a signed head of ${verifier.name}: ${error.message}`,
      { cause: error },
    )
  }
}

/** Unix milliseconds that there is a date for. */
function isTime(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && Number.isFinite(new Date(value).getTime())
}

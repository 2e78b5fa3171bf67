import { InvalidError } from '../gomod/invalid-error.ts'
import { formatHash, parseHash } from './hash.ts'
import { readPlainText } from './plain-text.ts'
import type { TreeHead } from './tree-head.ts'
import { isSize, parseSize } from './tree-size.ts'

/** What a log signs: which log it is, and what it commits to. */
export interface Checkpoint extends TreeHead {
  /** First line: which log this is of. Not empty. */
  readonly origin: string
  /** Lines after the third, without newlines. Nothing may rest on them. */
  readonly extensions: readonly string[]
}

/**
 * The text of a checkpoint, ready to be signed.
 *
 * @throws InvalidError when the origin or an extension is empty or has a newline or control character,
 * or no tree has that size or root
 *
 * Source: C2SP tlog-checkpoint ("Note text")
 */
export function formatCheckpoint(
  checkpoint: Omit<Checkpoint, 'extensions'> & { readonly extensions?: readonly string[] },
): string {
  const { origin, size, root, extensions = [] } = checkpoint
  if (!isSize(size)) throw new InvalidError(`Invalid tree size ${size}`)
  if ([origin, ...extensions].some((line) => line.includes('\n'))) {
    throw new InvalidError('Invalid checkpoint: its origin or an extension has a newline')
  }
  const text = [origin, size, formatHash(root), ...extensions].map((line) => `${line}\n`).join('')
  parseCheckpoint(text)
  return text
}

/**
 * Reads the text of a checkpoint, strictly: no blank lines, one spelling of each number and hash. Its
 * signatures must have been verified before.
 *
 * @throws InvalidError when it is malformed
 *
 * Source: C2SP tlog-checkpoint ("Note text")
 */
export function parseCheckpoint(text: string): Checkpoint {
  const lines = readPlainText(text, 'checkpoint').split('\n')
  if (lines.pop() !== '' || lines.length < 3 || lines.includes('')) {
    throw new InvalidError('Invalid checkpoint: it is not at least three lines, none of them blank')
  }
  const [origin = '', size = '', root = '', ...extensions] = lines
  return { origin, size: parseSize(size, 'tree size'), root: parseHash(root), extensions }
}

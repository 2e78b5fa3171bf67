import { InvalidError } from '../gomod/invalid-error.ts'
import { formatCheckpoint, parseCheckpoint } from './checkpoint.ts'
import type { TreeHead } from './tree-head.ts'

/** First line of the heads of every checksum database, and so their origin as checkpoints. */
export const treeNoteOrigin = 'go.sum database tree'

/**
 * The text of the head of a checksum database, ready to be signed.
 *
 * @throws InvalidError when no tree has that size or root
 *
 * Source: x/mod/sumdb/tlog.FormatTree
 */
export function formatTreeNote({ size, root }: TreeHead): string {
  return formatCheckpoint({ origin: treeNoteOrigin, size, root })
}

/**
 * Reads the text of the head of a checksum database; its signatures must have been verified before.
 * Lines after the third are for future versions of the format. They are refused, or with `ignore`
 * skipped unread, as for databases of others; nothing ever comes of them.
 *
 * @throws InvalidError when it is malformed
 *
 * Source: x/mod/sumdb/tlog.ParseTree
 */
export function parseTreeNote(text: string, furtherLines: 'refuse' | 'ignore'): TreeHead {
  const end = /^(?:[^\n]*\n){3}/.exec(text)?.[0].length ?? text.length
  if (end < text.length && furtherLines === 'refuse') {
    throw new InvalidError('Invalid tree note: it has more than three lines')
  }
  const { origin, size, root } = parseCheckpoint(text.slice(0, end))
  if (origin !== treeNoteOrigin) {
    throw new InvalidError(`Invalid tree note: its first line is not "${treeNoteOrigin}"`)
  }
  return { size, root }
}

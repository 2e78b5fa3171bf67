import type { Fork } from '../../tlog/fork-error.ts'
import { formatHash } from '../../tlog/hash.ts'

/**
 * What shows that a log has told two histories, as the go command tells it: both signed heads, the root that the older
 * tree has in the newer one, and the proof of that. Whoever has the key of the log can verify it, and needs nobody else for
 * that.
 *
 * @param notes of `fork.older` and `fork.newer`
 *
 * Source: x/mod/sumdb.Client.checkTrees
 */
export function forkEvidence(
  { rootInNewer, proof }: Pick<Fork, 'rootInNewer' | 'proof'>,
  notes: { readonly older: string; readonly newer: string },
): string {
  const hashes = [rootInNewer, ...proof].map((hash) => `\t${formatHash(hash)}`).join('\n')
  return `SECURITY ERROR
go.sum database server misbehavior detected!

old database:
\t${indented(notes.older)}
new database:
\t${indented(notes.newer)}
proof of misbehavior:
${hashes}`
}

function indented(note: string): string {
  return note.replaceAll('\n', '\n\t')
}

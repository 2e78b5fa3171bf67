import { Failure } from '../../failure.ts'
import { decodeFileName } from '../../gomod/file-name.ts'
import type { TreeEntry } from '../zip/cut-zip.ts'

/** More entries than any module has: the largest known have some 60,000. */
const maxEntries = 2_000_000

/**
 * Reads the output of `git ls-tree -r -z`. Submodules are left out: `git archive` shows them as empty folders.
 * Names are relative to the repository's root.
 *
 * @throws Failure `unusable` for a tree with absurdly many entries
 */
export async function readTree(output: AsyncIterable<Uint8Array>): Promise<TreeEntry[]> {
  const entries: TreeEntry[] = []
  let pending = Buffer.alloc(0)
  for await (const chunk of output) {
    pending = Buffer.concat([pending, chunk])
    let start = 0
    for (let end = pending.indexOf(0, start); end >= 0; end = pending.indexOf(0, start)) {
      const entry = parseEntry(pending.subarray(start, end))
      if (entry) entries.push(entry)
      start = end + 1
    }
    pending = pending.subarray(start)
    if (entries.length > maxEntries) {
      throw new Failure(
        'unusable',
        `Cannot use this tree: it has more than ${maxEntries} entries`,
        { at: 'content' },
      )
    }
  }
  return entries
}

/** A line is `<mode> <type> <hash>\t<name>`. */
function parseEntry(line: Buffer): TreeEntry | undefined {
  const tab = line.indexOf(9)
  const [mode, type] = line.toString('latin1', 0, tab).split(' ')
  if (type !== 'blob') return undefined
  return {
    name: decodeFileName(line.subarray(tab + 1)),
    kind: mode === '120000' ? 'symlink' : 'file',
  }
}

import { Failure } from '../../failure.ts'
import { decodeFileName } from '../../gomod/file-name.ts'
import type { TreeEntry } from '../zip/cut-zip.ts'

/** More entries than any module has: the largest known have some 60,000. Each takes a kilobyte until the zip is made. */
const maxEntries = 500_000

/** More text than all names of a module have together, in bytes. */
const maxNameBytes = 64 * 1024 * 1024

/** The longest name a zip can hold, in bytes. Source: APPNOTE.TXT 4.4.10 */
const maxNameLength = 65_535

/** Bytes of a line before its name, and some to spare: mode, type, and a hash of 64 digits. */
const maxHead = 128

/**
 * Reads the output of `git ls-tree -r -z`. Submodules are left out: `git archive` shows them as empty folders.
 * Names are relative to the repository's root.
 *
 * @throws Failure `refused` for a tree with absurdly many entries, `unusable` for a name that no zip can hold
 */
export async function readTree(output: AsyncIterable<Uint8Array>): Promise<TreeEntry[]> {
  const entries: TreeEntry[] = []
  let nameBytes = 0
  for await (const line of readLines(output)) {
    const entry = parseEntry(line)
    nameBytes += line.length - line.indexOf(9) - 1
    if (nameBytes > maxNameBytes) throw refused(`its names have more than ${maxNameBytes} bytes`)
    if (entry) entries.push(entry)
    if (entries.length > maxEntries) throw refused(`it has more than ${maxEntries} entries`)
  }
  return entries
}

/** What stands before each NUL. Never holds more than one line beside a chunk. */
export async function* readLines(output: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let begun: Buffer[] = []
  let length = 0
  for await (const bytes of output) {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    let start = 0
    for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0, start)) {
      const rest = chunk.subarray(start, end)
      yield length === 0 ? rest : Buffer.concat([...begun, rest])
      begun = []
      length = 0
      start = end + 1
    }
    begun.push(chunk.subarray(start))
    length += chunk.length - start
    if (length > maxNameLength + maxHead) throw nameTooLong()
  }
}

/** A line is `<mode> <type> <hash>\t<name>`. */
function parseEntry(line: Buffer): TreeEntry | undefined {
  const tab = line.indexOf(9)
  if (line.length - tab - 1 > maxNameLength) throw nameTooLong()
  const [mode, type] = line.toString('latin1', 0, tab).split(' ')
  if (type !== 'blob') return undefined
  return {
    name: decodeFileName(line.subarray(tab + 1)),
    kind: mode === '120000' ? 'symlink' : 'file',
  }
}

function nameTooLong(): Failure {
  const text = `Cannot use the files of the commit: a name has more than ${maxNameLength} bytes`
  return new Failure('unusable', text, { at: 'content' })
}

function refused(reason: string): Failure {
  const text = `Cannot use the files of the commit: ${reason}`
  return new Failure('refused', text, {
    at: 'content',
    hint: 'This limit of Headwater is far above what any known module has',
  })
}

/** A file that a tree names. */
export interface TreeFile {
  /** From the root of the tree, with `/`. */
  readonly path: string
  /** Name of its content, in hex. */
  readonly blob: string
}

/**
 * The files that `git ls-tree -r -z` lists and whose last name is one of `names`. A path that would lead out of the tree,
 * or mean something else on another system, is no file of it.
 */
export function filesOfTree(output: Uint8Array, names: ReadonlySet<string>): TreeFile[] {
  return new TextDecoder()
    .decode(output)
    .split('\0')
    .flatMap((entry) => {
      const [, blob = '', path = ''] = /^100\d{3} blob ([0-9a-f]+)\t(.+)$/s.exec(entry) ?? []
      const parts = path.split('/')
      return parts.every(isPlainName) && names.has(parts.at(-1) ?? '') ? [{ path, blob }] : []
    })
}

/** What `git cat-file --batch` printed, by name; without what it does not have. */
export function batchedBlobs(output: Buffer): ReadonlyMap<string, Uint8Array> {
  const blobs = new Map<string, Uint8Array>()
  for (let at = 0; at < output.length;) {
    const end = output.indexOf('\n', at)
    if (end < 0) break
    const header = output.toString('latin1', at, end)
    const [, blob, size = ''] = /^([0-9a-f]+) blob (\d+)$/.exec(header) ?? []
    at = end + 1
    if (blob === undefined) continue
    blobs.set(blob, output.subarray(at, at + Number(size)))
    at += Number(size) + 1
  }
  return blobs
}

function isPlainName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[\\:]/.test(name)
}

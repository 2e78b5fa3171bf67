import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { deflateSync } from 'node:zlib'

/** How a repository names its objects. */
export type ObjectFormat = 'sha1' | 'sha256'

/** An entry of a tree, written as it is given. */
export interface RawEntry {
  /** As git writes it: `100644`, `100755`, `120000`, `160000`, `40000`, or what no git would write. */
  readonly mode: string
  /** Any bytes but zero; strings as UTF-8. */
  readonly name: string | Uint8Array
  /** A file's content, a folder's entries, or the name of an object that need not exist. */
  readonly content: string | Uint8Array | readonly RawEntry[] | { readonly hash: string }
}

/**
 * Writes a tree into a bare repository, in the order given and without any of git's checks, and returns its name.
 *
 * Source: gitformat-loose(5), and the tree format in "Git Internals - Git Objects" of the Git book.
 */
export async function writeRawTree(
  repository: string,
  entries: readonly RawEntry[],
  format: ObjectFormat,
): Promise<string> {
  const parts: Uint8Array[] = []
  for (const { mode, name, content } of entries) {
    const hash = await hashOf(repository, content, format)
    parts.push(Buffer.from(`${mode} `), Buffer.from(name), Buffer.of(0), Buffer.from(hash, 'hex'))
  }
  return writeObject(repository, 'tree', Buffer.concat(parts), format)
}

function hashOf(
  repository: string,
  content: RawEntry['content'],
  format: ObjectFormat,
): Promise<string> {
  if (typeof content === 'string' || content instanceof Uint8Array) {
    return writeObject(repository, 'blob', Buffer.from(content), format)
  }
  return 'hash' in content
    ? Promise.resolve(content.hash)
    : writeRawTree(repository, content, format)
}

async function writeObject(
  repository: string,
  type: 'blob' | 'tree',
  bytes: Buffer,
  format: ObjectFormat,
): Promise<string> {
  const object = Buffer.concat([Buffer.from(`${type} ${bytes.length}\0`), bytes])
  const hash = createHash(format).update(object).digest('hex')
  const file = join(repository, 'objects', hash.slice(0, 2), hash.slice(2))
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, deflateSync(object))
  return hash
}

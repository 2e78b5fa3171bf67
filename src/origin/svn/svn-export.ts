import { createReadStream } from 'node:fs'
import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { createDeflateRaw } from 'node:zlib'
import { Failure } from '../../failure.ts'
import type { Snapshot } from '../code-host.ts'
import { writeTar, type TarItem } from '../programs/write-tar.ts'
import type { SvnListEntry } from './svn-xml.ts'

/**
 * The tree of an exported folder, as far as the list names it: names come from the list, since the file system may
 * have changed them.
 *
 * @param subdir where in the repository that folder is
 * @throws Failure `unusable` where list and export differ; also for symbolic links, which the go command follows into
 *   its own file system, to find another size there
 * Source: `cmd/go/internal/modfetch/codehost.svnReadZip`
 */
export async function exportedTree(
  folder: string,
  list: readonly SvnListEntry[],
  subdir: string,
): Promise<Snapshot> {
  const below = subdir === '' ? '' : `${subdir}/`
  for (const entry of list) await check(folder, entry)
  async function* items(): AsyncGenerator<TarItem> {
    for (const { name, size } of list) {
      const body = createReadStream(join(folder, name)) as AsyncIterable<Uint8Array>
      yield { name: Buffer.from(`prefix/${below}${name}`), kind: 'file', size, body }
    }
  }
  return {
    entries: list.map(({ name }) => ({ name: below + name, kind: 'file' })),
    archive: writeTar(items()),
  }
}

/** Bytes of a zip of that tree, near enough: what deflate makes of the files, and the records that go with each. */
export async function exportedSize(folder: string, list: readonly SvnListEntry[]): Promise<number> {
  let size = 22
  for (const { name } of list) {
    size += 92 + 2 * Buffer.byteLength(name)
    const packed = createReadStream(join(folder, name)).pipe(createDeflateRaw())
    for await (const chunk of packed as AsyncIterable<Buffer>) size += chunk.length
  }
  return size
}

async function check(folder: string, { name, size }: SvnListEntry): Promise<void> {
  const fault = (why: string) =>
    new Failure('unusable', `Cannot use ${JSON.stringify(name)}: ${why}`, { at: 'content' })
  if (name.split('/').some((part) => part === '' || part === '.' || part === '..')) {
    throw fault('svn lists it under no proper name')
  }
  const found = await lstat(join(folder, name)).catch(() => undefined)
  if (!found) throw fault('svn lists it, and does not export it')
  if (!found.isFile()) throw fault('it is a symbolic link, which cannot be read from Subversion')
  if (found.size !== size) {
    throw fault(`svn lists it with ${size} bytes, and exports it with ${found.size}`)
  }
}

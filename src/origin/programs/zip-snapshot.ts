import { openPromise, type Entry, type ZipFile } from 'yauzl'
import { Failure } from '../../failure.ts'
import { decodeFileName } from '../../gomod/file-name.ts'
import type { Snapshot } from '../code-host.ts'
import { writeTar, type TarItem } from './write-tar.ts'

const prefix = 'prefix/'

interface Item {
  readonly entry: Entry
  readonly name: Buffer
  readonly kind: 'file' | 'symlink'
}

/**
 * Lends the tree in a zip that a version control program wrote, every name in it below `prefix/`. What is neither a
 * file nor a link is left out, as the go command leaves it out.
 *
 * @throws Failure `unusable` when it cannot be read
 */
export async function withZipTree<T>(
  file: string,
  use: (tree: Snapshot) => Promise<T>,
): Promise<T> {
  const zip = await openPromise(file, {
    autoClose: false,
    lazyEntries: true,
    decodeStrings: false,
  }).catch(broken)
  try {
    const items = await readItems(zip).catch(broken)
    const entries = items.map(({ name, kind }) => ({
      name: decodeFileName(name.subarray(prefix.length)),
      kind,
    }))
    return await use({ entries, archive: writeTar(bodies(zip, items)) })
  } finally {
    zip.close()
  }
}

async function readItems(zip: ZipFile): Promise<Item[]> {
  const items: Item[] = []
  for await (const entry of zip.eachEntry()) {
    const name = Buffer.from(entry.fileNameRaw)
    const kind = kindOf(entry)
    if (kind === undefined || name.at(-1) === 0x2f) continue
    if (!name.toString('latin1').startsWith(prefix)) throw new Error(`a name is outside ${prefix}`)
    items.push({ entry, name, kind })
  }
  return items
}

async function* bodies(zip: ZipFile, items: readonly Item[]): AsyncGenerator<TarItem> {
  for (const { entry, name, kind } of items) {
    if (kind === 'symlink') {
      yield { name, kind, size: 0, body: (async function* () {})() }
      continue
    }
    const body = await zip.openReadStreamPromise(entry).catch(broken)
    yield { name, kind, size: entry.uncompressedSize, body }
  }
}

/** Source: `archive/zip.FileHeader.Mode`, which tells Unix modes where a Unix or macOS program wrote the zip. */
function kindOf(entry: Entry): Item['kind'] | undefined {
  const creator = entry.versionMadeBy >> 8
  if (creator !== 3 && creator !== 19) return 'file'
  const type = (entry.externalFileAttributes >>> 16) & 0o170000
  if (type === 0o120000) return 'symlink'
  return type === 0o100000 || type === 0 ? 'file' : undefined
}

function broken(error: unknown): never {
  const why = error instanceof Error ? error.message : String(error)
  throw new Failure('unusable', `Cannot read the archive of this revision: ${why}`, {
    cause: error,
    at: 'content',
  })
}

import { decodeFileName } from '../../gomod/file-name.ts'
import { brokenArchive } from './broken-archive.ts'
import { byteReader, type ByteReader } from './byte-reader.ts'
import { parsePaxRecords, type PaxRecords } from './pax-records.ts'
import { parseTarHeader, TAR_BLOCK, type TarHeader } from './tar-header.ts'

/** One entry of a tar. */
export interface TarEntry {
  /** Decoded with `decodeFileName`; that of a directory ends with a slash. */
  readonly name: string
  /** False when the stored name is not UTF-8. */
  readonly isUtf8: boolean
  readonly kind: 'file' | 'symlink' | 'directory'
  /** Bytes of the body; 0 for all but files. */
  readonly size: number
  /**
   * The content. Can be read once, in part or not at all, and only until the next entry is asked for;
   * its chunks stay valid.
   */
  readonly body: AsyncIterable<Uint8Array>
}

/** Longest extended header in bytes; git writes a path and a link target into one. */
const MAX_PAX = 2 ** 20

/** Most extended headers before one entry; git writes at most two. */
const MAX_PAX_RUN = 8

/** Most bytes after the end mark; git pads to 10240. */
const MAX_TAIL = 2 ** 20

const kinds: ReadonlyMap<string, TarEntry['kind']> = new Map([
  ['0', 'file'],
  ['2', 'symlink'],
  ['5', 'directory'],
])

/**
 * Reads the tar that `git archive --format=tar` writes, entry by entry, to the end of the stream.
 * Whoever stops early closes the source.
 *
 * Memory: one chunk of the source and one extended header.
 *
 * @throws Failure `unreachable` when the archive is cut short, damaged, endless, or not of this kind
 *
 * Source: git archive-tar.c; POSIX.1-2017, pax, "ustar Interchange Format"
 */
export async function* readTar(source: AsyncIterable<Uint8Array>): AsyncGenerator<TarEntry> {
  const reader = byteReader(source)
  try {
    for (;;) {
      const next = await nextHeader(reader)
      if (next === undefined) break
      const { name, kind, size } = describe(next.header, next.pax)
      const body = limited(reader, size)
      const text = decodeFileName(name)
      yield { name: text, isUtf8: text.isWellFormed(), kind, size, body: body.chunks }
      await body.skip()
      await skip(reader, padding(size))
    }
    await readTail(reader)
  } finally {
    await reader.close()
  }
}

async function nextHeader(
  reader: ByteReader,
): Promise<{ header: TarHeader; pax: PaxRecords } | undefined> {
  const pax: { -readonly [Key in keyof PaxRecords]: PaxRecords[Key] } = {}
  for (let run = 0; run <= MAX_PAX_RUN; run += 1) {
    const header = parseTarHeader(await whole(reader, TAR_BLOCK))
    if (header === undefined) return undefined
    if (header.type !== 'x' && header.type !== 'g') return { header, pax }
    if (header.size > MAX_PAX) throw brokenArchive(`an extended header has ${header.size} bytes`)
    const records = parsePaxRecords(await whole(reader, header.size))
    await skip(reader, padding(header.size))
    // Git's global header holds the commit only.
    if (header.type === 'x') Object.assign(pax, records)
  }
  throw brokenArchive(`more than ${MAX_PAX_RUN} extended headers follow one another`)
}

function describe(
  header: TarHeader,
  pax: PaxRecords,
): { name: Uint8Array; kind: TarEntry['kind']; size: number } {
  const kind = kinds.get(header.type)
  if (kind === undefined) {
    throw brokenArchive(`an entry has the unknown type ${JSON.stringify(header.type)}`)
  }
  const name = pax.path ?? header.name
  if (name.length === 0 || name.includes(0)) throw brokenArchive('an entry has no proper name')
  const size = pax.size ?? header.size
  if (kind !== 'file' && size !== 0) throw brokenArchive(`a ${kind} has a body of ${size} bytes`)
  return { name, kind, size }
}

function limited(
  reader: ByteReader,
  size: number,
): { chunks: AsyncIterable<Uint8Array>; skip: () => Promise<void> } {
  let left = size
  async function* read(): AsyncGenerator<Uint8Array> {
    while (left > 0) {
      const chunk = await reader.some(left)
      if (chunk === undefined) throw brokenArchive('it is cut short')
      left -= chunk.length
      yield chunk
    }
  }
  return {
    chunks: read(),
    async skip() {
      await skip(reader, left)
      left = 0
    },
  }
}

async function readTail(reader: ByteReader): Promise<void> {
  let length = 0
  for (;;) {
    const chunk = await reader.some(TAR_BLOCK)
    if (chunk === undefined) break
    length += chunk.length
    if (length > MAX_TAIL || chunk.some((byte) => byte !== 0)) {
      throw brokenArchive('something follows its end')
    }
  }
  if (length < TAR_BLOCK) throw brokenArchive('it is cut short')
}

async function whole(reader: ByteReader, length: number): Promise<Uint8Array> {
  const bytes = await reader.exactly(length)
  if (bytes.length < length) throw brokenArchive('it is cut short')
  return bytes
}

async function skip(reader: ByteReader, length: number): Promise<void> {
  for (let left = length; left > 0;) {
    const chunk = await reader.some(left)
    if (chunk === undefined) throw brokenArchive('it is cut short')
    left -= chunk.length
  }
}

const padding = (size: number): number => (TAR_BLOCK - (size % TAR_BLOCK)) % TAR_BLOCK

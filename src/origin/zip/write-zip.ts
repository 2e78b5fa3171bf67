import { createHash } from 'node:crypto'

import { contentMeter, type ContentMeter, type ContentSums } from './content-meter.ts'
import { createPacker } from './packer.ts'
import {
  centralHeader,
  dataDescriptor,
  endRecords,
  localHeader,
  type ZipRecord,
} from './zip-records.ts'

/** A file in a zip. */
export interface ZippedFile {
  readonly name: string
  /** SHA-256 of the content, lower-case hex. */
  readonly sha256: string
  /** Bytes of the content. */
  readonly size: number
}

/** The file with its name from the root of `module`, which is `path@version`. */
export function withoutRoot({ name, sha256, size }: ZippedFile, module: string): ZippedFile {
  return { name: name.slice(module.length + 1), sha256, size }
}

/** A zip that is complete. */
export interface WrittenZip {
  /** Bytes of the zip. */
  readonly size: number
  /** SHA-256 of the zip, lower-case hex. */
  readonly sha256: string
  /** In the order they were added. */
  readonly files: ZippedFile[]
}

/** Writes one zip. After an error it is of no more use. */
export interface ZipWriter {
  /**
   * Adds a file of exactly `size` bytes and reads `body` to its end. It may be written later. One call
   * at a time.
   */
  add(name: string, size: number, body: AsyncIterable<Uint8Array>): Promise<void>
  /** Writes what is left, and the directory of the zip. */
  finish(): Promise<WrittenZip>
  /** Gives the memory back; to be called in any case, once no other call is on its way. */
  close(): void
}

/** Files of at most so many bytes are read whole and deflated side by side. */
const SMALL = 2 ** 20

/** Most files, and most bytes of them, that wait to be written. */
const MAX_WAITING = 16
const MAX_WAITING_BYTES = 4 * 2 ** 20

/** As many as the thread pool has threads, unless told otherwise. */
const COMPRESSORS = 4

/** Bytes gathered before `sink` is called. */
const BATCH = 2 ** 18

/** Longest name in bytes: its length stands in two bytes. */
export const MAX_NAME_BYTES = 0xffff

/** A small file on its way: its content is being deflated. */
interface Waiting {
  readonly record: Omit<ZipRecord, 'method' | 'packed'>
  readonly content: Uint8Array
  /** Undefined when it is to be stored as it is. */
  readonly packed: Promise<Buffer | undefined>
}

/**
 * Writes a zip whose bytes depend on nothing but the names and contents given, their order, and the
 * zlib that Node was built with: no times, no modes, deflate level 6, no extra fields. A file is
 * stored when it is at most 1 MiB and deflate makes it no smaller. Sizes and offsets must be below
 * 4 GiB; any number of files is well.
 *
 * Deflates in the thread pool. Memory: some 2 MiB, at most 16 files and 4 MiB of content at a time,
 * and about 500 bytes for each file written.
 *
 * `sink` is called with the bytes of the zip in order, one call at a time.
 *
 * @throws RangeError when a body is not as long as was said, or a name longer than its field
 *
 * Source: PKWARE APPNOTE.TXT 6.3
 */
export function createZipWriter(sink: (bytes: Uint8Array) => Promise<void>): ZipWriter {
  const output = batched(sink)
  const packer = createPacker(COMPRESSORS)
  const files: ZippedFile[] = []
  const directory: Buffer[] = []
  const waiting: Waiting[] = []
  let waitingBytes = 0

  async function writeFirstWaiting(): Promise<void> {
    const first = waiting.shift()
    if (first === undefined) return
    waitingBytes -= first.content.length
    const packed = await first.packed
    const data = packed ?? first.content
    const method = packed === undefined ? 'stored' : 'deflated'
    const record: ZipRecord = { ...first.record, method, packed: data.length }
    directory.push(centralHeader(record, output.size()))
    await output.put(localHeader(record))
    await output.put(data)
  }

  async function addSmall(name: Buffer, body: AsyncIterable<Uint8Array>): Promise<ContentSums> {
    const meter = contentMeter()
    const chunks: Uint8Array[] = []
    for await (const chunk of metered(body, meter)) chunks.push(chunk)
    const content = Buffer.concat(chunks)
    const packed = packer.whole(content)
    packed.catch(() => undefined) // a failure is met when its turn comes
    const sums = meter.sums()
    const { size, crc } = sums
    waiting.push({ record: { name, described: false, crc, size }, content, packed })
    waitingBytes += size
    while (waiting.length > MAX_WAITING || waitingBytes > MAX_WAITING_BYTES) {
      await writeFirstWaiting()
    }
    return sums
  }

  async function addLarge(name: Buffer, body: AsyncIterable<Uint8Array>): Promise<ContentSums> {
    while (waiting.length > 0) await writeFirstWaiting()
    const meter = contentMeter()
    const offset = output.size()
    const start = { name, method: 'deflated', described: true, crc: 0, packed: 0, size: 0 } as const
    await output.put(localHeader(start))
    const dataOffset = output.size()
    await packer.stream(metered(body, meter), output.put)
    const sums = meter.sums()
    const { crc, size } = sums
    const record = { ...start, crc, size, packed: output.size() - dataOffset }
    await output.put(dataDescriptor(record))
    directory.push(centralHeader(record, offset))
    return sums
  }

  return {
    async add(name, size, body) {
      const bytes = Buffer.from(name)
      if (bytes.length > MAX_NAME_BYTES) throw new RangeError('Cannot zip a name so long')
      const sums = await (size <= SMALL ? addSmall(bytes, body) : addLarge(bytes, body))
      if (sums.size !== size) {
        throw new RangeError(`Cannot zip "${name}": ${sums.size} bytes came instead of ${size}`)
      }
      files.push({ name, sha256: sums.sha256, size })
    },
    async finish() {
      while (waiting.length > 0) await writeFirstWaiting()
      const offset = output.size()
      for (const header of directory) await output.put(header)
      await output.put(endRecords(directory.length, output.size() - offset, offset))
      return { ...(await output.finish()), files }
    },
    close: () => packer.close(),
  }
}

async function* metered(
  body: AsyncIterable<Uint8Array>,
  meter: ContentMeter,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    meter.add(chunk)
    yield chunk
  }
}

function batched(sink: (bytes: Uint8Array) => Promise<void>): {
  put: (bytes: Uint8Array) => Promise<void>
  size: () => number
  finish: () => Promise<{ size: number; sha256: string }>
} {
  const hash = createHash('sha256')
  let size = 0
  let batch: Uint8Array[] = []
  let batchBytes = 0

  async function flush(): Promise<void> {
    const bytes = Buffer.concat(batch)
    batch = []
    batchBytes = 0
    hash.update(bytes)
    await sink(bytes)
  }

  return {
    async put(bytes) {
      batch.push(bytes)
      batchBytes += bytes.length
      size += bytes.length
      if (batchBytes >= BATCH) await flush()
    },
    size: () => size,
    async finish() {
      await flush()
      return { size, sha256: hash.digest('hex') }
    },
  }
}

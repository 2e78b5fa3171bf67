import { createHash } from 'node:crypto'
import { pipeline } from 'node:stream'
import { promisify } from 'node:util'
import { createDeflate, deflate } from 'node:zlib'
import type { ObjectType } from './object-links.ts'
import type { ObjectFormat } from './refs.ts'

/** What goes into a pack. */
export interface PackedObject {
  readonly type: ObjectType
  /** Bytes of the content. */
  readonly size: number
  readonly content: Buffer | AsyncIterable<Uint8Array>
}

const numbers = { commit: 1, tree: 2, blob: 3, tag: 4 } as const

/** Packs that `git index-pack` reads at once are not worth much work. */
const level = 1

const deflated = promisify<Buffer, object, Buffer>(deflate)

/**
 * A pack of whole objects, version 2, as it is sent.
 *
 * @throws what reading a content throws
 * Source: gitformat-pack(5)
 */
export async function* writePack(
  objects: readonly PackedObject[],
  format: ObjectFormat,
): AsyncGenerator<Uint8Array> {
  const sum = createHash(format)
  for await (const chunk of beforeSum(objects)) {
    sum.update(chunk)
    yield chunk
  }
  yield sum.digest()
}

async function* beforeSum(objects: readonly PackedObject[]): AsyncGenerator<Uint8Array> {
  const head = Buffer.from('PACK\0\0\0\u0002\0\0\0\0', 'latin1')
  head.writeUInt32BE(objects.length, 8)
  yield head
  for (const { type, size, content } of objects) {
    yield entryHead(numbers[type], size)
    if (Buffer.isBuffer(content)) yield await deflated(content, { level })
    else {
      yield* pipeline(content, createDeflate({ level }), () => {}) as AsyncIterable<Uint8Array>
    }
  }
}

/** Four bits of the size stand beside the type, seven in each further byte; the highest bit says that one follows. */
function entryHead(number: number, size: number): Buffer {
  const bytes = [(number << 4) | (size % 16)]
  for (let rest = Math.floor(size / 16); rest > 0; rest = Math.floor(rest / 128)) {
    bytes.push(rest % 128)
  }
  return Buffer.from(bytes.map((byte, at) => (at < bytes.length - 1 ? byte | 0x80 : byte)))
}

import { createHash } from 'node:crypto'
import { pipeline } from 'node:stream'
import { createInflate } from 'node:zlib'
import { Failure } from '../../failure.ts'
import { isObjectType, type ObjectType } from './object-links.ts'

/** A loose object, whose content is yet to be read. */
export interface LooseObject {
  readonly type: ObjectType
  /** Bytes of the content. */
  readonly size: number
  /** Read once. Ends with a Failure `unreachable` when it is not what its name says. */
  readonly content: AsyncIterable<Uint8Array>
}

/** Longer than the longest first line: a type, and the digits of a size. */
const maxHead = 64

/**
 * Reads the beginning of the file of a loose object.
 *
 * @param hash what it was asked for as: its content must have that hash, first line included
 * @throws Failure `unreachable` (at `repository`) when it is none; of `body`, as it is
 * Source: gitformat-loose(5); gitrepository-layout(5), "objects/[0-9a-f][0-9a-f]"
 */
export async function readLooseObject(
  body: AsyncIterable<Uint8Array>,
  hash: string,
): Promise<LooseObject> {
  const chunks = inflated(body, hash)
  let head = Buffer.alloc(0)
  let end = -1
  while (end < 0 && head.length <= maxHead) {
    const { done, value } = await chunks.next()
    if (done === true) break
    head = Buffer.concat([head, value])
    end = head.indexOf(0)
  }
  const line = head.toString('latin1', 0, Math.max(end, 0))
  const [, type = '', digits] = /^([a-z]+) (\d{1,15})$/.exec(line) ?? []
  if (digits === undefined || !isObjectType(type)) {
    await chunks.return(undefined)
    throw noObject(hash)
  }
  const size = Number(digits)
  return { type, size, content: checked(head, end + 1, chunks, { hash, size }) }
}

async function* checked(
  head: Buffer,
  from: number,
  chunks: AsyncGenerator<Uint8Array>,
  { hash, size }: { hash: string; size: number },
): AsyncGenerator<Uint8Array> {
  const sum = createHash(hash.length === 40 ? 'sha1' : 'sha256').update(head)
  let passed = head.length - from
  try {
    if (passed > 0 && passed <= size) yield head.subarray(from)
    for await (const chunk of chunks) {
      passed += chunk.length
      if (passed > size) break
      sum.update(chunk)
      yield chunk
    }
  } finally {
    await chunks.return(undefined)
  }
  if (passed !== size || sum.digest('hex') !== hash) throw noObject(hash)
}

async function* inflated(
  body: AsyncIterable<Uint8Array>,
  hash: string,
): AsyncGenerator<Uint8Array> {
  const stream = pipeline(body, createInflate(), () => {})
  try {
    yield* stream as AsyncIterable<Uint8Array>
  } catch (error) {
    throw Failure.is(error) ? error : noObject(hash)
  } finally {
    stream.destroy()
  }
}

function noObject(hash: string): Failure {
  const text = `Cannot use the objects the server sent: the file of ${hash} is not that object`
  return new Failure('unreachable', text, { at: 'repository' })
}

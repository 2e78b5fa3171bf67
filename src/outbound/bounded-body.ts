import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { Dispatcher } from 'undici'
import { Failure } from '../failure.ts'
import type { Purpose } from './request-record.ts'
import { tooLarge } from './too-large.ts'

/** What {@link boundedBody} needs to know. */
export interface BodyOptions {
  readonly encoding: string | undefined
  /** As it may be shown. */
  readonly url: string
  readonly purpose: Purpose
  /** Most bytes after decoding; compressed bytes are bounded by the same number and what gzip may add to it. */
  readonly maxBytes: number
  /** Makes a Failure of whatever went wrong. */
  readonly failureOf: (error: unknown) => Failure
  /** Told once, when the body has ended or nobody wants more of it: bytes off the wire, and the failure code or ''. */
  readonly done: (received: number, failure: string) => void
}

/** What gzip may add to content that does not shrink: stored blocks of at most 64 kB, a header with a name. */
const gzipExtra = (bytes: number): number => bytes / 64 + 64 * 1024

/**
 * Passes the body of a response on, decoded, and stops at the limit. The connection is given back when the body was
 * read to its end, and closed when its reader left before: also one who left before the first byte.
 */
export async function boundedBody(
  body: Dispatcher.ResponseData['body'],
  options: BodyOptions,
): Promise<AsyncGenerator<Uint8Array>> {
  body.on('error', () => {}) // told to whoever reads it; nobody may
  const passed = passOn(body, options)
  await passed.next()
  return passed
}

/** Yields one empty chunk first, so that leaving it always runs its `finally`. */
async function* passOn(
  body: Dispatcher.ResponseData['body'],
  { encoding = '', url, purpose, maxBytes, failureOf, done }: BodyOptions,
): AsyncGenerator<Uint8Array> {
  let received = 0
  let passed = 0
  let failure = 'stopped'
  const tooMuch = () => tooLarge(url, maxBytes, purpose)
  async function* counted(limit: number): AsyncGenerator<Uint8Array> {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      received += chunk.length
      if (received > limit) throw tooMuch()
      yield chunk
    }
  }
  function decoded(): AsyncIterable<Uint8Array> {
    const name = encoding.trim().toLowerCase()
    if (name === '' || name === 'identity') return counted(maxBytes)
    if (name === 'gzip' || name === 'x-gzip') {
      return pipeline(counted(maxBytes + gzipExtra(maxBytes)), createGunzip(), () => {})
    }
    throw new Failure(
      'unreachable',
      `Cannot read the answer of ${url}: its encoding is ${JSON.stringify(encoding)}, which was not asked for`,
      { url },
    )
  }
  try {
    yield new Uint8Array()
    for await (const chunk of decoded()) {
      passed += chunk.length
      if (passed > maxBytes) throw tooMuch()
      yield chunk
    }
    failure = ''
  } catch (error) {
    const known = failureOf(error)
    failure = known.code
    throw known
  } finally {
    body.destroy()
    done(received, failure)
  }
}

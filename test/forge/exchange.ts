import type { IncomingMessage, ServerResponse } from 'node:http'
import { PassThrough, Transform, type Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { ForgeRequest } from './reply.ts'
import type { OpenEntry } from './request-log.ts'

/** A request in the forge's hands. */
export interface Exchange {
  readonly request: ForgeRequest
  /** The body, from its start. */
  readonly input: () => Readable
  readonly remoteAddress: string
  /** Aborted when the client is gone, or the forge closes. */
  readonly signal: AbortSignal
}

/** Takes a request in: who is asked for what, and its body, counted into `entry` as it is read. */
export function exchangeOf(
  incoming: IncomingMessage,
  response: ServerResponse,
  entry: OpenEntry,
  closing: AbortSignal,
): Exchange {
  const counted = counting(entry)
  const gone = new AbortController()
  response.on('close', () => {
    gone.abort()
    counted.resume()
  })
  incoming.pipe(counted)
  let whole: Promise<Buffer> | undefined
  const url = incoming.url ?? '/'
  const [, host = '', path = '', search = ''] = /^\/([^/?]*)([^?]*)\??(.*)$/s.exec(url) ?? []
  const request: ForgeRequest = {
    method: incoming.method ?? 'GET',
    url,
    host,
    path,
    query: new URLSearchParams(search),
    headers: incoming.headers,
    body: () => (whole ??= buffer(counted)),
  }
  return {
    request,
    input: () => (whole === undefined ? counted : replayed(whole)),
    remoteAddress: incoming.socket.remoteAddress ?? '127.0.0.1',
    signal: AbortSignal.any([gone.signal, closing]),
  }
}

function counting(entry: OpenEntry): Transform {
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      entry.bytesIn += chunk.length
      done(null, chunk)
    },
  })
  return counted.on('error', () => {})
}

function replayed(whole: Promise<Buffer>): Readable {
  const again = new PassThrough()
  whole.then(
    (bytes) => again.end(bytes),
    (error: unknown) => again.destroy(error as Error),
  )
  return again
}

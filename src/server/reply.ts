import type { FileHandle } from 'node:fs/promises'
import type { Failure } from '../failure.ts'
import { errorText } from './error-text.ts'
import { retrySeconds, tellings } from './status.ts'

/** Part of an open file, or all of it. */
export interface FilePart {
  readonly file: FileHandle
  readonly start: number
  readonly size: number
  /** Of a file that is still being written: how many of its bytes may be read, once it is more than `beyond`. */
  readonly arrived?: (beyond: number) => Promise<number>
}

/** An answer as a value; `send.ts` turns it into bytes on a socket. */
export interface Reply {
  readonly status: number
  /** Values by name, Cache-Control first, without Content-Length. */
  readonly headers: Readonly<Record<string, string>>
  /** Whoever has the reply must release it: see {@link release}. */
  readonly body: Buffer | FilePart
  /** The entity tag, quotes and all, of what can be asked for in part or on condition. */
  readonly etag?: string
  /** Until when the same request may get this reply again, milliseconds since the epoch; Infinity for ever. */
  readonly keepUntil?: number
  /** Whether Cache-Control must name the time that is left until then. */
  readonly tellsTimeLeft?: true
}

/** What caches may do with bytes that never change. */
export const forEver = 'public, max-age=31536000, immutable'

/** Bytes of the body. */
export function bodySize(body: Reply['body']): number {
  return Buffer.isBuffer(body) ? body.length : body.size
}

/** Closes the file behind a reply, if there is one. May be called again. */
export async function release(reply: Reply): Promise<void> {
  if (!Buffer.isBuffer(reply.body)) await reply.body.file.close()
}

/** A short plain text. `cacheControl` is `no-store` unless given. */
export function textReply(
  status: number,
  text: string,
  headers: Reply['headers'] = {},
  cacheControl = 'no-store',
): Reply {
  return {
    status,
    headers: {
      'Cache-Control': cacheControl,
      'Content-Type': 'text/plain; charset=utf-8',
      'X-Content-Type-Options': 'nosniff',
      ...headers,
    },
    body: Buffer.from(text),
  }
}

/** The answer to a question of the module protocol that failed. */
export function failureReply(failure: Failure): Reply {
  const { status, maxAge, wayOut } = tellings[failure.code]
  const headers: Record<string, string> = { Vary: 'Disable-Module-Fetch' }
  const seconds = retrySeconds(failure)
  if (seconds !== undefined) headers['Retry-After'] = seconds
  const text = errorText(failure.message, failure.details.hint ?? wayOut)
  return textReply(status, text, headers, maxAge > 0 ? `public, max-age=${maxAge}` : 'no-store')
}

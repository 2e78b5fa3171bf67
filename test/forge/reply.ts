import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'

/** What a script learns about a request. */
export interface ForgeRequest {
  readonly method: string
  /** As sent, such as `/github.com/acme/x/info/refs?service=git-upload-pack`. */
  readonly url: string
  /** The host that is played, such as `github.com`. */
  readonly host: string
  /** The path on that host, beginning with a slash. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  /** The whole body as it was sent; a real answer can still follow. */
  readonly body: () => Promise<Buffer>
}

/** How an answer is sent; without any of these, at once and whole. */
export interface Manner {
  /** Milliseconds before the first byte. */
  readonly delayMs?: number
  /** Body in pieces of so many bytes, with a pause before each. */
  readonly drip?: { readonly bytes: number; readonly everyMs: number }
  /** The connection is cut once so many bytes of the body are sent. */
  readonly cutAfter?: number
  /** Nothing more comes once so many bytes of the body are sent, and the connection stays. */
  readonly stallAfter?: number
  /** Put in the place of each chunk of the body; `offset` is where the chunk begins. */
  readonly mangle?: (chunk: Buffer, offset: number) => Buffer
}

/** A page. */
export interface Page {
  /** 200 unless given. */
  readonly status?: number
  readonly headers?: OutgoingHttpHeaders
  readonly body?: string | Uint8Array
}

/**
 * What a script makes of a request: silence, bytes that are not HTTP, a page, or the real answer (`real`), the last
 * two in whatever manner.
 */
export type Reply =
  | { readonly kind: 'hang' }
  | { readonly kind: 'raw'; readonly bytes: string | Uint8Array }
  | ({ readonly kind: 'page' } & Page & Manner)
  | ({ readonly kind: 'real' } & Manner)

/** Answers a request, or leaves it (undefined) to older scripts and at last to the forge itself. */
export type Script = (request: ForgeRequest) => Reply | undefined | Promise<Reply | undefined>

/** Any status, with a plain text body that names it. */
export function status(code: number, headers: OutgoingHttpHeaders = {}): Reply {
  const body = `status ${code}\n`
  return { kind: 'page', status: code, headers: { 'content-type': 'text/plain', ...headers }, body }
}

/** 401, asking for Basic credentials, as forges do for repositories they do not show (RFC 9110 §15.5.2). */
export function unauthorized(): Reply {
  return status(401, { 'www-authenticate': 'Basic realm="forge"' })
}

/** 429 with `Retry-After` (RFC 6585 §4). */
export function throttled(retryAfterSeconds: number): Reply {
  return status(429, { 'retry-after': String(retryAfterSeconds) })
}

/** 503, with `Retry-After` when given (RFC 9110 §15.6.4). */
export function unavailable(retryAfterSeconds?: number): Reply {
  const wait = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }
  return status(503, wait)
}

/** A redirect to `location`, sent as it is given. */
export function redirect(location: string, code = 301): Reply {
  return status(code, { location })
}

/** The request is read and never answered. */
export function hang(): Reply {
  return { kind: 'hang' }
}

/** The real answer, slowly. */
export function drip(bytes: number, everyMs: number): Reply {
  return { kind: 'real', drip: { bytes, everyMs } }
}

/** The real answer, after a while. */
export function delay(delayMs: number): Reply {
  return { kind: 'real', delayMs }
}

/** The real answer up to so many bytes of its body; then the connection is gone. */
export function cutOff(cutAfter: number): Reply {
  return { kind: 'real', cutAfter }
}

/** The real answer up to so many bytes of its body, and then silence. */
export function stall(stallAfter: number): Reply {
  return { kind: 'real', stallAfter }
}

/** The real answer with every byte of its body from `offset` on turned over. */
export function corrupt(offset = 0): Reply {
  const mangle = (chunk: Buffer, at: number) =>
    chunk.map((byte, index) => (at + index < offset ? byte : byte ^ 0xff)) as Buffer
  return { kind: 'real', mangle }
}

/** 200 with a body that is neither a page nor anything git knows. */
export function garbage(): Reply {
  const headers = { 'content-type': 'application/x-git-upload-pack-advertisement' }
  return { kind: 'page', status: 200, headers, body: Uint8Array.from(noise(256)) }
}

/** Bytes on the wire that are not HTTP. */
export function notHttp(): Reply {
  return { kind: 'raw', bytes: Uint8Array.from(noise(64)) }
}

function noise(length: number): number[] {
  return Array.from({ length }, (_, index) => (index * 167 + 13) % 256)
}

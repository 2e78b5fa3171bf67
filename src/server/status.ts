import type { Failure, FailureCode } from '../failure.ts'

/** How a failure is told over HTTP. */
export interface Telling {
  readonly status: number
  /** For how many seconds caches may repeat it; 0 is `no-store`. */
  readonly maxAge: number
  /** Seconds after which to ask again when the failure does not say; absent where time alone mends nothing. */
  readonly retryAfter?: number
  /** What the reader can do, for failures without a hint of their own. */
  readonly wayOut?: string
}

const heldStillServed = 'Try again later. Versions that this mirror holds are served all the while'

/**
 * What each failure is to a client. 404 and 410 make the go command try the next entry of GOPROXY, which
 * may be `direct`; any other status ends its search. So 404 is only for what upstream, asked just now,
 * does not have in usable form, and for the cached-only door, whose users ask for that.
 *
 * A mismatch is 500, not 502: gateways in front of us may retry a 502 or put a page of their own in its
 * place, and this is the one reason that must reach the reader.
 */
export const tellings: Record<FailureCode, Telling> = {
  invalid: { status: 400, maxAge: 0 },
  'not-found': { status: 404, maxAge: 30 },
  gone: { status: 410, maxAge: 0 },
  unusable: { status: 404, maxAge: 30 },
  refused: { status: 403, maxAge: 0, wayOut: 'The operator of this mirror can change its rules' },
  unsupported: { status: 501, maxAge: 0 },
  'auth-required': {
    status: 503,
    maxAge: 0,
    retryAfter: 300,
    wayOut: 'If it is private: set GOPRIVATE, or have the operator give this mirror credentials',
  },
  'opted-out': { status: 503, maxAge: 0, retryAfter: 3600, wayOut: heldStillServed },
  throttled: { status: 429, maxAge: 0, retryAfter: 60, wayOut: heldStillServed },
  unreachable: { status: 503, maxAge: 0, retryAfter: 30, wayOut: heldStillServed },
  'tls-invalid': { status: 503, maxAge: 0, retryAfter: 300, wayOut: heldStillServed },
  'not-held': {
    status: 404,
    maxAge: 0,
    wayOut: 'Ask without /cached-only and without Disable-Module-Fetch to have it fetched',
  },
  mismatch: {
    status: 500,
    maxAge: 0,
    wayOut: 'Do not work around this: find out why the bytes differ, and tell the operator',
  },
  'no-space': {
    status: 503,
    maxAge: 0,
    retryAfter: 60,
    wayOut: 'The operator must free disk space',
  },
  stopped: { status: 503, maxAge: 0, retryAfter: 5, wayOut: 'Try again in a few seconds' },
}

/**
 * The value of Retry-After for a failure: whole seconds, from one to a day; undefined where time alone mends nothing.
 */
export function retrySeconds({ code, details }: Failure): string | undefined {
  const { retryAfter } = tellings[code]
  if (retryAfter === undefined) return undefined
  const seconds = Math.ceil(details.retryAfter ?? retryAfter)
  return String(Math.min(Math.max(seconds, 1), 86_400))
}

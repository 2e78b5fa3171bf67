import type { IncomingMessage } from 'node:http'

/** One request that reached the forge, in order of arrival. */
export interface LoggedRequest {
  readonly method: string
  /** As sent: `/<host>/<path>?<query>`. */
  readonly url: string
  /** Status sent; 0 while, or when, none is. */
  readonly status: number
  /** Bytes of body received, as sent (possibly compressed). */
  readonly bytesIn: number
  /** Bytes of body sent. */
  readonly bytesOut: number
  readonly userAgent: string
  /** When it arrived: milliseconds since 1970. */
  readonly at: number
}

/** What was asked of the forge. */
export interface RequestLog {
  /** Everything since the start or the last reset. An entry changes until its answer is complete. */
  readonly entries: readonly LoggedRequest[]
  /** Those for a host (`github.com`) or anything below a path (`github.com/acme/x`, with or without `.git`). */
  readonly of: (hostPath: string) => readonly LoggedRequest[]
  /** Forgets everything. */
  readonly reset: () => void
}

/** The forge's side of an entry. */
export type OpenEntry = { -readonly [Field in keyof LoggedRequest]: LoggedRequest[Field] }

/** A log, and the way to write into it. */
export function requestLog(): { log: RequestLog; open: (request: IncomingMessage) => OpenEntry } {
  const entries: OpenEntry[] = []
  const log: RequestLog = {
    entries,
    of: (hostPath) => entries.filter(({ url }) => isBelow(url, hostPath)),
    reset: () => entries.splice(0),
  }
  const open = (request: IncomingMessage): OpenEntry => {
    const entry = {
      method: request.method ?? '',
      url: request.url ?? '',
      status: 0,
      bytesIn: 0,
      bytesOut: 0,
      userAgent: request.headers['user-agent'] ?? '',
      at: Date.now(),
    }
    entries.push(entry)
    return entry
  }
  return { log, open }
}

function isBelow(url: string, hostPath: string): boolean {
  const rest = url.startsWith(`/${hostPath}`) ? url.slice(hostPath.length + 1) : undefined
  return rest !== undefined && /^(\.git)?([/?]|$)/.test(rest)
}

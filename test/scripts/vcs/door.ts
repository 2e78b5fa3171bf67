import type { IncomingMessage, ServerResponse } from 'node:http'

/** A request for something that a script made. */
export interface Visit {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** The host that is played, such as `vcs-test.golang.org`. */
  readonly host: string
  /** What follows the script's own path: empty, or with a slash at its beginning. Decoded. */
  readonly path: string
  /** Empty, or with a question mark at its beginning. */
  readonly search: string
  /** Aborted when the client is gone, or the server closes. */
  readonly signal: AbortSignal
}

/** Answers requests for what one script made. */
export type Door = (visit: Visit) => Promise<void> | void

/** Answers in plain text, as Go's `http.Error` does. */
export function plain(response: ServerResponse, status: number, text: string): void {
  const type = { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' }
  response.writeHead(status, type).end(`${text}\n`)
}

/** Go's `http.NotFound`. */
export function notFound(response: ServerResponse): void {
  plain(response, 404, '404 page not found')
}

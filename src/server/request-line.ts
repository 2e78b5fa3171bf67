import type { RequestListener } from 'node:http'

/** One answered request, for an access log. */
export interface RequestLine {
  readonly method: string
  /** As it was sent, at most 4096 characters of it. */
  readonly target: string
  /** Of the other end of the connection: a reverse proxy's, if there is one. */
  readonly address: string
  readonly status: number
  /** False when the client left before the end. */
  readonly complete: boolean
  readonly milliseconds: number
}

/** `handler`, with `log` called at the end of each request. */
export function logged(
  handler: RequestListener,
  log: (line: RequestLine) => void,
  now: () => number,
): RequestListener {
  return (request, response) => {
    const begun = now()
    const { method = '', url = '', socket } = request
    const { remoteAddress: address = '' } = socket
    response.once('close', () => {
      log({
        method,
        target: url.slice(0, 4096),
        address,
        status: response.statusCode,
        complete: response.writableFinished,
        milliseconds: now() - begun,
      })
    })
    handler(request, response)
  }
}

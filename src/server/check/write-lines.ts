import type { ServerResponse } from 'node:http'

/** Writes an answer a line at a time. Disposing of it stops the empty lines. */
export interface Lines extends Disposable {
  /** Aborted when the client is gone. */
  readonly gone: AbortSignal
  /** Sends the head; lines may wait for it. */
  begin(): void
  /** Adds a line, which is made when the client has taken those before it. */
  push(line: () => string): void
  /** Resolves when all is handed over, or the client is gone. */
  end(): Promise<void>
}

/** What is written before the client has taken what came before, bytes. */
const mostAhead = 256 * 1024

/**
 * Begins an answer of `application/x-ndjson` to a client that may be slow.
 *
 * @param beatMs how often an empty line is sent while there is nothing to tell, so that nobody on the way gives up
 */
export function writeLines(response: ServerResponse, beatMs: number): Lines {
  const gone = new AbortController()
  const waiting: (() => string)[] = []
  const over = Promise.withResolvers<void>()
  let hasBegun = false
  let isLast = false
  let beat: NodeJS.Timeout | undefined

  function pump(): void {
    if (!hasBegun || gone.signal.aborted) return
    while (response.writableLength < mostAhead) {
      const line = waiting.shift()
      if (line === undefined) break
      response.write(line())
    }
    if (isLast && waiting.length === 0) response.end()
  }

  response.on('drain', pump)
  response.once('close', () => {
    gone.abort()
    over.resolve()
  })
  return {
    gone: gone.signal,
    begin() {
      hasBegun = true
      response.writeHead(200, {
        'Cache-Control': 'no-store',
        'Content-Type': 'application/x-ndjson',
        'X-Content-Type-Options': 'nosniff',
        // nginx would keep lines until it has a buffer full of them.
        'X-Accel-Buffering': 'no',
      })
      response.flushHeaders()
      beat = setInterval(() => {
        if (waiting.length === 0 && response.writableLength === 0) response.write('\n')
      }, beatMs)
      pump()
    },
    push(line) {
      waiting.push(line)
      pump()
    },
    end() {
      isLast = true
      pump()
      return over.promise
    },
    [Symbol.dispose]() {
      clearInterval(beat)
      response.off('drain', pump)
    },
  }
}

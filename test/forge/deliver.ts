import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { Manner } from './reply.ts'
import type { OpenEntry } from './request-log.ts'

/** An answer that is ready to be sent. */
export interface Answer {
  readonly status: number
  readonly headers: OutgoingHttpHeaders
  readonly body: AsyncIterable<Buffer>
}

/** Where an answer goes, and how. */
export interface Delivery {
  readonly manner: Manner
  readonly response: ServerResponse
  /** Counts what is sent. */
  readonly entry: OpenEntry
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal
}

/**
 * Sends an answer; ends early when the client goes away.
 *
 * @throws what reading the answer's body throws, and AbortError when `signal` is aborted during a pause
 */
export async function deliver(answer: Answer, delivery: Delivery): Promise<void> {
  const { manner, response, entry, signal } = delivery
  if (manner.delayMs !== undefined) await pause(manner.delayMs, undefined, { signal })
  response.writeHead(answer.status, answer.headers)
  response.flushHeaders()
  entry.status = answer.status
  let left = manner.cutAfter ?? manner.stallAfter ?? Infinity
  for await (const chunk of pieces(answer.body, manner, signal)) {
    if (response.destroyed) return
    const part = chunk.subarray(0, left)
    entry.bytesOut += part.length
    await written(response, part)
    left -= part.length
    if (left <= 0) break
  }
  if (manner.cutAfter !== undefined) response.destroy()
  else if (manner.stallAfter === undefined) response.end()
}

async function* pieces(
  body: AsyncIterable<Buffer>,
  manner: Manner,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  const { drip, mangle } = manner
  let offset = 0
  for await (const chunk of body) {
    const changed = mangle === undefined ? chunk : mangle(chunk, offset)
    offset += chunk.length
    const step = drip?.bytes ?? changed.length
    for (let at = 0; at < changed.length; at += step) {
      if (drip !== undefined) await pause(drip.everyMs, undefined, { signal })
      yield changed.subarray(at, at + step)
    }
  }
}

function written(response: ServerResponse, chunk: Buffer): Promise<void> {
  return new Promise((resolve) => {
    response.once('close', resolve)
    response.write(chunk, () => {
      response.off('close', resolve)
      resolve()
    })
  })
}

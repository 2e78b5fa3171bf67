import type { IncomingMessage } from 'node:http'

/** What may be read of a body. */
export interface BodyLimits {
  readonly maxBytes: number
  /** From the first look to the last byte, milliseconds. */
  readonly maxMs: number
  /** Bytes that all bodies under way may still take together: counted down and up again. */
  readonly room: { left: number }
}

/** Why a body was not read to its end. */
export type BodyFault = 'too-large' | 'too-slow' | 'no-room' | 'gone'

/** The whole body of a request, or why there is none; never throws, and leaves the connection as it is. */
export async function readBody(
  request: IncomingMessage,
  { maxBytes, maxMs, room }: BodyLimits,
): Promise<Buffer | BodyFault> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return 'too-large'
  const chunks: Buffer[] = []
  let size = 0
  const fault = await eachChunk(request, maxMs, (chunk) => {
    if (size + chunk.length > maxBytes) return 'too-large'
    if (chunk.length > room.left) return 'no-room'
    size += chunk.length
    room.left -= chunk.length
    chunks.push(chunk)
    return undefined
  })
  room.left += size
  return fault ?? Buffer.concat(chunks)
}

/**
 * Takes what is left of a body that nobody wants, up to a limit, so that the client gets to read the answer: a
 * connection that is closed with bytes unread takes the answer along.
 */
export async function discardBody(
  request: IncomingMessage,
  maxBytes: number,
  maxMs: number,
): Promise<void> {
  let size = 0
  await eachChunk(request, maxMs, (chunk) => {
    size += chunk.length
    return size > maxBytes ? 'too-large' : undefined
  })
}

/** Gives each chunk to `take` until the end, or until that, time or the client ends it. */
function eachChunk(
  request: IncomingMessage,
  maxMs: number,
  take: (chunk: Buffer) => BodyFault | undefined,
): Promise<BodyFault | undefined> {
  return new Promise((resolve) => {
    if (request.readableEnded || request.destroyed) {
      resolve(request.complete ? undefined : 'gone')
      return
    }
    const onData = (chunk: Buffer) => {
      const fault = take(chunk)
      if (fault !== undefined) end(fault)
    }
    const onEnd = () => end(undefined)
    const onGone = () => end('gone')
    const timer = setTimeout(() => end('too-slow'), maxMs)
    function end(fault: BodyFault | undefined): void {
      clearTimeout(timer)
      request.off('data', onData).off('end', onEnd).off('close', onGone).off('error', onGone)
      request.pause()
      resolve(fault)
    }
    request.on('data', onData).on('end', onEnd).on('close', onGone).on('error', onGone)
    request.resume()
  })
}

import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { createChunks } from './chunks.ts'
import type { HotReply } from './hot-cache.ts'
import { bodySize } from './reply.ts'
import type { FilePart, Reply } from './reply.ts'

const chunks = createChunks()
/** Bytes of a body that leaves together with its headers, as one string: two buffers cost Node.js twice the time. */
const oneWrite = 16 * 1024

/** Writes a kept reply to a GET request. */
export function sendHot(response: ServerResponse, hot: HotReply): void {
  response.writeHead(200, hot.headers)
  response.end(hot.body, 'latin1')
}

/**
 * Writes a reply; to a HEAD request without its body. Resolves when the last byte was handed on or the
 * client is gone. The caller releases the reply.
 *
 * @throws Error when the file cannot be read to its end, Failure when it does not come to its end. If headers were
 *   sent the connection is destroyed.
 */
export async function send(response: ServerResponse, reply: Reply, isHead: boolean): Promise<void> {
  const { socket } = response.req
  if (socket.destroyed) return
  const { status, headers, body } = reply
  const length = status === 304 ? [] : ['Content-Length', String(bodySize(body))]
  const all = [...Object.entries(headers).flat(), ...length]
  if (isHead || Buffer.isBuffer(body)) {
    response.writeHead(status, all)
    if (!Buffer.isBuffer(body)) response.end()
    else if (body.length <= oneWrite) response.end(body.toString('latin1'), 'latin1')
    else response.end(body)
    return
  }
  const chunk = chunks.take()
  try {
    await sendFile(response, socket, body, chunk, () => response.writeHead(status, all))
  } catch (error) {
    if (response.headersSent) socket.destroy()
    throw error
  } finally {
    chunks.give(chunk)
  }
}

async function sendFile(
  response: ServerResponse,
  socket: Socket,
  { file, start, size, arrived }: FilePart,
  chunk: Buffer,
  begin: () => void,
): Promise<void> {
  let sent = 0
  while (sent < size) {
    const there = arrived ? (await arrived(start + sent)) - start : size
    const wanted = Math.min(chunk.length, Math.min(there, size) - sent)
    const { bytesRead } = await file.read(chunk, 0, wanted, start + sent)
    if (bytesRead === 0) throw new Error(`Cannot send a zip: it ends ${size - sent} bytes early`)
    if (sent === 0) begin()
    if (!(await written(response, socket, chunk.subarray(0, bytesRead)))) return
    sent += bytesRead
  }
  response.end()
}

/**
 * True when the bytes left for the kernel, so their buffer may be used again; false when the connection is gone.
 * A response that is still in line behind another has no callbacks when its connection closes, hence the listener.
 */
function written(response: ServerResponse, socket: Socket, bytes: Buffer): Promise<boolean> {
  return new Promise((resolve) => {
    if (socket.destroyed) {
      resolve(false)
      return
    }
    const onClose = () => resolve(false)
    socket.once('close', onClose)
    response.write(bytes, (error) => {
      socket.off('close', onClose)
      resolve(error === undefined || error === null)
    })
  })
}

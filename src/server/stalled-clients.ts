import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Cuts off clients that take nothing of what waits to be sent to them: such a one would hold a file and a buffer for
 * ever. Looks every `stallMs` milliseconds, so a client has one to two times as long to take a chunk.
 */
export function dropStalledClients(server: Server, stallMs: number): { stop(): void } {
  const sentBefore = new Map<Socket, number | undefined>()
  server.on('connection', (socket: Socket) => {
    sentBefore.set(socket, undefined)
    socket.once('close', () => sentBefore.delete(socket))
  })
  const timer = setInterval(() => {
    for (const [socket, before] of sentBefore) {
      const sent = socket.writableLength > 0 ? socket.bytesWritten : undefined
      if (sent !== undefined && sent === before) socket.destroy()
      else sentBefore.set(socket, sent)
    }
  }, stallMs)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}

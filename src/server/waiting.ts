import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Requests that one connection may have under way at once; browsers and go have one. */
const mostPerConnection = 64

const underWay = new WeakMap<Socket, number>()

/**
 * Waits until all earlier requests on the same connection are answered, so that a client that pipelines
 * makes us hold one file at a time. False when the connection is gone; it is destroyed when it has too
 * many requests in line.
 */
export async function waitForTurn(response: ServerResponse): Promise<boolean> {
  const { socket } = response.req
  if (response.socket !== null) return !socket.destroyed
  const before = underWay.get(socket) ?? 0
  if (before >= mostPerConnection) socket.destroy()
  if (socket.destroyed) return false
  underWay.set(socket, before + 1)
  await new Promise<void>((resolve) => {
    const go = () => {
      response.off('socket', go)
      socket.off('close', go)
      resolve()
    }
    response.on('socket', go)
    socket.on('close', go)
  })
  underWay.set(socket, (underWay.get(socket) ?? 1) - 1)
  return !socket.destroyed
}

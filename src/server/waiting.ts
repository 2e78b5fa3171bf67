import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Requests that may stand in line on one connection; browsers and go send the next after the answer. */
const longestLine = 64

const lines = new WeakMap<Socket, Set<() => void>>()

/**
 * Waits until all earlier requests on the same connection are answered, so that a client that pipelines
 * makes us hold one file at a time. False when the connection is gone; it is destroyed when too many
 * requests stand in line.
 */
export async function waitForTurn(response: ServerResponse): Promise<boolean> {
  const { socket } = response.req
  if (response.socket !== null) return !socket.destroyed
  const line = lineOf(socket)
  if (line.size >= longestLine) socket.destroy()
  if (socket.destroyed) return false
  await new Promise<void>((resolve) => {
    line.add(resolve)
    response.once('socket', () => {
      line.delete(resolve)
      resolve()
    })
  })
  return !socket.destroyed
}

/** A response in line hears nothing when its connection closes, so the connection tells all of them. */
function lineOf(socket: Socket): Set<() => void> {
  const known = lines.get(socket)
  if (known !== undefined) return known
  const line = new Set<() => void>()
  lines.set(socket, line)
  socket.once('close', () => {
    for (const leave of line) leave()
  })
  return line
}

import type { Socket } from 'node:net'

/** The error of a server that keeps us waiting for too long, as `networkFailure` knows it. */
export function tooLate(): Error {
  return Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' })
}

/**
 * Destroys a socket with {@link tooLate} after so many milliseconds.
 *
 * @returns calls that off
 */
export function destroyWhenLate(socket: Socket, millis: number): () => void {
  const timer = setTimeout(() => socket.destroy(tooLate()), millis)
  return () => clearTimeout(timer)
}

import { connect, type Socket } from 'node:net'
import { guardedLookup } from './dial.ts'
import type { GateOptions } from './gate-options.ts'
import type { StreamTarget } from './stream-target.ts'

/**
 * Dials, where the addresses of the host allow it. The socket gives an error when that takes longer than it may; later
 * silence is for its user to see.
 */
export function guardedSocket(
  { host, port }: StreamTarget,
  { connectTimeout, ...guard }: Pick<GateOptions, 'allow' | 'lookUp' | 'connectTimeout'>,
): Socket {
  const socket = connect({ host, port, lookup: guardedLookup(port, guard) })
  const late = () =>
    socket.destroy(Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' }))
  const timer = setTimeout(late, connectTimeout)
  socket.once('connect', () => clearTimeout(timer))
  socket.once('close', () => clearTimeout(timer))
  return socket
}

import { connect, type Socket } from 'node:net'
import { guardedLookup } from './dial.ts'
import type { GateOptions } from './gate-options.ts'
import type { StreamTarget } from './stream-target.ts'
import { destroyWhenLate } from './too-late.ts'

/**
 * Dials, where the addresses of the host allow it. The socket gives an error when that takes longer than it may; later
 * silence is for its user to see.
 */
export function guardedSocket(
  { host, port }: StreamTarget,
  { connectTimeout, ...guard }: Pick<GateOptions, 'allow' | 'lookUp' | 'connectTimeout'>,
): Socket {
  const socket = connect({ host, port, lookup: guardedLookup(port, guard) })
  const inTime = destroyWhenLate(socket, connectTimeout)
  socket.once('connect', inTime)
  socket.once('close', inTime)
  return socket
}

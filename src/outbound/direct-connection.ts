import { once } from 'node:events'
import type { Socket } from 'node:net'
import { beginRecord, type ConnectionParts } from './connection-parts.ts'
import type { Call, Connection } from './connection.ts'
import { guardedSocket } from './guarded-socket.ts'
import { networkFailure } from './network-failure.ts'
import { patientOutput } from './patient-output.ts'
import { withoutCredentials } from './request-record.ts'
import type { StreamTarget } from './stream-target.ts'

/**
 * Talks to a server over TCP, with nothing in between.
 *
 * @param call with a URL in normal form
 * @throws Failure when there is no connection
 */
export async function directConnection(
  call: Call,
  target: StreamTarget,
  { options, turns, closing }: ConnectionParts,
): Promise<Connection> {
  const url = withoutCredentials(call.url)
  const note = beginRecord(call, options)
  const signal = AbortSignal.any([closing, AbortSignal.timeout(options.requestTimeout)])
  let leave: (() => void) | undefined
  let socket: Socket
  try {
    leave = await turns(target.host, signal)
    socket = guardedSocket(target, options)
    await once(socket, 'connect', { signal }).catch((error: unknown) => {
      socket.destroy()
      throw signal.aborted ? signal.reason : error
    })
  } catch (error) {
    leave?.()
    const failure = networkFailure(error, url)
    note({ status: 0, sent: 0, received: 0, failure: failure.code })
    throw failure
  }
  const { purpose, maxBytes } = call
  const { idleTimeout } = options
  const heard = patientOutput(socket, { url, purpose, maxBytes, idleTimeout, signal })
  let sent = 0

  const failure = () => {
    const error = heard.error()
    return error === undefined ? undefined : networkFailure(error, url)
  }

  return {
    output: heard.output,
    send(bytes) {
      sent += bytes.length
      socket.write(bytes)
    },
    async ending() {
      const found = failure()
      return { words: '', ...(found && { failure: found }) }
    },
    async [Symbol.asyncDispose]() {
      leave?.()
      if (!socket.closed) {
        socket.destroy()
        await once(socket, 'close')
      }
      const code = failure()?.code ?? (heard.isWhole() ? '' : 'stopped')
      note({ status: 200, sent, received: heard.received(), failure: code })
    },
  }
}

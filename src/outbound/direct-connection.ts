import { once } from 'node:events'
import type { Socket } from 'node:net'
import { beginAsking, type GateParts } from './asking.ts'
import type { Call, Connection } from './connection.ts'
import { heardFailure } from './governor/heard.ts'
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
  parts: GateParts,
): Promise<Connection> {
  const url = withoutCredentials(call.url)
  const { options, closing } = parts
  const asking = await beginAsking(parts, { ...call, method: 'CONNECT' })
  const signal = AbortSignal.any([closing, AbortSignal.timeout(options.requestTimeout)])
  let socket: Socket
  try {
    socket = guardedSocket(target, options)
    await once(socket, 'connect', { signal }).catch((error: unknown) => {
      socket.destroy()
      throw signal.aborted ? signal.reason : error
    })
  } catch (error) {
    const failure = networkFailure(error, url)
    asking.heard(heardFailure(failure))
    asking.over({ status: 0, sent: 0, received: 0, failure: failure.code })
    throw failure
  }
  asking.heard({ kind: 'good', why: '' })
  const { purpose } = call
  const maxBytes = asking.bytes
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
      if (!socket.closed) {
        socket.destroy()
        await once(socket, 'close')
      }
      const code = failure()?.code ?? (heard.isWhole() ? '' : 'stopped')
      asking.over({ status: 200, sent, received: heard.received(), failure: code })
    },
  }
}

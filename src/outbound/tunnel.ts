import { isIP, type Socket } from 'node:net'
import { buildConnector, type Dispatcher } from 'undici'
import type { Proxy } from './proxy-url.ts'
import { destroyWhenLate } from './too-late.ts'

/** Marks the error of a proxy that does not do what it was asked; its message is the whole reason. */
const PROXY_REFUSED = 'ERR_PROXY_REFUSED'

/** What the head of a proxy's answer may have at most; beyond that it is no answer. */
const maxHead = 64 * 1024

/** What a tunnel needs. */
export interface TunnelOptions {
  /** Milliseconds until the tunnel must stand. */
  readonly connectTimeout: number
  readonly userAgent: string
  /** Connects to a proxy; see {@link proxyConnector}. */
  readonly connectProxy: buildConnector.connector
}

/**
 * A connector for proxies, whose errors do not look as if the server behind had made them. The operator has named the
 * proxy: wherever it is, it may be dialled.
 */
export function proxyConnector(options: buildConnector.BuildOptions): buildConnector.connector {
  const connect = buildConnector({ ...options, allowH2: false })
  return (place, callback) => {
    // The name that a request would have for the server behind is none of the proxy's.
    const servername = isIP(place.hostname) ? '' : place.hostname
    connect({ ...place, servername }, (...[error, socket]) => {
      if (error) callback(refused(`its proxy cannot be reached (${codeOf(error)})`), null)
      else callback(null, socket)
    })
  }
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : error.message
}

/** Connects to a proxy. */
function connectTo(proxy: Proxy, connectProxy: buildConnector.connector): Promise<Socket> {
  const { hostname, protocol, port } = proxy
  return new Promise((resolve, reject) => {
    connectProxy({ hostname, host: hostname, protocol, port: String(port) }, (error, socket) => {
      if (error) reject(error)
      else resolve(socket)
    })
  })
}

/**
 * Has a proxy connect to a place, and gives the connection, on which nothing was said yet.
 *
 * Source: RFC 9110 §9.3.6
 *
 * @param authority host and port; an IPv6 address in brackets
 * @throws Error when the proxy does not connect, or what the network said
 */
export async function openTunnel(
  proxy: Proxy,
  authority: string,
  { connectTimeout, userAgent, connectProxy }: TunnelOptions,
): Promise<Socket> {
  const socket = await connectTo(proxy, connectProxy)
  const fields = [
    `CONNECT ${authority} HTTP/1.1`,
    `Host: ${authority}`,
    `User-Agent: ${userAgent}`,
    ...(proxy.authorization === undefined ? [] : [`Proxy-Authorization: ${proxy.authorization}`]),
  ]
  const inTime = destroyWhenLate(socket, connectTimeout)
  try {
    socket.write(`${fields.join('\r\n')}\r\n\r\n`)
    const { head, rest } = await headOf(socket)
    const status = /^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1]
    if (status === undefined) throw refused('its proxy does not speak HTTP')
    if (!status.startsWith('2')) throw refused(proxyReason(Number(status)))
    if (rest.length > 0) socket.unshift(rest)
    return socket
  } catch (error) {
    socket.destroy()
    throw error
  } finally {
    inTime()
  }
}

/** What the refusal of a proxy means. */
function proxyReason(status: number): string {
  return status === 407
    ? 'its proxy does not accept the credentials that are configured for it (407)'
    : `its proxy answered ${status}`
}

/** Takes a 407 for what it is: no answer of the server that was asked. */
export function withoutProxyRefusal(
  handler: Dispatcher.DispatchHandler,
): Dispatcher.DispatchHandler {
  return {
    onRequestStart: (...all) => handler.onRequestStart?.(...all),
    onResponseStart(controller, status, ...rest) {
      if (status === 407) controller.abort(refused(proxyReason(status)))
      else handler.onResponseStart?.(controller, status, ...rest)
    },
    onResponseData: (...all) => handler.onResponseData?.(...all),
    onResponseEnd: (...all) => handler.onResponseEnd?.(...all),
    onResponseError: (...all) => handler.onResponseError?.(...all),
  }
}

/** Reads up to the empty line, and not further; the socket is paused then. */
async function headOf(socket: Socket): Promise<{ head: string; rest: Buffer }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ head: string; rest: Buffer }>()
  let seen = Buffer.alloc(0)
  const collect = (chunk: Buffer) => {
    seen = Buffer.concat([seen, chunk])
    const end = seen.indexOf('\r\n\r\n')
    if (end >= 0) resolve({ head: seen.toString('latin1', 0, end), rest: seen.subarray(end + 4) })
    else if (seen.length > maxHead) reject(refused('its proxy does not speak HTTP'))
  }
  const fail = (error: Error) => reject(error)
  const end = () => reject(refused('its proxy hung up'))
  socket.on('data', collect).on('error', fail).on('close', end).on('end', end)
  try {
    return await promise
  } finally {
    socket.pause()
    socket.off('data', collect).off('error', fail).off('close', end).off('end', end)
  }
}

function refused(reason: string): Error {
  return Object.assign(new Error(reason), { code: PROXY_REFUSED })
}

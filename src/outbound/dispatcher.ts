import { createSecureContext, type SecureContext } from 'node:tls'
import { callbackify } from 'node:util'
import { Agent, buildConnector, Pool, request, type Dispatcher } from 'undici'
import type { HttpClient } from './http-client.ts'
import { inBrackets } from './host-and-user.ts'
import { ADDRESS_REFUSED, guardedLookup, refusal } from './dial.ts'
import type { GateOptions } from './gate-options.ts'
import { isUsualPort, portOf } from './ports.ts'
import type { Proxy } from './proxy-url.ts'
import { openTunnel, proxyConnector, withoutProxyRefusal, type TunnelOptions } from './tunnel.ts'

/** The client that `httpClient` opens. */
export function openClient(options: GateOptions): HttpClient {
  const dispatcher = gateDispatcher(options)
  return {
    request: (target, asked) => request(target, { ...asked, dispatcher }),
    destroy: () => dispatcher.destroy(),
  }
}

/**
 * Connections of a gate: at most so many connections to each origin, HTTP/2 where the server offers it, and
 * what may not be dialled is refused at the connection. Connections of one origin never serve another, not even where
 * certificate and address would allow it.
 */
function gateDispatcher(options: GateOptions): Agent {
  const { connectTimeout, idleTimeout, connectionsPerHost, userAgent, proxyFor } = options
  const secureContext = contextOf(options.authorities)
  const tls = { timeout: connectTimeout, ...(secureContext && { secureContext }) }
  const direct = directConnector(options, tls)
  const upgrade = buildConnector({ ...tls, allowH2: true })
  const connectProxy = proxyConnector(tls)
  const tunnels = { connectTimeout, userAgent, connectProxy }
  const limits = {
    connections: connectionsPerHost,
    headersTimeout: idleTimeout,
    bodyTimeout: idleTimeout,
    keepAliveTimeout: 30_000,
    allowH2: true,
  }
  return new Agent({
    ...limits,
    factory(origin) {
      const proxy = proxyFor?.(new URL(origin))
      if (!proxy) return new Pool(origin, { ...limits, connect: direct })
      if (new URL(origin).protocol === 'http:') {
        return forwardPool(new URL(origin), proxy, { ...limits, connect: connectProxy })
      }
      return new Pool(origin, { ...limits, connect: tunnelConnector(proxy, tunnels, upgrade) })
    },
  })
}

function contextOf(authorities: readonly string[] | undefined): SecureContext | undefined {
  return authorities && createSecureContext({ ca: [...authorities] })
}

/** A connector that dials only what the gate may. Each port has its own guard, and so its own sessions of TLS. */
function directConnector(
  guard: GateOptions,
  tls: buildConnector.BuildOptions,
): buildConnector.connector {
  const byPort = new Map<number, buildConnector.connector>()
  return (place, callback) => {
    const port = portOf(place)
    const reason = refusal(place.hostname, port, guard.allow)
    if (reason !== undefined) {
      callback(Object.assign(new Error(reason), { code: ADDRESS_REFUSED }), null)
      return
    }
    const connect =
      byPort.get(port) ??
      buildConnector({ ...tls, allowH2: true, lookup: guardedLookup(port, guard) })
    if (isUsualPort(port)) byPort.set(port, connect)
    connect(place, callback)
  }
}

function tunnelConnector(
  proxy: Proxy,
  tunnels: TunnelOptions,
  upgrade: buildConnector.connector,
): buildConnector.connector {
  return (place, callback) => {
    const { hostname, port } = place
    const authority = `${inBrackets(hostname)}:${port || 443}`
    callbackify(openTunnel)(proxy, authority, tunnels, (error, httpSocket) => {
      if (error) callback(error, null)
      else upgrade({ ...place, httpSocket }, callback)
    })
  }
}

/** Asks a proxy for the pages of an origin, as RFC 9112 §3.2.2 has it. */
function forwardPool({ origin, host }: URL, proxy: Proxy, options: Pool.Options): Dispatcher {
  const { protocol, hostname, port, authorization } = proxy
  const url = `${protocol}//${inBrackets(hostname)}:${port}`
  return new Pool(url, options).compose(
    (dispatch) => (request, handler) =>
      dispatch(
        {
          ...request,
          origin: url,
          path: origin + request.path,
          headers: {
            ...(request.headers as Record<string, string>),
            host,
            ...(authorization !== undefined && { 'proxy-authorization': authorization }),
          },
        },
        withoutProxyRefusal(handler),
      ),
  )
}

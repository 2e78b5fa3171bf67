import { connect, type Socket } from 'node:net'
import { pipeline } from 'node:stream'
import { Failure } from '../failure.ts'
import { guardedLookup, refusal } from './dial.ts'
import type { GateOptions } from './gate-options.ts'
import { ALLOW_HINT, networkFailure } from './network-failure.ts'
import { portOf } from './ports.ts'
import type { Doorkeeper } from './program-way.ts'
import { readRequestHead, type RequestHead } from './request-head.ts'
import type { Proxy } from './proxy-url.ts'
import type { Purpose, Reason } from './request-record.ts'
import { connectTo, openTunnel, type TunnelOptions } from './tunnel.ts'

/** What a passage may do, and whom it tells. */
export interface PassageOptions {
  readonly options: GateOptions
  readonly tunnels: TunnelOptions
  readonly purpose: Purpose
  readonly reason: Reason
  /** Refuses what no TLS protects. */
  readonly onlySecure: boolean
  readonly keeper: Doorkeeper
}

/**
 * Serves one connection of a program to its HTTP proxy: one tunnel, or one request whose answer ends the connection.
 * Only what the gate would dial is dialled.
 *
 * Source: RFC 9110 §9.3.6, RFC 9112 §3.2.2
 */
export function openPassage(client: Socket, passage: PassageOptions): void {
  readRequestHead(client, (head) => {
    const url = head && targetOf(head)
    if (head && url) forward(client, head, url, passage)
    else client.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')
  })
}

function targetOf({ method, target }: RequestHead): URL | undefined {
  const url = URL.parse(method === 'CONNECT' ? `https://${target}` : target)
  return url && (method === 'CONNECT' || url.protocol === 'http:') ? url : undefined
}

function forward(client: Socket, head: RequestHead, url: URL, passage: PassageOptions): void {
  const { options, keeper, purpose, reason } = passage
  const { method, rest } = head
  const isTunnel = method === 'CONNECT'
  const shown = options.rewriter.restore(isTunnel ? `${url.origin}/` : url.href)
  const at = options.now()
  const seen = { status: 0, sent: 0, received: 0, failure: '' }
  const note = () => {
    const { host } = new URL(shown)
    options.onRequest({
      at,
      host,
      method,
      url: shown,
      purpose,
      reason,
      ...seen,
      millis: options.now() - at,
    })
  }
  const refuse = (error: unknown): void => {
    seen.failure = networkFailure(error, shown).code
    // A server may hang up on a question that it has answered: the program knows better what that means.
    if (seen.received > 0 && !isTunnel) return
    keeper.failed(error)
    if (!client.writable || seen.received > 0) return
    client.end('HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
  }
  const proxy = options.proxyFor?.(url)
  const fault = faultOf(url, shown, isTunnel, passage)
  if (fault) {
    refuse(fault)
    note()
    return
  }
  const begin = (upstream: Socket) => {
    upstream.setTimeout(options.idleTimeout)
    if (isTunnel) {
      seen.status = 200
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
    } else upstream.write(requestFor(head, url, proxy), 'latin1')
    upstream.write(rest)
    seen.sent += rest.length
    client.on('data', (chunk) => (seen.sent += chunk.length))
    upstream.on('data', (chunk: Buffer) => {
      if (seen.received === 0 && !isTunnel) seen.status = statusIn(chunk)
      seen.received += chunk.length
      keeper.take(chunk.length)
    })
    pipeline(client, upstream, () => {})
    pipeline(upstream, client, () => {})
  }
  const hold = (upstream: Socket) => {
    keeper.opened(upstream)
    upstream.setTimeout(options.connectTimeout, () =>
      upstream.destroy(Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' })),
    )
    upstream.on('error', refuse)
    upstream.on('close', note)
    if (client.destroyed) upstream.destroy()
  }
  if (!proxy) {
    const upstream = dial(url, options)
    hold(upstream)
    upstream.on('connect', () => begin(upstream))
    return
  }
  const detour = async () => {
    try {
      const upstream = await throughProxy(url, isTunnel, proxy, passage.tunnels)
      hold(upstream)
      begin(upstream)
    } catch (error) {
      refuse(error)
      note()
    }
  }
  void detour()
}

function dial(url: URL, options: GateOptions): Socket {
  const port = portOf(url)
  return connect({
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port,
    lookup: guardedLookup(port, options),
    allowHalfOpen: true,
  })
}

function throughProxy(
  url: URL,
  isTunnel: boolean,
  proxy: Proxy,
  tunnels: TunnelOptions,
): Promise<Socket> {
  if (isTunnel) return openTunnel(proxy, `${url.hostname}:${portOf(url)}`, tunnels)
  return connectTo(proxy, tunnels.connectProxy)
}

function faultOf(
  url: URL,
  shown: string,
  isTunnel: boolean,
  { options, onlySecure }: PassageOptions,
): Failure | undefined {
  if (!isTunnel && onlySecure) {
    const why = 'a secure address leads to an insecure one'
    return new Failure('refused', `Cannot go on to ${shown}: ${why}`, { url: shown })
  }
  const isProxied = options.proxyFor?.(url) !== undefined
  const why = refusal(url.hostname, portOf(url), options.allow, isProxied)
  if (why !== undefined) {
    return new Failure('refused', `Cannot ask ${shown}: ${why}`, { url: shown, hint: ALLOW_HINT })
  }
  return undefined
}

/** The request as a server takes it, or a proxy, telling it to hang up afterwards. */
function requestFor({ method, version, fields }: RequestHead, url: URL, proxy?: Proxy): string {
  const target = `${proxy ? url.origin : ''}${url.pathname}${url.search}`
  const credentials = proxy?.authorization
  const lines = [
    `${method} ${target} ${version}`,
    ...fields.map(([name, value]) => `${name}: ${value}`),
    ...(credentials === undefined ? [] : [`Proxy-Authorization: ${credentials}`]),
    'Connection: close',
  ]
  return `${lines.join('\r\n')}\r\n\r\n`
}

function statusIn(chunk: Buffer): number {
  return Number(/^HTTP\/1\.[01] (\d{3})/.exec(chunk.toString('latin1', 0, 12))?.[1] ?? 0)
}

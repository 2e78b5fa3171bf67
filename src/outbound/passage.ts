import { connect, type Socket } from 'node:net'
import { pipeline } from 'node:stream'
import { Failure } from '../failure.ts'
import { guardedLookup, isRefusedLiteral } from './dial.ts'
import type { GateOptions } from './gate-options.ts'
import { ALLOW_HINT, networkFailure } from './network-failure.ts'
import type { Doorkeeper } from './program-way.ts'
import { readRequestHead, type RequestHead } from './request-head.ts'
import type { Purpose, Reason } from './request-record.ts'

/** What a passage may do, and whom it tells. */
export interface PassageOptions {
  readonly options: GateOptions
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
  const fault = refusal(url, shown, isTunnel, passage)
  if (fault) {
    refuse(fault)
    note()
    return
  }
  const upstream = connect({
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (isTunnel ? 443 : 80),
    lookup: guardedLookup(options.allow),
    allowHalfOpen: true,
  })
  keeper.opened(upstream)
  upstream.setTimeout(options.connectTimeout, () =>
    upstream.destroy(Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' })),
  )
  upstream.on('error', refuse)
  upstream.on('close', note)
  upstream.on('connect', () => {
    upstream.setTimeout(options.idleTimeout)
    if (isTunnel) {
      seen.status = 200
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
    } else upstream.write(originForm(head, url), 'latin1')
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
  })
}

function refusal(
  url: URL,
  shown: string,
  isTunnel: boolean,
  { options, onlySecure }: PassageOptions,
): Failure | undefined {
  if (!isTunnel && onlySecure) {
    const why = 'a secure address leads to an insecure one'
    return new Failure('refused', `Cannot go on to ${shown}: ${why}`, { url: shown })
  }
  if (isRefusedLiteral(url.hostname, options.allow)) {
    const why = `${url.hostname} is not a public address`
    return new Failure('refused', `Cannot ask ${shown}: ${why}`, { url: shown, hint: ALLOW_HINT })
  }
  return undefined
}

/** The request as a server takes it, telling it to hang up afterwards. */
function originForm({ method, version, fields }: RequestHead, url: URL): string {
  const lines = [
    `${method} ${url.pathname}${url.search} ${version}`,
    ...fields.map(([name, value]) => `${name}: ${value}`),
    'Connection: close',
  ]
  return `${lines.join('\r\n')}\r\n\r\n`
}

function statusIn(chunk: Buffer): number {
  return Number(/^HTTP\/1\.[01] (\d{3})/.exec(chunk.toString('latin1', 0, 12))?.[1] ?? 0)
}

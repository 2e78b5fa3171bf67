import { connect, type Socket } from 'node:net'
import { pipeline } from 'node:stream'
import { Failure } from '../failure.ts'
import { guardedLookup, isRefusedLiteral } from './dial.ts'
import type { GateOptions } from './gate.ts'
import { ALLOW_HINT, networkFailure } from './network-failure.ts'
import { parseProxyRequest, type ProxyRequest } from './proxy-request.ts'
import type { Purpose } from './request-record.ts'

/** What a passage may do, and whom it tells. */
export interface PassageOptions {
  readonly options: GateOptions
  readonly purpose: Purpose
  /** Refuses what no TLS protects. */
  readonly onlySecure: boolean
  /** Told of bytes that came in. */
  readonly take: (bytes: number) => void
  readonly opened: (upstream: Socket) => void
  readonly failed: (error: unknown) => void
}

const maxHead = 256 * 1024

/** Serves one connection of a program to its proxy: one tunnel, or one request whose answer ends the connection. */
export function openPassage(client: Socket, passage: PassageOptions): void {
  let head = Buffer.alloc(0)
  client.on('error', () => {}) // the program went away, which it may
  client.on('data', function collect(chunk: Buffer) {
    head = Buffer.concat([head, chunk])
    const end = head.indexOf('\r\n\r\n')
    if (end < 0 && head.length <= maxHead) return
    client.pause()
    client.off('data', collect)
    const request = parseProxyRequest(head.toString('latin1', 0, Math.max(end, 0) + 4))
    if (end < 0 || !request) client.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')
    else forward(client, request, head.subarray(end + 4), passage)
  })
  client.resume()
}

function forward(
  client: Socket,
  request: ProxyRequest,
  rest: Buffer,
  passage: PassageOptions,
): void {
  const { options } = passage
  const at = options.now()
  const { url, isTunnel, method } = request
  const shown = options.rewriter.restore(isTunnel ? `${url.origin}/` : url.href)
  let sent = 0
  let received = 0
  let status = 0
  let failure = ''
  const note = () =>
    options.onRequest({
      ...{ at, host: new URL(shown).host, method, url: shown, purpose: passage.purpose },
      ...{ status, sent, received, millis: options.now() - at, failure },
    })
  const refuse = (error: unknown): void => {
    failure = networkFailure(error, shown).code
    passage.failed(error)
    if (client.writable && received === 0) {
      client.end('HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
    }
  }
  const fault = refusal(request, shown, passage)
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
  passage.opened(upstream)
  upstream.setTimeout(options.connectTimeout, () =>
    upstream.destroy(Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' })),
  )
  upstream.on('error', refuse)
  upstream.on('close', note)
  upstream.on('connect', () => {
    upstream.setTimeout(options.idleTimeout)
    if (isTunnel) {
      status = 200
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
    } else upstream.write(request.head, 'latin1')
    upstream.write(rest)
    sent += rest.length
    client.on('data', (chunk) => (sent += chunk.length))
    upstream.on('data', (chunk: Buffer) => {
      if (received === 0 && !isTunnel) status = statusIn(chunk)
      received += chunk.length
      passage.take(chunk.length)
    })
    pipeline(client, upstream, () => {})
    pipeline(upstream, client, () => {})
  })
}

function refusal(
  { url, isTunnel }: ProxyRequest,
  shown: string,
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

function statusIn(chunk: Buffer): number {
  return Number(/^HTTP\/1\.[01] (\d{3})/.exec(chunk.toString('latin1', 0, 12))?.[1] ?? 0)
}

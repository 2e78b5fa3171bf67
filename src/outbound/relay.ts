import type { Socket } from 'node:net'
import { finished } from 'node:stream/promises'
import { Failure } from '../failure.ts'
import type { Answer, Ask, Method } from './exchange.ts'
import type { Doorkeeper, Errand } from './program-way.ts'
import { readRequestHead, type RequestHead } from './request-head.ts'

/** Most bytes of a request; programs ask with lists of hashes. */
const maxRequest = 64 * 1024 * 1024

/** Fields of requests that are passed on, and of answers. */
const passed = /^(?:accept|content-type|dav|depth|label|vary|x-hgarg(?:-\d+)?|x-hgproto-\d+)$/
const answered = /^(?:content-type|www-authenticate|dav|svn-[a-z-]+)$/

const methods = new Set<string>(['GET', 'POST', 'OPTIONS', 'PROPFIND', 'REPORT'])
const isMethod = (text: string | undefined): text is Method => methods.has(text ?? '')

/** Whom a relay asks, for what, and whom it tells. */
interface RelayOptions {
  /** The gate's. */
  readonly ask: (ask: Ask) => Promise<Answer>
  readonly errand: Errand
  /** Whom it asks: the origin of the errand's URL, or of where a redirect has led the program as a whole. */
  readonly home: { origin: string }
  readonly keeper: Doorkeeper
}

/**
 * Serves one request of a program by asking the gate the same, below the origin of the errand's URL. The answer ends
 * the connection. The program sees no redirect, since the gate has followed it, or not; but for the first request of
 * Subversion (OPTIONS), which must know the path at which it is answered. A program that can be told by a server to ask
 * others is best given this as its proxy, too, which refuses everything else.
 */
export function openRelay(client: Socket, { ask, errand, home, keeper }: RelayOptions): void {
  async function serve(head: RequestHead | undefined): Promise<void> {
    const body = head && (await readBody(client, head))
    const base = `http://127.0.0.1:${client.localPort}`
    const path = head && pathIn(head.target, base)
    const method = head?.method
    if (!head || !body || !isMethod(method) || !path?.startsWith('/')) {
      return void client.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')
    }
    const answer = await ask({
      url: home.origin + path,
      purpose: errand.purpose,
      ...(errand.reason && { reason: errand.reason }),
      method,
      headers: { ...passedOn(head.fields), 'accept-encoding': 'identity' },
      ...(method !== 'GET' && { body }),
      maxBytes: errand.maxBytes,
    })
    if (method === 'OPTIONS') {
      const { origin, pathname, search } = new URL(answer.url)
      home.origin = origin
      if (pathname + search !== path) return showRedirect(client, answer, base + pathname + search)
    }
    await send(client, answer, keeper)
  }
  readRequestHead(client, (head) => {
    serve(head).catch((error: unknown) => {
      if (client.destroyed) return
      keeper.failed(error)
      if (client.bytesWritten > 0) client.resetAndDestroy()
      else client.end('HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
    })
  })
}

/** The path asked for, in either form; a whole URL may end before it. Source: RFC 9112 §3.2 */
function pathIn(target: string, base: string): string {
  return target.startsWith(base) ? target.slice(base.length) || '/' : target
}

/** Fields of one name are put together. Source: RFC 9110 §5.3 */
function passedOn(fields: RequestHead['fields']): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const [name, value] of fields) {
    const key = name.toLowerCase()
    if (passed.test(key)) kept[key] = kept[key] === undefined ? value : `${kept[key]}, ${value}`
  }
  return kept
}

async function showRedirect(client: Socket, { body }: Answer, to: string): Promise<void> {
  await body[Symbol.asyncIterator]().return?.()
  client.end(`HTTP/1.1 301 \r\nLocation: ${to}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

async function readBody(client: Socket, { fields, rest }: RequestHead): Promise<Buffer> {
  const field = (wanted: string) => fields.find(([name]) => name.toLowerCase() === wanted)?.[1]
  const length = Number(field('content-length') ?? 0)
  if (field('transfer-encoding') !== undefined || !(length <= maxRequest)) {
    throw new Failure('unsupported', 'Cannot pass on a request that has no length, or is too long')
  }
  const chunks = [rest]
  let missing = length - rest.length
  if (missing > 0) {
    for await (const chunk of client.iterator({
      destroyOnReturn: false,
    }) as AsyncIterable<Buffer>) {
      chunks.push(chunk)
      missing -= chunk.length
      if (missing <= 0) break
    }
  }
  return Buffer.concat(chunks).subarray(0, length)
}

async function send(client: Socket, answer: Answer, keeper: Doorkeeper): Promise<void> {
  const { status, headers } = answer
  const isPlain = headers['content-encoding'] === undefined
  const kept = Object.entries(headers)
    .filter(([name]) => answered.test(name) || (isPlain && name === 'content-length'))
    .map(([name, value]) => `${name}: ${value}\r\n`)
  // The reason phrase may be empty, and is what programs show beside the number (RFC 9112 §4).
  client.write(`HTTP/1.1 ${status} \r\n${kept.join('')}Connection: close\r\n\r\n`, 'latin1')
  for await (const chunk of answer.body) {
    keeper.take(chunk.length)
    if (client.destroyed) return
    if (!client.write(chunk)) {
      await new Promise<void>((resolve) => {
        client.once('drain', resolve).once('close', resolve)
      })
    }
  }
  client.end()
  client.resume()
  await finished(client, { readable: false }).catch(() => {}) // whoever went away has no wishes
}

import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import { passingMemory } from '../passing-memory.ts'
import { parseAllowList } from '../../src/outbound/address.ts'
import { openGate } from '../../src/outbound/gate.ts'
import { rewriter } from '../../src/outbound/rewrite.ts'

/** A go-import tag in a head. */
export function meta(content: string): string {
  return `<head><meta name="go-import" content="${content}"></head>`
}

/** What a page answers. */
export interface Reply {
  readonly status?: number
  readonly headers?: Record<string, string>
  readonly body?: string
  /** Breaks the connection behind the body. */
  readonly breakOff?: boolean
}

/**
 * Serves pages for the hosts vanity.test and other.test, and opens a gate that finds them there. Nobody listens for
 * closed.test. Pages are kept by URL without scheme, query and final slash; others are 404.
 */
export async function openVanityHosts(t: TestContext, pages: Record<string, Reply>) {
  const asked: string[] = []
  const clock = { now: 1_800_000_000_000 }
  const listener: RequestListener = (request, response) => {
    const url = (request.url ?? '').slice(1)
    asked.push(url)
    const page = pages[url.replace(/\/?\?go-get=1$/, '')] ?? { status: 404 }
    response.writeHead(page.status ?? 200, page.headers)
    if (page.breakOff) response.write(page.body ?? '', () => response.destroy())
    else response.end(page.body ?? '')
  }
  const server = createServer(listener)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const hosts = ['vanity.test', 'other.test']
  const gate = openGate({
    allow: parseAllowList(['127.0.0.0/8']),
    rewriter: rewriter([
      ...hosts.map((host) => ({ from: `https://${host}/`, to: `${base}/${host}/` })),
      { from: 'https://closed.test/', to: 'http://127.0.0.1:1/' },
    ]),
    userAgent: 'test',
    connectTimeout: 10_000,
    idleTimeout: 10_000,
    requestTimeout: 10_000,
    connectionsPerHost: 4,
    backgroundInterval: 1000,
    memory: passingMemory(),
    now: () => clock.now,
    onRequest: () => {},
  })
  t.after(async () => {
    await gate.close()
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  })
  return { gate, asked, clock }
}

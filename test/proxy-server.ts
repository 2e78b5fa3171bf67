import { createServer, type IncomingMessage } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { connect, type AddressInfo, type Socket } from 'node:net'
import type { Identity } from './self-signed.ts'

/** An HTTP proxy of a test on loopback, and what it was asked. */
export interface ProxyServer extends AsyncDisposable {
  readonly url: string
  /** `METHOD target` of every request, and the `proxy-authorization` behind it, if any. */
  readonly asked: string[]
  /** Header fields of every request. */
  readonly headers: IncomingMessage['headers'][]
}

/** How the proxy answers in place of doing what it is asked; undefined lets it do that. */
export type Refuse = (request: IncomingMessage) => string | undefined

/**
 * Starts a proxy that takes every name for this machine: `CONNECT a.example:443` ends at the port that `portFor` gives.
 * Requests in absolute form it answers itself, with what it was asked.
 */
export async function proxyServer(
  portFor: (authority: string) => number,
  refuse: Refuse = () => undefined,
  identity?: Identity,
): Promise<ProxyServer> {
  const asked: string[] = []
  const headers: IncomingMessage['headers'][] = []
  const sockets = new Set<Socket>()
  const server = identity ? createTlsServer({ ...identity }) : createServer()
  const note = (request: IncomingMessage) => {
    const credentials = request.headers['proxy-authorization']
    asked.push(`${request.method} ${request.url}${credentials ? ` ${credentials}` : ''}`)
    headers.push(request.headers)
  }
  server.on('request', (request: IncomingMessage, response) => {
    note(request)
    const status = refuse(request)
    response.writeHead(Number(status ?? 200)).end(`asked for ${request.url}`)
  })
  server.on('connect', (request: IncomingMessage, client: Socket, head: Buffer) => {
    note(request)
    client.on('error', () => {})
    const answer = refuse(request)
    if (answer !== undefined) {
      client.end(answer)
      return
    }
    const upstream = connect(portFor(request.url ?? ''), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      upstream.write(head)
      upstream.pipe(client).pipe(upstream)
    })
    sockets.add(client).add(upstream)
    upstream.on('error', () => client.destroy())
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: identity ? `https://localhost:${port}` : `http://127.0.0.1:${port}`,
    asked,
    headers,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.closeAllConnections()
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
      })
    },
  }
}

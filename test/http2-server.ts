import {
  createSecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
} from 'node:http2'
import type { AddressInfo, Socket } from 'node:net'
import type { Identity } from './self-signed.ts'

/** Answers one request. */
export type Http2Listener = (request: Http2ServerRequest, response: Http2ServerResponse) => void

/** A server of HTTP/2 on loopback, for `localhost`; it speaks HTTP/1.1 with those who want that. */
export interface Http2Server extends AsyncDisposable {
  /** Without a slash at its end. */
  readonly url: string
  /** `VERSION METHOD target` of every request, in order. */
  readonly asked: string[]
  /** Sessions that were ever begun. */
  readonly sessions: ServerHttp2Session[]
  /** TCP connections that there ever were. */
  readonly connections: () => number
}

/** Starts one on a free port. */
export async function http2Server(identity: Identity, answer: Http2Listener): Promise<Http2Server> {
  const asked: string[] = []
  const sessions: ServerHttp2Session[] = []
  const sockets = new Set<Socket>()
  let count = 0
  const server = createSecureServer({ ...identity, allowHTTP1: true })
  server.on('connection', (socket: Socket) => {
    count++
    sockets.add(socket)
  })
  server.on('session', (session) => {
    sessions.push(session)
    session.on('error', () => {})
  })
  server.on('request', (request, response) => {
    asked.push(`${request.httpVersion} ${request.method} ${request.url}`)
    response.on('error', () => {})
    answer(request, response)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    asked,
    sessions,
    connections: () => count,
    async [Symbol.asyncDispose]() {
      for (const session of sessions) session.destroy()
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
      })
    },
  }
}

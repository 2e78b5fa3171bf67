import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { selfSigned, type Identity } from './self-signed.ts'

/** A web server of a test on loopback; disposing cuts its connections. */
export interface WebServer extends AsyncDisposable {
  /** Without a slash at its end. */
  readonly url: string
  /** `METHOD target` of every request that came, in order. */
  readonly asked: string[]
  readonly server: Server
}

/** Starts a server on a free port. */
export async function webServer(answer: RequestListener): Promise<WebServer> {
  return listening(createServer(), 'http', answer)
}

/** As {@link webServer}, with a certificate for `localhost`: its own, which nobody trusts, or the one given. */
export async function tlsServer(answer: RequestListener, identity?: Identity): Promise<WebServer> {
  return listening(
    createTlsServer({ ...(identity ?? (await selfSigned('localhost'))) }),
    'https',
    answer,
  )
}

/** The whole body of a request. */
export async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) text += String(chunk)
  return text
}

async function listening(
  server: Server,
  scheme: string,
  answer: RequestListener,
): Promise<WebServer> {
  const asked: string[] = []
  server.on('request', (request: IncomingMessage) => {
    asked.push(`${request.method} ${request.url}`)
  })
  server.on('request', answer)
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const host = scheme === 'https' ? 'localhost' : '127.0.0.1'
  return {
    url: `${scheme}://${host}:${(server.address() as AddressInfo).port}`,
    asked,
    server,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
      })
    },
  }
}

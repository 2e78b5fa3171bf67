import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { join } from 'node:path'
import { createSecureContext, type SecureContext } from 'node:tls'
import { callbackify } from 'node:util'
import type { Hosts } from '../forge/forge.ts'
import { isolated } from '../forge/isolation.ts'
import { must } from '../forge/run.ts'
import { temporaryFolder } from '../forge/temporary-folder.ts'

/** A forge as programs see it that insist on https and real host names. */
export interface HttpsGateway extends AsyncDisposable {
  /** For HTTP_PROXY and HTTPS_PROXY: every host that is asked for through it is the forge's. */
  readonly proxyUrl: string
  /** PEM file with the one authority that its certificates come from. */
  readonly authorityFile: string
}

/** Starts a proxy (CONNECT, RFC 9110 §9.3.6) that ends TLS itself, with certificates made as hosts are asked for. */
export async function startHttpsGateway(forge: Hosts): Promise<HttpsGateway> {
  const temporary = await temporaryFolder('gateway')
  const authority = await createAuthority(temporary.path)
  const sockets = new Set<Socket>()

  const secure = createTlsServer(
    { SNICallback: callbackify(authority.contextOf) },
    (request, response) => forward(request, response, `/${hostOf(request)}${request.url ?? '/'}`),
  )
  const proxy = createServer((request, response) => {
    const target = URL.parse(request.url ?? '')
    if (target === null) response.writeHead(400).end('this is a proxy\n')
    else forward(request, response, `/${target.host}${target.pathname}${target.search}`)
  })
  proxy.on('connect', (_request: IncomingMessage, socket: Socket, head: Buffer) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
    socket.unshift(head)
    secure.emit('connection', socket)
  })
  await new Promise<void>((resolve) => {
    proxy.listen(0, '127.0.0.1', resolve)
  })

  function forward(request: IncomingMessage, response: ServerResponse, url: string): void {
    request.url = url
    forge.serve(request, response)
  }

  return {
    proxyUrl: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    authorityFile: authority.file,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      proxy.closeAllConnections()
      await new Promise<void>((resolve) => {
        proxy.close(() => resolve())
      })
      await temporary[Symbol.asyncDispose]()
    },
  }
}

function hostOf(request: IncomingMessage): string {
  return (request.headers.host ?? '').replace(/:443$/, '')
}

interface Authority {
  readonly file: string
  readonly contextOf: (host: string) => Promise<SecureContext>
}

async function createAuthority(folder: string): Promise<Authority> {
  const file = join(folder, 'authority.pem')
  const key = join(folder, 'authority.key')
  const certify = async (name: string, out: string, keyOut: string, ...more: string[]) => {
    const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2']
    const files = ['-out', out, '-keyout', keyOut, '-subj', `/CN=${name}`]
    await must('openssl', ['req', '-x509', ...kind, ...files, ...more], {
      cwd: folder,
      env: isolated(folder),
    })
  }
  await certify('test authority', file, key, '-addext', 'keyUsage=critical,keyCertSign')

  const made = new Map<string, Promise<SecureContext>>()
  const make = async (host: string): Promise<SecureContext> => {
    const [out, keyOut] = [join(folder, `${made.size}.pem`), join(folder, `${made.size}.key`)]
    const extensions = [`subjectAltName=DNS:${host}`, 'basicConstraints=critical,CA:FALSE']
    const added = extensions.flatMap((extension) => ['-addext', extension])
    await certify('leaf', out, keyOut, '-CA', file, '-CAkey', key, ...added)
    return createSecureContext({ cert: await readFile(out), key: await readFile(keyOut) })
  }
  const contextOf = (host: string) => {
    const context = made.get(host) ?? make(host)
    made.set(host, context)
    return context
  }
  return { file, contextOf }
}

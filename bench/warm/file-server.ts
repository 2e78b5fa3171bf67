import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

/** A server that answers with files. */
export interface FileServer extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string
}

/**
 * Serves a folder: the upstream that mirrors fill themselves from. It is not measured.
 *
 * @param port 0 for any that is free
 * @throws Error when it cannot listen there
 */
export async function startFileServer(folder: string, port: number): Promise<FileServer> {
  const server = createServer((request, response) => void answer(folder, request, response))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
      })
    },
  }
}

async function answer(
  folder: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const file = join(folder, new URL(request.url ?? '/', 'http://localhost').pathname)
  const found = await stat(file).catch(() => undefined)
  if (!found?.isFile()) {
    response.writeHead(404).end('not found\n')
    return
  }
  response.writeHead(200, { 'Content-Length': found.size })
  createReadStream(file)
    .on('error', () => response.destroy())
    .pipe(response)
}

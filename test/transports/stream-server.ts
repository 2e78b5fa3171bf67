import { spawn } from 'node:child_process'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { isolated } from '../forge/isolation.ts'

/** A server on loopback that answers as a test wants. */
export interface StreamServer extends AsyncDisposable {
  readonly port: number
  /** How many connections there were, and how many are open. */
  readonly counts: { all: number; open: number }
}

/** Starts one. `serve` is given each connection; what the client sends is dropped unless it is read there. */
export async function streamServer(serve: (client: Socket) => void): Promise<StreamServer> {
  const clients = new Set<Socket>()
  const counts = { all: 0, open: 0 }
  const server = createServer((client) => {
    clients.add(client)
    counts.all++
    counts.open++
    client.on('error', () => {})
    client.on('close', () => {
      clients.delete(client)
      counts.open--
    })
    serve(client)
    client.resume()
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    counts,
    async [Symbol.asyncDispose]() {
      for (const client of clients) client.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** A git daemon as old as protocol v0: it knows nothing of what stands behind the host. Serves what is below `root`. */
export function oldDaemon(root: string): Promise<StreamServer> {
  return streamServer((client) => {
    let seen = Buffer.alloc(0)
    client.on('data', function collect(chunk: Buffer) {
      seen = Buffer.concat([seen, chunk])
      const length = Number.parseInt(seen.toString('latin1', 0, 4), 16)
      if (!(seen.length >= length)) return
      client.off('data', collect)
      const [, path = ''] = /^git-upload-pack ([^\0]*)\0/.exec(seen.toString('utf8', 4)) ?? []
      const git = spawn('git', ['upload-pack', root + path], { env: isolated(root) })
      git.on('error', () => client.destroy())
      git.stdin.on('error', () => {})
      git.stdout.pipe(client)
      git.stdin.write(seen.subarray(length))
      client.pipe(git.stdin)
      client.on('close', () => git.kill())
    })
  })
}

// `node plain-node-server.ts <folder>` serves a folder's files from memory, with the headers that a module mirror sends
// and nothing else. Prints its URL.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, relative, sep } from 'node:path'

const [folder = '.'] = process.argv.slice(2)
const bodies = new Map<string, Buffer>()
for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
  const file = join(folder, name)
  if (!statSync(file).isFile()) continue
  bodies.set(`/${relative(folder, file).replaceAll(sep, '/')}`, readFileSync(file))
}

const server = createServer((request, response) => {
  const body = bodies.get(request.url ?? '')
  if (body === undefined) {
    response.writeHead(404).end()
    return
  }
  response.writeHead(200, {
    'Cache-Control': 'public, max-age=31536000, immutable',
    'Content-Type': 'application/octet-stream',
    'Content-Length': body.length,
  })
  response.end(body)
})
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`)
})
process.on('SIGTERM', () => process.exit())

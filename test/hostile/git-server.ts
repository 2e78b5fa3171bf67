import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { bodyOf, webServer, type WebServer } from '../web-server.ts'

/** Bytes on the wire, made as they are sent; a body that never ends is fine. */
export type Body = Iterable<Uint8Array> | AsyncIterable<Uint8Array>

/** A repository whose server says what it likes. */
export interface HostileRepository {
  /** Lines of the list of refs, as `<hash> <name>[ <attribute>]…`. */
  readonly refs: () => Iterable<string>
  /** What follows a request for objects, which is given as text. */
  readonly objects?: (request: string) => Body
  /** Instead of both: the whole answer, whatever was asked; `encoding` is its Content-Encoding. */
  readonly raw?: (request: string) => Body
  readonly encoding?: string
}

/** Plays the host `hostile.test`: each repository at its name, in protocol version 2. */
export interface GitServer extends WebServer {
  readonly repositories: Map<string, HostileRepository>
  /** Pages by path, such as `/x`. */
  readonly pages: Map<string, Body>
  /** For the setting `rewrite`. */
  readonly rewrite: { readonly from: string; readonly to: string }
}

/** Starts it without repositories. Each is also at `hostile.test/NAME` by its go-import page, unless there is a page. */
export async function startGitServer(): Promise<GitServer> {
  const repositories = new Map<string, HostileRepository>()
  const pages = new Map<string, Body>()
  const server = await webServer((request, response) => {
    const [path = '', query = ''] = (request.url ?? '').split('?')
    const name = path.replace(/^\/|\/(info\/refs|git-upload-pack)$|\?.*$/g, '')
    const found = repositories.get(name)
    const page = query === 'go-get=1' ? (pages.get(path) ?? (found && importPage(name))) : undefined
    if (page) void send(response, page)
    else if (found && request.method === 'POST') {
      void bodyOf(request).then((asked) => {
        if (found.encoding !== undefined) response.setHeader('content-encoding', found.encoding)
        return send(response, answerOf(found, asked))
      })
    } else if (found && path.endsWith('/info/refs')) {
      response.setHeader('content-type', 'application/x-git-upload-pack-advertisement')
      void send(response, [
        packet('version 2\n'),
        packet('ls-refs\n'),
        packet('fetch=shallow\n'),
        flush,
      ])
    } else response.writeHead(404).end()
  })
  const rewrite = { from: 'https://hostile.test/', to: `${server.url}/` }
  return Object.assign(server, { repositories, pages, rewrite })
}

/** A page that says where the repository of that name is. */
export function importPage(
  name: string,
  fields = `git https://hostile.test/${name}`,
): Uint8Array[] {
  const tag = `<meta name="go-import" content="hostile.test/${name} ${fields}">`
  return [Buffer.from(`<html><head>${tag}</head></html>`)]
}

function answerOf(repository: HostileRepository, asked: string): Body {
  if (repository.raw) return repository.raw(asked)
  if (asked.includes('command=ls-refs')) return refPackets(repository.refs())
  return repository.objects?.(asked) ?? [packet('ERR not our ref\n'), flush]
}

function* refPackets(lines: Iterable<string>): Generator<Uint8Array> {
  let begun: Uint8Array[] = []
  for (const line of lines) {
    begun.push(packet(`${line}\n`))
    if (begun.length < 1000) continue
    yield Buffer.concat(begun)
    begun = []
  }
  yield Buffer.concat([...begun, flush])
}

async function send(response: ServerResponse, body: Body): Promise<void> {
  response.on('error', () => {})
  for await (const chunk of body) {
    if (response.destroyed) return
    if (response.write(chunk)) continue
    const over = new AbortController()
    const { signal } = over
    await Promise.race(['drain', 'close'].map((event) => once(response, event, { signal })))
    over.abort()
  }
  response.end()
}

/** A packet. Source: gitprotocol-common(5), pkt-line */
export function packet(content: string | Uint8Array): Buffer {
  const bytes = Buffer.from(content)
  return Buffer.concat([Buffer.from((bytes.length + 4).toString(16).padStart(4, '0')), bytes])
}

/** The packet that ends. */
export const flush = Buffer.from('0000')

/** Bytes of a band of the multiplexed answer; 1 is the pack, 2 is progress. */
export const band = (number: number, bytes: string | Uint8Array): Buffer =>
  packet(Buffer.concat([Buffer.of(number), Buffer.from(bytes)]))

/** The answer that brings a pack. */
export function* sending(pack: Uint8Array): Generator<Uint8Array> {
  yield packet('packfile\n')
  for (let at = 0; at < pack.length; at += 60_000) yield band(1, pack.subarray(at, at + 60_000))
  yield flush
}

import { existsSync, readdirSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { deliver, type Answer } from './deliver.ts'
import { exchangeOf, type Exchange } from './exchange.ts'
import { gitBackend, type Protocol } from './git-backend.ts'
import { gitConfig } from './git-config.ts'
import { requestLog, type RequestLog } from './request-log.ts'
import type { ForgeRequest, Page, Reply, Script } from './reply.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** What kind of forge is wanted. */
export interface ForgeOptions {
  /** Whether partial fetches are granted (`uploadpack.allowFilter`); true unless given. */
  readonly allowFilter?: boolean
  /** Git configuration of the server for all repositories, such as `uploadpack.allowAnySHA1InWant`. */
  readonly config?: Readonly<Record<string, string>>
  /** Hosts to rewrite although nothing is there (yet). */
  readonly hosts?: readonly string[]
}

/** A rule that turns URLs beginning with `from` into ones beginning with `to`. */
export interface Rewrite {
  readonly from: string
  readonly to: string
}

/** Hosts that are really on loopback: `<url>/<host>/<path>` stands for `https://<host>/<path>`. */
export interface Hosts {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string
  /** One rule for each host. */
  readonly rewrites: () => readonly Rewrite[]
  /** Answers a request that came another way, such as over TLS; its URL must be `/<host>/<path>` already. */
  readonly serve: (request: IncomingMessage, response: ServerResponse) => void
}

/**
 * All the hosts of a test, on one loopback port: `http://127.0.0.1:PORT/<host>/<path>` stands for
 * `https://<host>/<path>`. A request is answered by the newest script that wants it, else by the page of its host and
 * path, else by the redirect of a moved repository, else by `git http-backend`, else with 404.
 */
export interface Forge extends Hosts, AsyncDisposable {
  /** Holds the repositories, as `<host>/<path>.git`; repository.ts makes them. */
  readonly folder: string
  /** By host and path without query, such as `vanity.test/x`. */
  readonly pages: Map<string, Page>
  /** By host and path of a repository, without `.git`; absent means version 2. */
  readonly protocols: Map<string, Protocol>
  /** From a repository's host and path, without `.git`, to the URL that it moved to: 301, with the rest appended. */
  readonly moved: Map<string, string>
  readonly log: RequestLog
  /** Puts a script before the others; the function returned takes it away again. */
  readonly script: (script: Script) => () => void
  /** One rule for each host of a repository, a page or the options. */
  readonly rewrites: () => readonly Rewrite[]
  /** Where something is really served. */
  readonly urlOf: (hostPath: string) => string
  /** Cuts all connections, ends all programs, removes the folder. */
  readonly close: () => Promise<void>
}

/** Starts a forge without repositories. */
export async function startForge(options: ForgeOptions = {}): Promise<Forge> {
  const temporary = await temporaryFolder('forge')
  const folder = join(temporary.path, 'repositories')
  const config = join(temporary.path, 'gitconfig')
  await mkdir(folder)
  await writeFile(config, gitConfig(settingsOf(options)))
  const pages = new Map<string, Page>()
  const protocols = new Map<string, Protocol>()
  const moved = new Map<string, string>()
  const scripts: Script[] = []
  const { log, open } = requestLog()
  const closing = new AbortController()

  const answer = async (exchange: Exchange): Promise<Answer> => {
    const { request } = exchange
    const page = pages.get(request.host + request.path)
    if (page !== undefined) return pageAnswer(page)
    const target = movedTo(request, moved)
    if (target !== undefined) return pageAnswer({ status: 301, headers: { location: target } })
    if (gitEndpoint.test(request.path)) {
      const name = (request.host + request.path).replace(gitEndpoint, '')
      const protocol = protocols.get(name) ?? 'v2'
      if (protocol === 'dumb' && request.method === 'POST') return pageAnswer({ status: 405 })
      const input = exchange.input()
      const { remoteAddress, signal } = exchange
      return gitBackend(request, { root: folder, config, protocol, input, remoteAddress, signal })
    }
    return pageAnswer({ status: 404, body: 'nothing here\n' })
  }

  const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const entry = open(incoming)
    const exchange = exchangeOf(incoming, response, entry, closing.signal)
    try {
      const reply = (await scripted(scripts.slice(), exchange.request)) ?? { kind: 'real' }
      if (reply.kind === 'hang') {
        exchange.input().resume()
        return
      }
      if (reply.kind === 'raw') {
        incoming.socket.end(reply.bytes)
        return
      }
      const found = reply.kind === 'page' ? pageAnswer(reply) : await answer(exchange)
      await deliver(found, { manner: reply, response, entry, signal: exchange.signal })
    } catch (error) {
      if (exchange.signal.aborted) return
      if (response.headersSent) response.destroy()
      else {
        const apology = pageAnswer({ status: 500, body: String(error) })
        await deliver(apology, { manner: {}, response, entry, signal: exchange.signal })
      }
    }
  }

  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    void handle(request, response)
  }
  const server = createServer({ keepAliveTimeout: 60_000 }, serve)
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const close = async (): Promise<void> => {
    closing.abort()
    server.closeAllConnections()
    await new Promise<void>((resolve) => {
      server.close(() => resolve())
    })
    await temporary[Symbol.asyncDispose]()
  }

  return {
    url,
    folder,
    pages,
    protocols,
    moved,
    log,
    script(script) {
      scripts.unshift(script)
      return () => void scripts.splice(scripts.indexOf(script), scripts.includes(script) ? 1 : 0)
    },
    rewrites() {
      const served = existsSync(folder) ? readdirSync(folder) : []
      const paged = [...pages.keys()].map((key) => key.split('/')[0] ?? '')
      return [...new Set([...served, ...paged, ...(options.hosts ?? [])])]
        .toSorted()
        .map((host) => ({ from: `https://${host}/`, to: `${url}/${host}/` }))
    },
    urlOf: (hostPath) => `${url}/${hostPath}`,
    serve,
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** What a git client may append to the URL of a repository (gitprotocol-http(5)). */
const gitEndpoint =
  /(\.git)?\/(info\/refs|HEAD|git-upload-pack|git-receive-pack|objects\/(info\/[^/]+|[0-9a-f]{2}\/[0-9a-f]+|pack\/[^/]+))$/

async function scripted(
  scripts: readonly Script[],
  request: ForgeRequest,
): Promise<Reply | undefined> {
  for (const script of scripts) {
    const reply = await script(request)
    if (reply !== undefined) return reply
  }
  return undefined
}

function movedTo(request: ForgeRequest, moved: ReadonlyMap<string, string>): string | undefined {
  const whole = request.host + request.path
  for (const [from, to] of moved) {
    const rest = whole.startsWith(from) ? whole.slice(from.length) : undefined
    if (rest === undefined || !/^(\.git)?(\/|$)/.test(rest)) continue
    const search = request.query.size > 0 ? `?${request.query.toString()}` : ''
    return to + rest + search
  }
  return undefined
}

function pageAnswer({ status = 200, headers = {}, body = '' }: Page): Answer {
  const bytes = Buffer.from(body)
  return {
    status,
    headers: { 'content-length': bytes.length, ...headers },
    body: (async function* () {
      if (bytes.length > 0) yield bytes
    })(),
  }
}

function settingsOf({ allowFilter = true, config = {} }: ForgeOptions): Record<string, string> {
  return {
    'safe.directory': '*',
    'uploadpack.allowFilter': String(allowFilter),
    'gc.auto': '0',
    ...config,
  }
}

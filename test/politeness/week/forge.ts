import type { IncomingMessage, ServerResponse } from 'node:http'
import { encodePackets } from '../../../src/origin/git/pkt-line.ts'
import type { RequestRecord } from '../../../src/outbound/request-record.ts'
import { bodyOf, webServer } from '../../web-server.ts'
import type { VirtualClock } from '../../virtual-clock.ts'
import { robotsAt, type RobotsAnswer } from './robots-kinds.ts'
import { fateOf } from './weather.ts'
import { commitOf, type Repository, type World } from './world.ts'

/** What the forge noted of one request; times by the virtual clock, milliseconds since the epoch. */
export interface Asked {
  readonly host: string
  /** As the host knows it, such as `/r3/git-upload-pack`. */
  readonly path: string
  /** The repository whose refs were asked for; absent for robots.txt. */
  readonly repository?: Repository
  readonly begin: number
  /** Place of its beginning, and of its end, among everything that happened. */
  readonly order: number
  endOrder: number
  end: number
  /** Body bytes that came, and that were given. */
  readonly sent: number
  received: number
  /** 0: the connection was closed without an answer. */
  status: number
  /** Until when the host said that it wants to be left alone. */
  leaveUntil?: number
  /** What was told as robots.txt. */
  robots?: RobotsAnswer
  /** What Headwater noted of the same request. */
  record?: RequestRecord
}

/** All hosts of a world, on loopback. */
export interface Forge extends AsyncDisposable {
  /** One for each host. */
  readonly rewrite: readonly { readonly from: string; readonly to: string }[]
  readonly log: readonly Asked[]
  /** Requests that wait for the clock until they are answered. */
  readonly held: () => readonly Asked[]
}

/** What {@link startForge} needs. */
export interface ForgeOptions {
  readonly world: World
  readonly clock: VirtualClock
  readonly start: number
  /** Numbers what happens. */
  readonly next: () => number
}

interface Reply {
  readonly status: number
  readonly body: Uint8Array
  readonly headers?: Record<string, string>
}

const never = new AbortController().signal
/** By how much the clock of a host is wrong that gives dates. */
const skew = -3 * 24 * 3600_000

/** Starts it. It answers for refs in protocol v2, and for robots.txt. */
export async function startForge({ world, clock, start, next }: ForgeOptions): Promise<Forge> {
  const log: Asked[] = []
  const held = new Set<Asked>()
  const repositories = new Map(world.repositories.map((one) => [one.host + one.path, one]))

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, name = '', path = ''] = /^\/([^/]+)(\/.*)$/.exec(request.url ?? '') ?? []
    const host = world.byName.get(name)
    if (!host) throw new Error(`nobody is called ${request.url}`)
    const sent = (await bodyOf(request)).length
    const repository = repositories.get(name + path.replace(/\/git-upload-pack$/, ''))
    const fate = fateOf(host.weather, clock.now() - start)
    const asked: Asked = {
      host: name,
      path,
      ...(repository && { repository }),
      begin: clock.now(),
      order: next(),
      endOrder: Infinity,
      end: Infinity,
      sent,
      received: 0,
      status: 0,
    }
    log.push(asked)
    if (fate.takes > 0) {
      held.add(asked)
      await clock.wait(fate.takes, never)
      held.delete(asked)
    }
    asked.end = clock.now()
    asked.endOrder = next()
    if (fate.status === 0 || response.destroyed) {
      request.socket.destroy()
      return
    }
    const reply = fate.status === 200 ? replyTo(asked) : refuse(asked, fate.status, fate)
    asked.status = reply.status
    asked.received = reply.body.length
    response.sendDate = false
    response.writeHead(reply.status, reply.headers).end(reply.body)
  }

  function replyTo(asked: Asked): Reply {
    const { host, path, repository } = asked
    if (path === '/robots.txt') {
      const robots = robotsAt(world.byName.get(host)?.robots ?? 'none', clock.now() - start)
      asked.robots = robots
      if (robots.retryAfter === undefined) {
        return { status: robots.status, body: Buffer.from(robots.text) }
      }
      return refuse(asked, robots.status, { retryAfter: robots.retryAfter * 1000 })
    }
    if (!repository) return { status: 404, body: Buffer.from('no such repository\n') }
    return { status: 200, body: refsOf(repository, clock.now() - start) }
  }

  function refuse(
    asked: Asked,
    status: number,
    { retryAfter, isDate }: { readonly retryAfter?: number; readonly isDate?: true },
  ): Reply {
    const body = Buffer.from('not now\n')
    if (retryAfter === undefined) return { status, body }
    asked.leaveUntil = clock.now() + retryAfter
    if (!isDate) return { status, body, headers: { 'retry-after': String(retryAfter / 1000) } }
    const date = (millis: number) => new Date(clock.now() + skew + millis).toUTCString()
    return { status, body, headers: { date: date(0), 'retry-after': date(retryAfter) } }
  }

  const server = await webServer((request, response) => {
    void answer(request, response)
  })
  server.server.keepAliveTimeout = 0
  return {
    rewrite: world.hosts.map(({ name }) => ({
      from: `https://${name}/`,
      to: `${server.url}/${name}/`,
    })),
    log,
    held: () => [...held],
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

/** The refs as they are so many milliseconds after the start. Source: gitprotocol-v2(5), `ls-refs` */
export function refsOf(repository: Repository, since: number): Buffer {
  const head = commitOf(repository, 1e6, since)
  const tags = Array.from(
    { length: repository.tags },
    (_, tag) => `${commitOf(repository, tag, since)} refs/tags/v1.${tag}.0\n`,
  )
  const branches = [`${head} HEAD symref-target:refs/heads/main\n`, `${head} refs/heads/main\n`]
  return encodePackets([...branches, ...tags, null])
}

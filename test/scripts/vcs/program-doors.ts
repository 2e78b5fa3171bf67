import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { request as ask } from 'node:http'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { join, relative } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { findProgram } from '../engine/run-program.ts'
import { startServer, type ProgramServer } from '../../vcs/program-server.ts'
import { notFound, type Door, type Visit } from './door.ts'

type Environment = Readonly<Record<string, string>>

/** Servers that are programs of their own, started when they are first needed. */
export interface ProgramDoors extends AsyncDisposable {
  /** One `hg serve` for all repositories. Source: cmd/go/internal/vcweb/hg.go, which has one for each. */
  readonly hg: (folder: string, env: Environment) => Promise<Door>
  /** One `svnserve`, which tells its URL when asked as vcweb is. Source: cmd/go/internal/vcweb/svn.go. */
  readonly svn: (env: Environment) => Promise<Door>
  /** `svn://127.0.0.1:PORT`; svnserve runs then. */
  readonly svnUrl: (env: Environment) => Promise<string>
}

/**
 * @param root the folder above all repositories
 * @param prepare makes the repository of a name below it; svn says only on its own connection what it wants
 */
export function programDoors(
  root: string,
  prepare: (name: string) => Promise<unknown>,
): ProgramDoors {
  let hg: Promise<ProgramServer> | undefined
  let turn: Promise<unknown> = Promise.resolve()
  let svn: Promise<SvnServer> | undefined
  const svnUrl = async (env: Environment) => (await (svn ??= startSvn(root, env, prepare))).url
  return {
    async hg(folder, env) {
      hg ??= startHg(root, env)
      const { port } = await hg
      const below = `/${relative(root, folder)}`
      // Threads of one hg serve spoil each other's compressed answers: one request at a time.
      return (visit) => {
        const url = `http://127.0.0.1:${port}${below}${visit.path}${visit.search}`
        const answered = turn.then(() => forward(visit, url))
        turn = answered.catch(() => {})
        return answered
      }
    },
    async svn(env) {
      const url = await svnUrl(env)
      return ({ response, search }) => {
        if (!new URLSearchParams(search).get('vcwebsvn')) return notFound(response)
        response.writeHead(200, { 'content-type': 'text/plain; charset=UTF-8' }).end(`${url}\n`)
      }
    },
    svnUrl,
    async [Symbol.asyncDispose]() {
      await Promise.all([hg, svn].map(async (server) => (await server)?.[Symbol.asyncDispose]()))
    },
  }
}

async function startHg(root: string, env: Environment): Promise<ProgramServer> {
  const config = join(root, 'hgweb.conf')
  await writeFile(config, `[web]\nrefreshinterval = 0\n[paths]\nhg = ${join(root, 'hg')}/*\n`)
  const args = (port: number) => ['serve', '--web-conf', config, '--port', `${port}`]
  const local = ['--address', '127.0.0.1', '--accesslog', '/dev/null', '--name', 'vcweb']
  return startServer('hg', (port) => [...args(port), ...local], { cwd: root, env })
}

interface SvnServer extends AsyncDisposable {
  readonly url: string
}

async function startSvn(
  root: string,
  env: Environment,
  prepare: (name: string) => Promise<unknown>,
): Promise<SvnServer> {
  const fixed = ['--daemon', '--foreground', '--read-only', '--root', root]
  const args = (port: number) => [
    ...fixed,
    '--listen-host',
    '127.0.0.1',
    '--listen-port',
    `${port}`,
  ]
  const real = await startServer('svnserve', args, { cwd: root, env })
  const sockets = new Set<Socket>()
  const front = createServer((client) => {
    const behind = connect(real.port, '127.0.0.1')
    for (const socket of [client, behind]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => sockets.delete(socket))
    }
    behind.pipe(client)
    client.once('data', (greeting: Buffer) => {
      client.pause()
      const [, name = ''] = /svn:\/\/[^/]*\/(svn\/[^/ ]+)/.exec(greeting.toString('latin1')) ?? []
      const go = () => {
        behind.write(greeting)
        client.pipe(behind)
      }
      prepare(name).then(go, go)
    })
  })
  await new Promise<void>((resolve) => {
    front.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `svn://127.0.0.1:${(front.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => front.close(resolve))
      await real[Symbol.asyncDispose]()
    },
  }
}

function forward({ request, response, signal }: Visit, url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const { host: _, ...headers } = request.headers
    const asked = ask(url, { method: request.method ?? 'GET', headers, signal }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      pipeline(answer, response).then(resolve, reject)
    })
    asked.on('error', reject)
    request.pipe(asked)
  })
}

/**
 * Writes an `svn` into `folder` that asks `svnUrl` in the place of each of `fronts`: nobody here speaks Subversion's own
 * HTTP, and Go's own tests go around it in the same way (`cmd/go/internal/vcs`, `interceptVCSTest`).
 *
 * @param fronts beginnings of URLs, with a slash at their end; patterns of the shell
 */
export async function writeSvn(
  folder: string,
  svnUrl: string,
  fronts: readonly string[],
): Promise<void> {
  const real = await findProgram('svn', process.env['PATH'] ?? '')
  const swaps = fronts.map((front) => `${front}*) arg="${svnUrl}/\${arg#${front}}" ;;`)
  const lines = [
    '#!/bin/sh',
    'for arg; do',
    'shift',
    'case "$arg" in',
    ...swaps,
    'esac',
    'set -- "$@" "$arg"',
    'done',
    `exec ${real ?? 'svn-is-not-installed'} "$@"`,
  ]
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'svn'), `${lines.join('\n')}\n`)
  await chmod(join(folder, 'svn'), 0o755)
}

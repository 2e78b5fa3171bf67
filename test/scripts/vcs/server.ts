import { execFile } from 'node:child_process'
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, posix } from 'node:path'
import { promisify } from 'node:util'
import type { Hosts } from '../../forge/forge.ts'
import { isolated } from '../../forge/isolation.ts'
import { temporaryFolder } from '../../forge/temporary-folder.ts'
import { commonConditions } from '../engine/conditions.ts'
import { findProgram } from '../engine/run-program.ts'
import { runScript, writeFiles } from '../engine/run-script.ts'
import { scriptState } from '../engine/state.ts'
import { parseTxtar } from '../engine/txtar.ts'
import { fossilDoor, gitDoor } from './cgi-door.ts'
import { vcsCommands, type Handled } from './commands.ts'
import { notFound, plain, type Door } from './door.ts'
import { folderDoor, guardedDoor, insecureDoor } from './folder-door.ts'
import { hgCommand } from './hg-command.ts'
import { programDoors, writeSvn } from './program-doors.ts'

/** The host that Go's tests know these repositories by. */
export const vcsTestHost = 'vcs-test.golang.org'

/** Repositories of other hosts that a script makes, too. Source: modfetch/coderepo_test.go and its hashes. */
const elsewhere: Readonly<Record<string, string>> = { 'github.com/rsc/vgotest1': 'git/vgotest1' }

/** The repositories and pages of `cmd/go/testdata/vcstest`, made when they are first asked for. */
export interface VcsTest extends Hosts, AsyncDisposable {
  /** A PATH on which `svn` finds the Subversion repositories here, under either kind of URL. */
  readonly path: () => Promise<string>
  /** The folder that a script worked in, once it has made what it makes. @throws Error when it fails */
  readonly folderOf: (name: string) => Promise<string>
}

/** The folder of the scripts, in the Go that is installed. */
export async function vcsTestScripts(): Promise<string> {
  const { stdout } = await promisify(execFile)('go', ['env', 'GOROOT'])
  return join(stdout.trim(), 'src/cmd/go/testdata/vcstest')
}

/** Starts a server without repositories yet. Source: cmd/go/internal/vcweb. */
export async function startVcsTest(): Promise<VcsTest> {
  const scripts = await vcsTestScripts()
  const temporary = await temporaryFolder('vcstest')
  const root = join(temporary.path, 'work')
  const env = await environment(join(temporary.path, 'home'))
  await mkdir(root)
  const programs = programDoors(root, (name) => doorOf(name))
  const closing = new AbortController()
  const made = new Map<string, Promise<Door>>()

  const doors: Readonly<Record<string, (handled: Handled) => Door | Promise<Door>>> = {
    auth: ({ folder }) => guardedDoor(folder),
    dir: ({ folder }) => folderDoor(folder),
    fossil: ({ folder, env }) => fossilDoor(folder, env),
    git: ({ folder, env }) => gitDoor(folder, env),
    hg: ({ folder }) => programs.hg(folder, env),
    insecure: () => insecureDoor,
    svn: () => programs.svn(env),
  }
  const needed: Readonly<Record<string, string>> = { fossil: 'fossil', hg: 'hg', svn: 'svnserve' }

  async function make(name: string): Promise<Door> {
    const { script, files } = parseTxtar(await readFile(join(scripts, `${name}.txt`)))
    const folder = join(root, name)
    await mkdir(folder, { recursive: true })
    const state = scriptState(folder, env, closing.signal)
    await writeFiles(state, files)
    let handled: Handled | undefined
    using hg = hgCommand()
    const commands = vcsCommands(hg.command, (wanted) => (handled = wanted))
    const conditions = { ...commonConditions, 'git-sha256': () => true, bzr: () => false }
    const { outcome, reason } = await runScript(script, state, { commands, conditions })
    const kind = handled?.kind ?? ''
    if (outcome === 'skipped' || !(await isInstalled(needed[kind]))) {
      return ({ response }) => plain(response, 501, `${name}.txt cannot be served: ${reason}`)
    }
    const open = doors[kind]
    if (outcome === 'failed' || handled === undefined || open === undefined) {
      throw new Error(`${name}.txt ${outcome}: ${reason}\n${state.log.slice(-20).join('\n')}`)
    }
    return await open(handled)
  }

  function doorOf(name: string): Promise<Door> {
    const door = made.get(name) ?? make(name)
    made.set(name, door)
    return door
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = new AbortController()
    response.on('close', () => gone.abort())
    const [, host = '', sent = '', search = ''] =
      /^\/([^/?]*)([^?]*)(\?.*)?$/s.exec(request.url ?? '/') ?? []
    const path = decodeURIComponent(mapped(host, sent))
    const name = await scriptOf(scripts, path)
    const rest = name === undefined ? '' : path.slice(name.length + 1)
    if (name === undefined) return notFound(response)
    const signal = AbortSignal.any([gone.signal, closing.signal])
    await (
      await doorOf(name)
    )({ request, response, host, path: rest, search, signal })
  }

  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    handle(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy()
      else plain(response, 500, String(error))
    })
  }
  const server = createServer({ keepAliveTimeout: 60_000 }, serve)
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const hosts = [vcsTestHost, ...Object.keys(elsewhere).map((key) => key.split('/')[0] ?? '')]

  async function path(): Promise<string> {
    const folder = join(temporary.path, 'bin')
    // Headwater lets svn out through a relay, whose port nobody knows before.
    const fronts = [`https://${vcsTestHost}/`, 'http://127.0.0.1:*/']
    if (await isInstalled('svnserve')) await writeSvn(folder, await programs.svnUrl(env), fronts)
    return `${folder}:${process.env['PATH'] ?? ''}`
  }

  return {
    url,
    rewrites: () => hosts.map((host) => ({ from: `https://${host}/`, to: `${url}/${host}/` })),
    serve,
    path,
    async folderOf(name) {
      await doorOf(name)
      return join(root, name)
    },
    async [Symbol.asyncDispose]() {
      closing.abort()
      await Promise.allSettled(made.values())
      server.closeAllConnections()
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
      })
      await programs[Symbol.asyncDispose]()
      await temporary[Symbol.asyncDispose]()
    },
  }
}

async function isInstalled(program: string | undefined): Promise<boolean> {
  return !program || (await findProgram(program, process.env['PATH'] ?? '')) !== undefined
}

/** The path on the host of the scripts that stands for a path on another. */
function mapped(host: string, path: string): string {
  const whole = `${host}${path}`
  for (const [from, to] of Object.entries(elsewhere)) {
    if (whole === from || whole.startsWith(`${from}/`)) return `/${to}${whole.slice(from.length)}`
  }
  return host === vcsTestHost ? path : '/.'
}

/**
 * The script that a path belongs to, without its `.txt`: folders are followed to the first element that is none.
 * Source: vcweb.Server.ServeHTTP.
 */
async function scriptOf(scripts: string, path: string): Promise<string | undefined> {
  let name = ''
  for (const part of posix.resolve('/', path).split('/').slice(1)) {
    name = posix.join(name, part)
    if (
      await stat(join(scripts, name)).then(
        () => true,
        () => false,
      )
    )
      continue
    return stat(join(scripts, `${name}.txt`)).then(
      () => name,
      () => undefined,
    )
  }
  return undefined
}

/** What makes the programs do the same everywhere. Source: vcweb.scriptEnviron, vcweb.NewServer. */
async function environment(home: string): Promise<Record<string, string>> {
  await mkdir(home)
  const git = join(home, '.gitconfig')
  const hg = join(home, '.hgrc')
  const settings =
    '[user]\nname = Go Gopher\nemail = gopher@golang.org\n[init]\ndefaultBranch = main\n'
  await writeFile(
    git,
    `${settings}[core]\neol = lf\n[gui]\nencoding = utf-8\n[safe]\ndirectory = *\n`,
  )
  const ui = '[ui]\nusername=Go Gopher <gopher@golang.org>\n[phases]\nnew-commit=public\n'
  await writeFile(hg, `${ui}[extensions]\nconvert=\n[web]\nallow_archive=\n`)
  const names = { USER: 'gopher', GIT_CONFIG_GLOBAL: git, HGRCPATH: hg, HGENCODING: 'utf-8' }
  return isolated(home, names)
}

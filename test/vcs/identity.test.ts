import assert from 'node:assert/strict'
import { request as ask, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import type { CodeHost } from '../../src/origin/code-host.ts'
import { importPages } from '../../src/origin/discovery/page-memory.ts'
import { fossilHost } from '../../src/origin/fossil/fossil-host.ts'
import { gitRemote } from '../../src/origin/git/remote.ts'
import { hgHost } from '../../src/origin/hg/hg-host.ts'
import type { HostOptions } from '../../src/origin/programs/host-options.ts'
import { svnHost } from '../../src/origin/svn/svn-host.ts'
import { startForge } from '../forge/forge.ts'
import { repository } from '../forge/repository.ts'
import { openTestGate } from '../open-test-gate.ts'
import { webServer } from '../web-server.ts'
import { missingApache, startApache } from './apache.ts'
import { missing, startServer, type ProgramServer } from './program-server.ts'
import { workFolder, type WorkFolder } from './work-folder.ts'

const agent = 'Headwater/9 (Go module mirror; +https://go.test/-/robot; mailto:a@go.test)'

const hgArgs = (port: number) => `serve -R hg -a 127.0.0.1 -p ${port}`.split(' ')
const fossilArgs = (port: number) => `server m.fossil --localhost -P ${port}`.split(' ')

/** Stands in front of a server, and keeps who asked. */
async function inFront(port: number) {
  const agents: (string | undefined)[] = []
  const pass = (request: IncomingMessage, response: ServerResponse) => {
    agents.push(request.headers['user-agent'])
    const { method, url, headers } = request
    const onward = ask({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 0, answer.headers)
      answer.pipe(response)
    })
    onward.on('error', () => response.destroy())
    request.pipe(onward)
  }
  return { agents, ...(await webServer(pass)) }
}

/** A gate to what is behind `url`, which stands for `https://code.test`. */
const gateTo = (url: string) =>
  openTestGate([{ from: 'https://code.test/', to: `${url}/` }], { userAgent: agent })

suite('every request', () => {
  let work: WorkFolder
  before(async () => {
    work = await workFolder('identity')
  })
  after(() => work[Symbol.asyncDispose]())

  async function check(
    server: ProgramServer,
    open: (url: string, options: HostOptions) => CodeHost,
    path: string,
  ): Promise<void> {
    await using front = await inFront(server.port)
    await using opened = gateTo(front.url)
    const host = open(`https://code.test/${path}`, {
      gate: opened.gate,
      now: Date.now,
      lock: async () => ({ [Symbol.asyncDispose]: async () => {} }),
      folder: join(work.path, 'copies', open.name),
      maxBytes: 1e8,
    })
    const view = await host.view(0)
    const { hash } = await view.latest()
    assert.ok(await view.readFile(hash, 'a.go', 100))
    assert.equal(front.agents.length, opened.records.length)
    assert.deepEqual([...new Set(front.agents)], [agent])
  }

  test('of a page and of git is made in our name', async () => {
    await using forge = await startForge()
    const made = await repository(forge, 'code.test/r', [{ files: { 'a.go': 'package a\n' } }])
    for (const protocol of ['v2', 'v0', 'dumb'] as const) {
      forge.protocols.set(made.path, protocol)
      await using opened = gateTo(`${forge.url}/code.test`)
      const remote = gitRemote(made.url, { gate: opened.gate, now: Date.now, maxBytes: 1e8 })
      await remote.refs()
      const pages = importPages({
        gate: opened.gate,
        maxPageBytes: 1e6,
        now: Date.now,
        freshFor: 0,
      })
      await pages('code.test/none', false)
    }
    assert.ok(forge.log.entries.length >= 9)
    assert.deepEqual([...new Set(forge.log.entries.map(({ userAgent }) => userAgent))], [agent])
  })

  test('of hg is made in our name', { skip: missing('hg') }, async () => {
    await work.run('hg', 'hg', 'init')
    await work.write('hg', { 'a.go': 'package a\n' })
    await work.run('hg', 'hg', 'commit', '-q', '-A', '-m', 'x')
    await using server = await startServer('hg', hgArgs, { cwd: work.path, env: work.env })
    await check(server, hgHost, '')
  })

  test('of fossil is made in our name', { skip: missing('fossil') }, async () => {
    await work.run('.', 'fossil', 'init', '-A', 'a', 'm.fossil')
    await work.run('tree', 'fossil', 'open', '-f', '../m.fossil')
    await work.write('tree', { 'a.go': 'package a\n' })
    await work.run('tree', 'fossil', 'add', '.')
    await work.run(
      'tree',
      'fossil',
      'commit',
      '--no-warnings',
      '--no-prompt',
      '--nosign',
      '-m',
      'x',
    )
    await using server = await startServer('fossil', fossilArgs, { cwd: work.path, env: work.env })
    await check(server, fossilHost, '')
  })

  test('of svn is made in our name', { skip: missing('svn') || missingApache() }, async () => {
    const root = `file://${work.path}/svn`
    await work.run('.', 'svnadmin', 'create', 'svn')
    await work.write('new', { 'a.go': 'package a\n' })
    await work.run('.', 'svn', 'import', '-q', '-m', 'x', 'new', root)
    await work.run('.', 'chmod', '-R', 'a+rX', 'svn')
    await using server = await startApache(work.path, 'svn')
    await check(server, svnHost, 'svn')
  })
})

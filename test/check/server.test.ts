import assert from 'node:assert/strict'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import type { Report } from '../../src/check/report/report.ts'
import type { AnswerLine } from '../../src/check/server/wire.ts'
import { startForge, type Forge } from '../forge/forge.ts'
import { repository, type Repository } from '../forge/repository.ts'
import {
  headwaterHome,
  startHeadwater,
  type HeadwaterHome,
  type RunningHeadwater,
} from '../oracle/headwater.ts'
import { check, type Run } from './scene.ts'

const modulesOf = ['a', 'b', 'c']

/** A project of three modules in each repository, and a server that may be asked about them. */
interface Scene extends AsyncDisposable {
  readonly forge: Forge
  readonly home: HeadwaterHome
  readonly server: RunningHeadwater
  readonly repositories: readonly Repository[]
  /** A check by a job that has nothing kept from others. */
  job(
    args?: readonly string[],
    env?: Readonly<Record<string, string>>,
  ): Promise<Run & { report: Report }>
}

async function scene(repositories = 2): Promise<Scene> {
  const stack = new AsyncDisposableStack()
  const forge = stack.use(await startForge())
  const made: Repository[] = []
  const modules: string[] = []
  for (let number = 0; number < repositories; number++) {
    const path = `github.com/acme/r${number}`
    const files = Object.fromEntries(
      modulesOf.flatMap((name) => [
        [`${name}/go.mod`, `module ${path}/${name}\n\ngo 1.20\n`],
        [`${name}/x.go`, `package ${name}\n`],
      ]),
    )
    const tags = modulesOf.map((name) => `${name}/v1.0.0`)
    made.push(await repository(forge, path, [{ files, tags }]))
    modules.push(...modulesOf.map((name) => `${path}/${name}`))
  }
  const home = stack.use(await headwaterHome(forge))
  const named = modules.map((path) => `${path}@v1.0.0`)
  const { stdout } = await check(home, ['--json', ...named])
  const lines = (JSON.parse(stdout) as Report).modules.flatMap(({ path, version, sum }) => [
    `${path} ${version} ${sum.upstream}\n`,
    `${path} ${version}/go.mod ${sum.goMod.upstream}\n`,
  ])
  const requires = modules.map((path) => `require ${path} v1.0.0\n`).join('')
  await writeFile(join(home.folder, 'go.mod'), `module corp.example/big\n\ngo 1.20\n\n${requires}`)
  await writeFile(join(home.folder, 'go.sum'), lines.join(''))
  const server = stack.use(await startHeadwater(forge))
  forge.log.reset()
  let jobs = 0
  return {
    forge,
    home,
    server,
    repositories: made,
    async job(args = ['--server', server.url], env = {}) {
      const data = join(home.folder, `job-${++jobs}`)
      const run = await check(home, ['--json', '--data', data, ...args], undefined, { env })
      return { ...run, report: JSON.parse(run.stdout) as Report }
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

function codesOf({ modules }: Report): Record<string, number> {
  const codes: Record<string, number> = {}
  for (const { verdict } of modules) codes[verdict.code] = (codes[verdict.code] ?? 0) + 1
  return codes
}

function moduleAt({ modules }: Report, path: string) {
  const found = modules.find((module) => module.path === path)
  assert.ok(found, path)
  return found
}

/** How often the refs of a repository were asked for. */
function refsOf(forge: Forge, path: string): number {
  return forge.log
    .of(path)
    .filter(({ method, url }) => method === 'POST' || url.includes('info/refs')).length
}

/** A server on loopback that is none of ours. */
async function otherServer(answer: (...of: Parameters<RequestListener>) => unknown) {
  const server = createServer((request, response) => void answer(request, response)).listen(
    0,
    '127.0.0.1',
  )
  await new Promise((resolve) => server.once('listening', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

suite('headwater check --server', () => {
  test('twenty jobs at once cost a forge what one does, and the client itself asks it nothing', async () => {
    await using at = await scene(10)
    const runs = await Promise.all(Array.from({ length: 20 }, () => at.job()))
    for (const { code, report, stderr } of runs) {
      assert.equal(code, 0, stderr)
      assert.deepEqual(codesOf(report), { unchanged: 30 })
      assert.deepEqual(Object.keys(report.requests.hosts), [new URL(at.server.url).host])
      const { verdict } = moduleAt(report, 'github.com/acme/r1/a')
      assert.equal(verdict.confidence, 'corroborated')
      assert.equal(verdict.evidence[0]?.channel, 'server')
      assert.equal(verdict.evidence[0]?.url, at.server.url)
    }
    const ofAll = at.forge.log.entries.length
    // The list of refs, and the one commit.
    for (const { path } of pathsOf(at)) assert.equal(refsOf(at.forge, path), 2)
    await at.job()
    assert.equal(at.forge.log.entries.length, ofAll)
  })

  test('what is lost is told by the server, with its evidence', async () => {
    await using at = await scene()
    await at.repositories[0]?.deleteTag('b/v1.0.0')
    await at.repositories[1]?.deleteRepository()
    const { code, report } = await at.job()
    assert.equal(code, 1)
    assert.deepEqual(codesOf(report), { 'repo-gone': 3, 'version-gone': 1, unchanged: 2 })
    const { verdict } = moduleAt(report, 'github.com/acme/r0/b')
    assert.equal(verdict.confidence, 'corroborated')
    assert.match(verdict.evidence.map(({ channel }) => channel).join(), /^server,git,git/)
  })

  test('what has moved is found by the client, which compares hashes and reads upstream itself', async () => {
    await using at = await scene()
    await at.job()
    const [moved] = at.repositories
    await moved?.commit([{ files: { 'a/y.go': 'package a\n' } }])
    await moved?.moveTag('a/v1.0.0', 1)
    await using fresh = await startHeadwater(at.forge)
    const { code, report } = await at.job(['--server', fresh.url])
    assert.equal(code, 1)
    assert.deepEqual(codesOf(report), { 'version-moved': 1, unchanged: 5 })
    assert.equal(moduleAt(report, 'github.com/acme/r0/a').verdict.confidence, 'corroborated')
  })

  test('a throttled forge is told as such, and not asked by every job', async () => {
    await using at = await scene()
    const stop = at.forge.script(({ path }) =>
      path.startsWith('/acme/r1/')
        ? { kind: 'page', status: 429, headers: { 'Retry-After': '120' }, body: '' }
        : undefined,
    )
    const first = await at.job()
    assert.equal(first.code, 3)
    const { verdict } = moduleAt(first.report, 'github.com/acme/r1/a')
    assert.equal(verdict.code, 'throttled')
    const asked = at.forge.log.entries.length
    await at.job()
    assert.equal(at.forge.log.entries.length, asked)
    stop()
  })
})

function pathsOf(at: Scene): { path: string }[] {
  return at.repositories.map((_, number) => ({ path: `github.com/acme/r${number}` }))
}

/** What a server says that has read nothing. */
function lie(body: string): string {
  const { modules } = JSON.parse(body) as { modules: AnswerLine[] }
  const time = new Date().toISOString()
  const lines = modules.map(({ path, version, scope }, index): AnswerLine => ({
    index,
    path,
    version,
    scope,
    verdict: {
      code: path.endsWith('/a') ? 'verified' : path.endsWith('/b') ? 'version-moved' : 'no-such',
      class: 'ok',
      confidence: 'confirmed',
      evidence: [],
      firstSeen: time,
      lastSeen: time,
      observations: 9,
    },
    notices: [],
    origin: null,
    sum: { upstream: 'h1:AAAA', goMod: { upstream: null } },
    host: 'github.com',
    fromMemory: false,
  }))
  const end = { summary: { ok: 0, fragile: 0, lost: 0, changed: 0, undetermined: 0 } }
  const last = { ...end, fromMemory: 0, requests: { hosts: {} } }
  return [...lines, last].map((line) => `${JSON.stringify(line)}\n`).join('')
}

suite('headwater check and a server that is of no use', () => {
  const cases: { what: string; answer: RequestListener; says: RegExp }[] = [
    {
      what: 'does not know the address',
      answer: (_, response) => response.writeHead(404).end('404 page not found\n'),
      says: /no Headwater server that takes checks/,
    },
    {
      what: 'has a page for everything',
      answer: (_, response) =>
        response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Hello</h1>'),
      says: /no Headwater server that takes checks/,
    },
    {
      what: 'stops in the middle',
      answer: (_, response) =>
        response.writeHead(200, { 'content-type': 'application/x-ndjson' }).end('\n'),
      says: /its end is missing/,
    },
    {
      what: 'says what is no JSON',
      answer: (_, response) =>
        response.writeHead(200, { 'content-type': 'application/x-ndjson' }).end('hello\n'),
      says: /a line is no JSON/,
    },
    {
      what: 'cuts off',
      answer: (request) => request.socket.destroy(),
      says: /Cannot ask http/,
    },
  ]
  test('upstream is asked instead, and standard error says so once', async () => {
    await using at = await scene()
    for (const { what, answer, says } of cases) {
      await using other = await otherServer(answer)
      const { code, report, stderr } = await at.job(['--server', other.url])
      assert.equal(code, 0, what)
      assert.deepEqual(codesOf(report), { verified: 6 }, what)
      const told = stderr.split('\n').filter((line) => line.includes('upstream is asked instead'))
      assert.equal(told.length, 1, `${what}: ${stderr}`)
      assert.match(told.join(), says)
      assert.match(report.notes.join('\n'), says)
    }
    const gone = await at.job(['--server', 'http://127.0.0.1:1'])
    assert.deepEqual([gone.code, codesOf(gone.report)], [0, { verified: 6 }])
  })

  test('a server that lies about hashes is not believed', async () => {
    await using at = await scene()
    await using liar = await otherServer(async (request, response) => {
      const chunks = await request.toArray()
      if (request.method !== 'POST') return response.writeHead(404).end()
      response.writeHead(200, { 'content-type': 'application/x-ndjson' })
      return response.end(lie(Buffer.concat(chunks as Buffer[]).toString()))
    })
    const { code, report } = await at.job(['--server', liar.url])
    assert.deepEqual([code, codesOf(report)], [0, { verified: 6 }])
    const { notices } = moduleAt(report, 'github.com/acme/r0/a')
    assert.deepEqual(
      notices.map(({ code: one }) => one),
      ['server-differs'],
    )
  })

  test('a server that is busy is asked again when it says so', async () => {
    await using at = await scene()
    let asked = 0
    await using busy = await otherServer(async (request, response) => {
      const body = Buffer.concat((await request.toArray()) as Buffer[])
      if (request.method !== 'POST') return response.writeHead(404).end()
      if (++asked === 1) return response.writeHead(503, { 'retry-after': '1' }).end()
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(`${at.server.url}${request.url}`, {
        method: 'POST',
        headers,
        body,
      })
      response.writeHead(answer.status, { 'content-type': 'application/x-ndjson' })
      return response.end(await answer.text())
    })
    const { code, report } = await at.job(['--server', busy.url])
    assert.deepEqual([code, codesOf(report), asked], [0, { unchanged: 6 }, 2])
  })

  test('a wrong go.sum here is found, whatever the server says', async () => {
    await using at = await scene()
    const file = join(at.home.folder, 'go.sum')
    const text = await readFile(file, 'utf8')
    const wrong = `h1:${'A'.repeat(43)}=`
    await writeFile(file, text.replace(/(?<=r1\/c v1\.0\.0 )\S+/, wrong))
    const { code, report } = await at.job()
    assert.equal(code, 1)
    assert.equal(moduleAt(report, 'github.com/acme/r1/c').verdict.class, 'changed')
    assert.equal(report.summary.ok, 5)
  })
})

suite('headwater check and what a server is not told', () => {
  test('private modules are asked of their own host, unless the server may know them', async () => {
    await using at = await scene()
    const asked: string[] = []
    await using spy = await otherServer(async (request, response) => {
      asked.push(request.url ?? '', Buffer.concat((await request.toArray()) as Buffer[]).toString())
      response.writeHead(404).end()
    })
    const args = ['--server', spy.url]
    const isTold = (name: string) => asked.splice(0).join('\n').includes(name)
    await at.job(args, { GOPRIVATE: 'github.com/acme/r0' })
    assert.equal(isTold('acme/r0'), false)
    await at.job(args, { GOPRIVATE: 'github.com/acme/r0', GONOPROXY: 'none' })
    assert.equal(isTold('acme/r0'), true)
    await at.job(args, { HEADWATER_PRIVATE: 'github.com/acme/r0' })
    assert.equal(isTold('acme/r0'), false)
    const shared = { HEADWATER_CHECK_SERVER_PRIVATE: 'github.com/acme/*' }
    await at.job(args, { HEADWATER_PRIVATE: 'github.com/acme/r0', ...shared })
    assert.equal(isTold('acme/r0'), true)
    await appendFile(join(at.home.folder, '.headwater.toml'), 'private = ["github.com/acme/r1"]\n')
    await at.job(args)
    assert.equal(isTold('acme/r1'), false)
  })

  test('offline, and where all content is read anew, it is not asked', async () => {
    await using at = await scene()
    let asked = 0
    await using spy = await otherServer((_, response) => {
      asked++
      response.writeHead(404).end()
    })
    await at.job(['--server', spy.url, '--offline'])
    const { report } = await at.job(['--server', spy.url, '--level', 'content'])
    assert.match(report.notes.join(), /is not asked: at the level content/)
    assert.equal(asked, 0)
  })
})

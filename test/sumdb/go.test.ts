import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import { after, before, suite, test } from 'node:test'
import { startForge, type Forge } from '../forge/forge.ts'
import { repository } from '../forge/repository.ts'
import { goProxied, goVia } from '../oracle/go.ts'
import { headwater, startHeadwater, type RunningHeadwater } from '../oracle/headwater.ts'
import { ask } from '../serve/ask.ts'
import { releases } from '../serve/releases.ts'
import {
  manyModules,
  recordOf,
  signerKey,
  strangerKey,
  sumDatabaseOf,
  sumName,
  sumOf,
  sumServer,
  verifierKey,
  type SumServer,
} from './sum-server.ts'

const modules = ['github.com/acme/a', 'github.com/Acme/B', 'github.com/acme/c']
const wanted = modules.map((module) => `${module}@v1.0.0`)
const goEnv = { GOSUMDB: verifierKey, GONOSUMDB: '' }

suite('the go command, with a checksum database behind headwater serve', () => {
  let forge: Forge
  const sums = new Map<string, string>()
  before(async () => {
    forge = await startForge({ hosts: ['github.com'] })
    for (const module of modules) await repository(forge, module, releases(module, 'v1.0.0'))
    await using plain = await startHeadwater(forge)
    await using go = await goProxied(plain.url)
    for (const module of wanted) {
      const line = await go.modDownload(module)
      const [path = '', version = ''] = module.split('@')
      sums.set(
        module,
        `${path} ${version} ${line.Sum}\n${path} ${version}/go.mod ${line.GoModSum}\n`,
      )
    }
  })
  after(() => forge.close())

  const recorded = (module: string) => sums.get(unescaped(module)) ?? recordOf(module)
  const databaseOf = (names: readonly string[], key = signerKey) =>
    sumDatabaseOf(names, key, recorded)

  async function start(server: SumServer, settings: object = {}): Promise<RunningHeadwater> {
    server.database = databaseOf(manyModules(300))
    const table = { key: verifierKey, urls: [server.url] }
    return startHeadwater(forge, { settings: { 'checksum-database': [table], ...settings } })
  }

  test('is given what the database has, which is asked once for all, and need not be up then', async () => {
    await using server = await sumServer([])
    await using mirror = await start(server)
    await using go = await goProxied(mirror.url, { env: goEnv })
    for (const isFirst of [true, false]) {
      const { code, stderr } = await go.inModule(['mod', 'download', ...wanted])
      assert.equal(code, 0, stderr)
      const asked = server.news()
      assert.equal(asked.filter((path) => path.startsWith('/lookup/')).length, isFirst ? 3 : 0)
      if (!isFirst) assert.deepEqual(asked, [])
    }
    server.change = () => 503
    const again = await download(mirror.url)
    assert.equal(again.code, 0, again.stderr)
    assert.deepEqual(server.news(), [])
    await mirror.stop()
  })

  for (const [what, why, change] of [
    [
      'another module’s record',
      /has no hash of it/,
      (server: SumServer) => (path: string, answer: unknown) =>
        path.startsWith('/lookup/') ? server.database.answer('/lookup/m1.test/x@v1.0.0') : answer,
    ],
    [
      'a forged record',
      /holds another text/,
      () => (path: string, answer: unknown) =>
        path.startsWith('/lookup/') ? String(answer).replaceAll(/h1:\S+/g, sumOf('evil')) : answer,
    ],
    [
      'the heads of a stranger',
      /no known key among them/,
      () => {
        const other = databaseOf(manyModules(300), strangerKey)
        return (path: string) => other.answer(path)
      },
    ],
    ['no answer', /it answered 503/, () => () => 503],
  ] as const) {
    test(`is told why it gets nothing when the database gives ${what}`, async () => {
      await using server = await sumServer([])
      await using mirror = await start(server)
      server.change = change(server) as SumServer['change']
      const { code, stderr } = await download(mirror.url, wanted.slice(0, 1))
      assert.notEqual(code, 0)
      assert.match(stderr, why)
    })
  }

  test('is told how to have private modules left alone, which the database never hears of', async () => {
    await using server = await sumServer([])
    await using mirror = await start(server, { private: ['github.com/acme/*'] })
    const { code, stderr } = await download(mirror.url)
    assert.notEqual(code, 0)
    assert.match(stderr, /is private, so sum\.test is not told of it/)
    assert.match(stderr, /GONOSUMDB=github\.com\/acme\/[ac]/)
    assert.ok(!server.asked.some((line) => line.includes('github.com/acme/')), server.asked.join())
    const env = { ...goEnv, GONOSUMDB: 'github.com/acme/*' }
    const told = await goVia(mirror.url, ['mod', 'download', ...wanted], { env })
    assert.equal(told.code, 0, told.stderr)
  })

  test('gets nothing of a database with two histories, until an operator says so', async () => {
    await using server = await sumServer([])
    await using mirror = await start(server)
    const { home } = mirror
    assert.equal((await download(mirror.url)).code, 0)
    server.database = databaseOf(manyModules(900).toReversed())
    const path = `sumdb/${sumName}/lookup/m17.test/x@v1.0.0`
    const found = await ask(mirror, path)
    assert.equal(found.status, 500)
    assert.match(found.text, /^Cannot use sum\.test: it has signed two histories/)
    const refused = await download(mirror.url)
    assert.notEqual(refused.code, 0)
    assert.match(refused.stderr, /500/)
    assert.match(mirror.stderr(), /"level":50,.*"evidence":"SECURITY ERROR\\n.*two histories/)
    const metrics = await ask(mirror, '-/metrics')
    assert.match(metrics.text, /^headwater_sumdb_forks_total\{sumdb="sum\.test"\} 1$/m)
    assert.match(metrics.text, /^headwater_sumdb_frozen\{sumdb="sum\.test"\} 1$/m)
    assert.match(metrics.text, /^headwater_sumdb_trouble\{sumdb="sum\.test"\} 1$/m)

    const data = ['--config', home.configFile]
    const forks = await headwater(['sumdb', 'forks', ...data], { home })
    assert.equal(forks.code, 1, forks.stderr)
    assert.match(forks.stdout, /^sum\.test: found .*, frozen\n\nSECURITY ERROR\ngo\.sum database/)
    assert.match(forks.stdout, /\nold database:\n\tgo\.sum database tree\n\t/, 'as go prints it')
    const nobody = await headwater(['sumdb', 'thaw', 'other.test', ...data], { home })
    assert.equal(nobody.code, 2)
    const thawed = await headwater(['sumdb', 'thaw', sumName, '--forget', ...data], { home })
    assert.equal(thawed.stdout, 'sum.test is passed on again\nWhat was known of it is forgotten\n')
    assert.equal((await ask(mirror, path)).status, 200)
    assert.equal((await headwater(['sumdb', 'forks', ...data], { home })).code, 0)
  })

  test('is answered below /cached-only from what was proved, and the database is asked nothing', async () => {
    await using server = await sumServer([])
    await using mirror = await start(server)
    const door = `${mirror.url}/cached-only`
    const bare = await ask(mirror, `cached-only/sumdb/${sumName}/latest`)
    assert.equal(bare.status, 404)
    assert.match(bare.text, /^Not held of sum\.test: its head\nAsk without \/cached-only/)
    assert.equal((await download(mirror.url, wanted.slice(0, 2))).code, 0)
    server.news()
    const held = await download(door, wanted.slice(0, 2))
    assert.equal(held.code, 0, held.stderr)
    await using go = await goProxied(mirror.url, { env: { ...goEnv, GONOSUMDB: '*' } })
    assert.equal((await go.inModule(['mod', 'download', ...wanted])).code, 0)
    const missing = await download(door)
    assert.notEqual(missing.code, 0)
    assert.match(
      missing.stderr,
      /Not held of sum\.test: the record of github\.com\/acme\/c@v1\.0\.0/,
    )
    assert.deepEqual(server.news(), [])
    server.database = databaseOf(manyModules(900).toReversed())
    await ask(mirror, `sumdb/${sumName}/lookup/m17.test/x@v1.0.0`)
    for (const rest of ['supported', 'latest', 'lookup/m1.test/x@v1.0.0', 'tile/8/0/000']) {
      const { status } = await ask(mirror, `cached-only/sumdb/${sumName}/${rest}`)
      assert.equal(status, 500, 'a frozen one answers nothing there, either')
    }
  })

  test('is told of a head in doubt by nothing but the refusal of that, and an operator by all means', async () => {
    await using server = await sumServer([])
    await using second = await sumServer([])
    second.database = databaseOf(manyModules(300))
    const urls = [server.url, second.url]
    const table = { key: verifierKey, urls }
    await using mirror = await start(server, { 'checksum-database': [table] })
    const { home } = mirror
    assert.equal((await ask(mirror, `sumdb/${sumName}/lookup/m1.test/x@v1.0.0`)).status, 200)
    await until(() => second.asked.includes('GET /latest'), 'each source is asked for its head')
    for (const source of [server, second]) {
      source.database = databaseOf(manyModules(900))
      source.change = (path, answer) => (path.startsWith('/tile/') ? Buffer.alloc(32) : answer)
    }
    assert.equal((await ask(mirror, `sumdb/${sumName}/lookup/m2.test/x@v1.0.0`)).status, 500)
    assert.equal((await ask(mirror, `sumdb/${sumName}/lookup/m1.test/x@v1.0.0`)).status, 200)
    assert.match(mirror.stderr(), /"level":50,.*"size":900,.*cannot be shown to fit what is known/)
    const metrics = await ask(mirror, '-/metrics')
    assert.match(metrics.text, /^headwater_sumdb_doubtful_heads\{sumdb="sum\.test"\} 1$/m)
    assert.match(metrics.text, /^headwater_sumdb_frozen\{sumdb="sum\.test"\} 0$/m)
    assert.match(metrics.text, /^headwater_sumdb_source_trouble\{sumdb="sum\.test",source="http/m)
    const data = ['--config', home.configFile]
    const forks = await headwater(['sumdb', 'forks', ...data], { home })
    assert.equal(forks.code, 1, forks.stderr)
    assert.match(
      forks.stdout,
      /^sum\.test: found .*, a head in doubt\n\nA head .*\ngo\.sum database tree\n900\n/s,
    )
    const thawed = await headwater(['sumdb', 'thaw', sumName, ...data], { home })
    assert.match(thawed.stdout, /Its heads in doubt are settled: 1\n$/)
    assert.equal((await headwater(['sumdb', 'forks', ...data], { home })).code, 0)
  })

  test('is sent elsewhere by a mirror that passes none on', async () => {
    await using mirror = await startHeadwater(forge)
    assert.equal((await ask(mirror, `sumdb/${sumName}/supported`)).status, 404)
    assert.equal((await ask(mirror, 'sumdb/sum.golang.org/supported')).status, 404)
  })
})

/** Waits until something holds, for 20 seconds at most. */
async function until(holds: () => boolean, what: string): Promise<void> {
  for (let left = 400; !holds(); left--) {
    assert.ok(left > 0, what)
    await pause(50)
  }
}

function download(url: string, names = wanted) {
  return goVia(url, ['mod', 'download', ...names], { env: goEnv })
}

function unescaped(module: string): string {
  return module.replaceAll(/!(.)/g, (_, letter: string) => letter.toUpperCase())
}

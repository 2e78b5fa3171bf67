import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import type { Report } from '../../src/check/report/report.ts'
import { formatSignerKey, parseSignerKey } from '../../src/tlog/signer.ts'
import { formatVerifierKey } from '../../src/tlog/verifier.ts'
import { checksumDatabase } from '../scripts/registry/checksum-database.ts'
import { startHeadwater } from '../oracle/headwater.ts'
import { webServer } from '../web-server.ts'
import { status } from '../forge/reply.ts'
import { check, replyForX, scene, type Scene } from './scene.ts'

const name = 'sum.test'
const signerKey = formatSignerKey(name, Buffer.alloc(32, 1), 1)
const key = formatVerifierKey(parseSignerKey(signerKey))
const otherSum = `h1:${Buffer.alloc(32, 7).toString('base64')}`
const x = 'github.com/acme/x v1.0.0'

/** Lines of go.sum, by module version. */
async function sumsOf({ home }: Scene): Promise<Map<string, string>> {
  const lines = (await readFile(join(home.folder, 'go.sum'), 'utf8')).trimEnd().split('\n')
  const pairs = Map.groupBy(lines, (line) =>
    line
      .split(/ |\/go\.mod/)
      .slice(0, 2)
      .join('@'),
  )
  return new Map([...pairs].map(([module, own]) => [module, `${own.join('\n')}\n`]))
}

/** A checksum database that has what a text says of each version of the project, and what it was asked. */
async function databaseOf(at: Scene, change = (record: string) => record, signer = signerKey) {
  const sums = await sumsOf(at)
  const database = checksumDatabase(signer, (module) => {
    const record = sums.get(module)
    return record === undefined ? undefined : change(record) || undefined
  })
  const server = await webServer((request, response) => {
    const found = database.answer(request.url ?? '')
    response.writeHead(found === undefined ? 404 : 200).end(found)
  })
  const rewrite = [...at.forge.rewrites(), { from: `https://${name}/`, to: `${server.url}/` }]
  return { server, settings: { sumdb: key, rewrite } }
}

/** The module `x` in the report. */
async function reportOnX(at: Scene, args: readonly string[] = [], env = {}) {
  const { code, stdout } = await check(at.home, ['--json', ...args], undefined, { env })
  const { modules } = JSON.parse(stdout) as Report
  const found = modules.find(({ path }) => path === 'github.com/acme/x')
  assert.ok(found)
  return { code, found, verdict: found.verdict.code, notices: found.notices }
}

/** Text whose lines are put together, whatever broke them. */
const joined = (text: string) => text.replaceAll(/\s+/g, ' ')

async function withOtherGoSum(at: Scene): Promise<void> {
  const file = join(at.home.folder, 'go.sum')
  const text = await readFile(file, 'utf8')
  await writeFile(file, text.replace(/(github\.com\/acme\/x v1\.0\.0) h1:\S+/, `$1 ${otherSum}`))
}

const withOtherSum = (record: string) => record.replace(/(v1\.0\.0) h1:\S+/, `$1 ${otherSum}`)

suite('headwater check and a checksum database', () => {
  test('asks nothing at level refs while go.sum and upstream agree', async () => {
    await using at = await scene()
    const { server, settings } = await databaseOf(at)
    await using _ = server
    await at.home.configure(settings)
    const { code, found } = await reportOnX(at)
    assert.deepEqual([code, found.sum.sumdb, server.asked], [0, null, []])
  })

  test('asks for every record at level content, and for none ever again', async () => {
    await using at = await scene()
    const { server, settings } = await databaseOf(at)
    await using _ = server
    await at.home.configure(settings)
    const content = await reportOnX(at, ['--level', 'content'])
    assert.equal(server.asked.filter((one) => one.includes('/lookup/')).length, 2)
    const asked = server.asked.length
    for (const args of [[], ['--level', 'content']]) {
      const { code, found } = await reportOnX(at, args)
      assert.deepEqual([code, found.sum], [0, content.found.sum])
      assert.equal(found.sum.sumdb, found.sum.goSum)
    }
    assert.equal(server.asked.length, asked)
  })

  test('is named by --dry-run, which names all who are asked, until its records are known', async () => {
    await using at = await scene()
    const { server, settings } = await databaseOf(at)
    await using _ = server
    await at.home.configure(settings)
    const args = ['--json', '--level', 'content']
    const planned = async () => {
      const { stdout } = await check(at.home, [...args, '--dry-run'])
      const { hosts, besides } = JSON.parse(stdout) as Record<string, { host: string }[]>
      return [...(hosts ?? []), ...(besides ?? [])]
    }
    const named = (await planned()).map(({ host }) => host)
    assert.deepEqual([named, server.asked], [['github.com', name], []])
    const { stdout } = await check(at.home, args)
    const { requests } = JSON.parse(stdout) as Report
    assert.deepEqual(Object.keys(requests.hosts).toSorted(), named)
    assert.deepEqual(
      (await planned()).map(({ host }) => host),
      ['github.com'],
    )
  })

  test('says sumdb-mismatch when go.sum and upstream agree, also when it is not asked any more', async () => {
    await using at = await scene()
    const { server, settings } = await databaseOf(at, withOtherSum)
    await using _ = server
    await at.home.configure(settings)
    const before = await reportOnX(at)
    assert.deepEqual([before.code, before.verdict], [0, 'unchanged'])
    for (const args of [['--level', 'content'], []]) {
      const { code, verdict, found } = await reportOnX(at, args)
      assert.deepEqual([code, verdict, found.sum.sumdb], [1, 'sumdb-mismatch', otherSum])
      const { stdout } = await check(at.home, args)
      assert.match(joined(stdout), /is not what the public log has; go\.sum agrees with upstream/)
    }
  })

  test('says gosum-mismatch when upstream and the log agree', async () => {
    await using at = await scene()
    const { server, settings } = await databaseOf(at)
    await using _ = server
    await at.home.configure(settings)
    await withOtherGoSum(at)
    const { code, verdict, found } = await reportOnX(at, ['--level', 'content'])
    assert.deepEqual([code, verdict], [1, 'gosum-mismatch'])
    assert.equal(found.sum.sumdb, found.sum.upstream)
    const text = await check(at.home)
    assert.match(
      joined(text.stdout),
      /is not what go\.sum has; the public log agrees with upstream/,
    )
    assert.ok(text.stdout.includes(`\n    git log -S${otherSum} -- '*.sum'\n`), text.stdout)
    assert.ok(
      server.asked.every((one) => /^GET \/(lookup\/github\.com\/acme\/(x|ok)@|tile\/)/.test(one)),
    )
  })

  test('says version-moved when go.sum and the log agree', async () => {
    await using at = await scene()
    const { server, settings } = await databaseOf(at)
    await using _ = server
    await at.home.configure(settings)
    await at.x.moveTag('v1.0.0', 1)
    const { verdict, found } = await reportOnX(at)
    assert.deepEqual([verdict, found.sum.sumdb], ['version-moved', found.sum.goSum])
  })

  test('is asked also when only the second look was answered', async () => {
    await using at = await scene()
    const { server, settings } = await databaseOf(at)
    await using _ = server
    await at.home.configure(settings)
    await withOtherGoSum(at)
    replyForX(at.forge, status(404), 2)
    const { found } = await reportOnX(at, ['--level', 'content'])
    assert.deepEqual([found.verdict.observations, found.sum.sumdb], [2, found.sum.upstream])
  })

  test('compares a version without a line in go.sum with it', async () => {
    await using at = await scene()
    const { server, settings } = await databaseOf(at, withOtherSum)
    await using _ = server
    await at.home.configure(settings)
    const { code, verdict, found } = await reportOnX(at, [x.replace(' ', '@')])
    assert.deepEqual([code, found.sum.goSum, found.sum.sumdb], [1, null, otherSum])
    assert.match(verdict, /^(sumdb-mismatch|version-moved)$/)
  })

  for (const [what, change, signer] of [
    ['another key has signed', undefined, formatSignerKey(name, Buffer.alloc(32, 2), 1)],
    ['of another module', (record: string) => record.replaceAll('acme/x', 'acme/y'), signerKey],
  ] as const) {
    test(`only remarks on a record that ${what}`, async () => {
      await using at = await scene()
      const { server, settings } = await databaseOf(at, change, signer)
      await using _ = server
      await at.home.configure(settings)
      const { code, verdict, found, notices } = await reportOnX(at, [x.replace(' ', '@')])
      assert.deepEqual([code, found.sum.sumdb], [0, null])
      assert.match(verdict, /^(verified|unchanged)$/)
      assert.deepEqual(
        notices.flatMap((one) => (one.code.startsWith('sumdb') ? [one.code] : [])),
        ['sumdb-unverified'],
      )
    })
  }

  test('is no finding that it has no record', async () => {
    await using at = await scene()
    const { server, settings } = await databaseOf(at, () => '')
    await using _ = server
    await at.home.configure(settings)
    const { code, verdict, notices } = await reportOnX(at, ['--level', 'content'])
    assert.deepEqual(
      [code, verdict, notices.map((one) => one.code)],
      [0, 'verified', ['sumdb-missing']],
    )
  })

  for (const [what, more, env] of [
    ['a module of the setting private', { private: ['github.com/acme'] }, {}],
    ['a module of GOPRIVATE', {}, { GOPRIVATE: 'github.com/acme/*' }],
    ['a module of GONOSUMDB', {}, { GONOSUMDB: 'github.com' }],
    ['any module where it is off', { sumdb: 'off' }, {}],
  ] as const) {
    test(`is not asked for ${what}`, async () => {
      await using at = await scene()
      const { server, settings } = await databaseOf(at)
      await using _ = server
      await at.home.configure({ ...settings, ...more })
      await withOtherGoSum(at)
      const { code } = await reportOnX(at, ['--level', 'content'], env)
      assert.deepEqual([code, server.asked], [1, []])
    })
  }

  test('is not asked for a module that .headwater.toml calls private', async () => {
    await using at = await scene()
    const { server, settings } = await databaseOf(at)
    await using _ = server
    await at.home.configure(settings)
    await withOtherGoSum(at)
    await writeFile(join(at.home.folder, '.headwater.toml'), 'private = ["github.com/acme"]\n')
    const { code } = await reportOnX(at, ['--level', 'content'])
    assert.deepEqual([code, server.asked], [1, []])
  })

  test('is not asked where GOSUMDB is off and no setting names one', async () => {
    await using at = await scene()
    const { server, settings } = await databaseOf(at)
    await using _ = server
    const { rewrite } = settings
    const env = { HEADWATER_SUMDB: '', GOSUMDB: 'off' }
    await at.home.configure({ rewrite, sumdb: 'off' })
    const file = await readFile(at.home.configFile, 'utf8')
    await writeFile(at.home.configFile, file.replace(/^sumdb = .*$/m, ''))
    await withOtherGoSum(at)
    const { code } = await reportOnX(at, ['--level', 'content'], env)
    assert.deepEqual([code, server.asked], [1, []])
  })

  test('is read through the server that is named, which passes it on', async () => {
    await using at = await scene()
    const { server } = await databaseOf(at)
    await using _ = server
    await using spy = await webServer((_, response) => void response.writeHead(500).end())
    const rewrite = [...at.forge.rewrites(), { from: `https://${name}/`, to: `${spy.url}/` }]
    await at.home.configure({ sumdb: key, rewrite })
    await using mirror = await startHeadwater(at.forge, {
      settings: { 'checksum-database': [{ key, urls: [server.url] }] },
    })
    const planned = await check(at.home, ['--dry-run', '--json', '--server', mirror.url])
    const { hosts, besides } = JSON.parse(planned.stdout) as Record<string, { host: string }[]>
    const named = [...(hosts ?? []), ...(besides ?? [])].map(({ host }) => host)
    const mirrorHost = new URL(mirror.url).host
    assert.deepEqual(named, ['github.com', mirrorHost, mirrorHost, name])
    assert.deepEqual([spy.asked, server.asked], [[], []])
    const args = ['--level', 'content', '--server', mirror.url]
    const { code, found } = await reportOnX(at, args)
    assert.deepEqual([code, found.sum.sumdb], [0, found.sum.goSum])
    assert.deepEqual([spy.asked, server.asked.some((one) => one.includes('/lookup/'))], [[], true])
    server.asked.length = 0
    const kept = join(at.home.folder, 'other')
    await reportOnX(at, [...args, '--data', kept], { GONOPROXY: 'github.com/acme/x' })
    assert.ok(spy.asked.some((one) => one.includes('/lookup/github.com/acme/x@')))
  })
})

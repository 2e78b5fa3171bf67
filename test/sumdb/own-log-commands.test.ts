import assert from 'node:assert/strict'
import { chmodSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { parseVerifierKey } from '../../src/tlog/verifier.ts'
import { startForge, type Forge } from '../forge/forge.ts'
import { goImport } from '../forge/pages.ts'
import { repository } from '../forge/repository.ts'
import { goVia } from '../oracle/go.ts'
import {
  headwater,
  headwaterHome,
  startHeadwater,
  type HeadwaterHome,
} from '../oracle/headwater.ts'
import { ask } from '../serve/ask.ts'
import { releases } from '../serve/releases.ts'
import { witnessServer } from './witness-server.ts'

const module = 'corp.example/secret'
const name = 'sum.corp.example'
const versions = ['v1.0.0', 'v1.1.0', 'v1.2.0']

const sumdb = (home: HeadwaterHome, ...args: string[]) => headwater(['sumdb', ...args], { home })

/** Has these versions logged. */
async function look(home: HeadwaterHome, wanted: readonly string[]): Promise<void> {
  await using server = await startHeadwater(home)
  for (const version of wanted) {
    const answer = await ask(server, `sumdb/${name}/lookup/${module}@${version}`)
    assert.equal(answer.status, 200, answer.text)
  }
}

suite('headwater sumdb', { skip: process.platform === 'win32' }, () => {
  let forge: Forge
  before(async () => {
    forge = await startForge({ hosts: ['corp.example'] })
    await repository(forge, module, releases(module, ...versions))
    forge.pages.set(module, goImport(module, 'git', `https://${module}`))
  })
  after(() => forge.close())

  /** A home with a new log. */
  async function made(): Promise<{ home: HeadwaterHome; key: string; keyFile: string }> {
    const home = await headwaterHome(forge)
    const keyFile = join(home.folder, 'log.key')
    const own = { 'key-file': keyFile }
    await home.configure({
      private: ['corp.example/*'],
      'checksum-database': [{ key: 'off' }],
      'checksum-log': own,
    })
    const { code, stdout, stderr } = await headwater(
      ['sumdb', 'init', '--name', name, '--key-file', keyFile],
      { home },
    )
    assert.equal(code, 0, stderr)
    const [key = ''] = /sum\.corp\.example\+[0-9a-f]{8}\+\S+/.exec(stdout) ?? []
    assert.ok(
      stdout.includes(`    go env -w GOSUMDB=${key} GONOSUMDB=none GONOPROXY=none\n`),
      stdout,
    )
    assert.ok(stdout.includes(`    key-file = ${JSON.stringify(keyFile)}\n`), stdout)
    return { home, key, keyFile }
  }
  test('init makes a log once, and nothing where it cannot', async () => {
    const { home, keyFile } = await made()
    await using _ = home
    for (const [args, why] of [
      [['--name', name, '--key-file', join(home.folder, 'other')], /there is a log already/],
      [
        ['--name', 'other.example', '--key-file', join(home.folder, 'other')],
        /there is a log already/,
      ],
      [['--name', 'two words', '--key-file', join(home.folder, 'other')], /like that of a host/],
      [[], /there is a guard of it already/],
    ] as const) {
      const { code, stderr } = await sumdb(home, 'init', ...args)
      assert.equal(code, 2)
      assert.match(stderr, why)
    }
    assert.throws(() => readFileSync(join(home.folder, 'other')), { code: 'ENOENT' })
    chmodSync(keyFile, 0o644)
    const open = await sumdb(home, 'fsck')
    assert.equal(open.code, 2)
    assert.match(open.stderr, /others than its owner have access/)
  })

  test('a key in a variable signs, and two keys are one too many', async () => {
    const { home, keyFile } = await made()
    await using _ = home
    const text = readFileSync(keyFile, 'utf8').trim()
    await home.configure({ 'checksum-log': { 'key-env': 'LOG_KEY' } })
    const sound = await headwater(['sumdb', 'fsck'], { home, env: { LOG_KEY: text } })
    assert.equal(sound.stdout, 'The log is sound: 0 records\n', sound.stderr)
    const none = await headwater(['sumdb', 'fsck'], { home })
    assert.match(none.stderr, /names the variable LOG_KEY, which is not set/)
    await home.configure({ 'checksum-log': { 'key-env': 'LOG_KEY', 'key-file': keyFile } })
    const both = await headwater(['sumdb', 'fsck'], { home, env: { LOG_KEY: text } })
    assert.match(both.stderr, /more than one of key-file, key-env and signer/)
    assert.ok(![sound, none, both].some(({ stdout, stderr }) => (stdout + stderr).includes(text)))
  })

  test(
    'pages and metrics show the log, and a proof is verified offline',
    { timeout: 120_000 },
    async () => {
      const { home, key } = await made()
      await using _ = home
      await look(home, versions)
      const file = join(home.folder, 'x.tlog-proof')
      const guard = join(`${home.data}.guard`, name)
      await using server = await startHeadwater(home)
      const page = await ask(server, '-/log/1')
      assert.ok(page.text.includes(`headwater sumdb verify --key ${key} secret@v1.1.0.tlog-proof`))
      assert.match((await ask(server, '-/log')).text, /The log sum\.corp\.example has 3 entries/)
      const before = (await ask(server, '-/metrics')).text
      for (const line of ['usable 1', 'waiting 0', 'refused_total 0', 'entries 3', 'unsigned 0']) {
        assert.ok(before.includes(`\nheadwater_log_${line}\n`), before)
      }
      assert.match(before, /^headwater_log_signed_timestamp_seconds \d{10}(?:\.\d+)?$/m)
      assert.match(before, /^headwater_log_head_timestamp_seconds \d{10}(?:\.\d+)?$/m)
      writeFileSync(file, (await ask(server, `sumdb/${name}/proof/${module}@v1.1.0`)).text)
      const { stdout, code } = await sumdb(home, 'verify', '--key', key, file)
      assert.equal(code, 0)
      assert.match(stdout, /^corp\.example\/secret v1\.1\.0 h1:.*\nProved: entry 1 of sum\./s)
      writeFileSync(guard, 'not what was published')
      while ((await ask(server, `sumdb/${name}/latest`)).status === 200) await pause(200)
      assert.match((await ask(server, '-/metrics')).text, /^headwater_log_usable 0$/m)
      const stopped = await ask(server, '-/log')
      assert.match(stopped.text, /its database is not what was published/)
      assert.doesNotMatch(stopped.text, /\.guard/)
    },
  )

  test('a guard inside the data folder is refused, by whatever would use it', async () => {
    const { home, keyFile } = await made()
    await using _ = home
    const guard = join(home.data, 'sumdb', 'guard')
    await home.configure({ 'checksum-log': { 'key-file': keyFile, guard } })
    for (const args of [['sumdb', 'fsck'], ['sumdb', 'init'], ['serve']]) {
      const { code, stderr } = await headwater(args, { home })
      assert.equal(code, 2)
      assert.match(stderr, /Cannot use the guard .*: it is in the data folder/)
    }
  })

  test('export gives go a checksum database of files', async () => {
    const { home, key } = await made()
    await using _ = home
    await look(home, versions)
    const folder = join(home.folder, 'export')
    const { code, stdout, stderr } = await sumdb(home, 'export', folder)
    assert.equal(code, 0, stderr)
    assert.match(stdout, /has the log of 3 records\n$/)
    await using server = await startHeadwater(forge, {
      settings: { private: ['corp.example/*'], 'checksum-database': [{ key: 'off' }] },
    })
    const env = { GOSUMDB: key, GONOSUMDB: 'none', GONOPROXY: 'none' }
    const proxies = `${pathToFileURL(folder).href},${server.url}`
    const got = await goVia(proxies, ['mod', 'download', `${module}@v1.1.0`], { env })
    assert.equal(got.code, 0, got.stderr)
    const lookup = join(folder, 'sumdb', name, 'lookup', `${module}@v1.1.0`)
    writeFileSync(lookup, readFileSync(lookup, 'utf8').replace('h1:', 'h1:A'))
    const forged = await goVia(proxies, ['mod', 'download', `${module}@v1.1.0`], { env })
    assert.notEqual(forged.code, 0)
  })

  test('export has the checkpoint with all that witnesses signed', async () => {
    const { home, key, keyFile } = await made()
    await using _ = home
    await using witness = await witnessServer(parseVerifierKey(key))
    const own = { 'key-file': keyFile, witness: [{ key: witness.key, url: witness.url }] }
    await home.configure({ private: ['corp.example/*'], 'checksum-log': own })
    await using server = await startHeadwater(home)
    await ask(server, `sumdb/${name}/lookup/${module}@v1.0.0`)
    const checkpoint = async () => (await ask(server, `sumdb/${name}/checkpoint`)).text
    for (let i = 0; !(await checkpoint()).includes('witness.example') && i < 200; i++)
      await pause(50)
    assert.equal((await sumdb(home, 'export', home.folder)).code, 0)
    const exported = readFileSync(join(home.folder, 'sumdb', name, 'checkpoint'), 'utf8')
    assert.equal(exported, await checkpoint())
    assert.match(exported, /^— witness\.example\/w1 /m)
  })

  test('a guard that is older than the copy is brought up to it by restore', async () => {
    const { home } = await made()
    await using _ = home
    const backup = join(home.folder, 'backup')
    const guard = join(`${home.data}.guard`, name)
    await look(home, ['v1.0.0'])
    cpSync(join(home.data, 'sumdb'), backup, { recursive: true })
    const older = readFileSync(guard)
    await look(home, ['v1.1.0'])
    const folder = join(home.folder, 'export')
    assert.equal((await sumdb(home, 'export', folder)).code, 0)
    rmSync(join(home.data, 'sumdb'), { recursive: true })
    cpSync(backup, join(home.data, 'sumdb'), { recursive: true })
    writeFileSync(guard, older)
    const { code, stderr } = await sumdb(home, 'restore', '--from', folder)
    assert.equal(code, 0, stderr)
    assert.match(readFileSync(guard, 'utf8'), /"note": "go\.sum database tree\\n2\\n/)
    assert.equal((await sumdb(home, 'fsck', '--full')).code, 0)
  })

  test('restore brings back what was lost, and the log goes on; fsck tells before and after', async () => {
    const { home } = await made()
    await using _ = home
    await look(home, ['v1.0.0'])
    const backup = join(home.folder, 'backup')
    cpSync(join(home.data, 'sumdb'), backup, { recursive: true })
    await look(home, ['v1.1.0'])
    const folder = join(home.folder, 'export')
    assert.equal((await sumdb(home, 'export', folder)).code, 0)
    for (const lost of [true, false]) {
      rmSync(join(home.data, 'sumdb'), { recursive: true })
      if (!lost) cpSync(backup, join(home.data, 'sumdb'), { recursive: true })
      const before = await sumdb(home, 'fsck', '--full')
      assert.notEqual(before.code, 0)
      assert.match(
        before.stdout + before.stderr,
        lost ? /no such file/ : /has 1 records, and a tree of 2 was published/,
      )
      await using server = await startHeadwater(home)
      const refused = await ask(server, `sumdb/${name}/lookup/${module}@v1.0.0`)
      assert.equal(refused.status, 500, refused.text)
      assert.equal((await ask(server, `sumdb/${name}/supported`)).status, 500)
      const { code, stdout, stderr } = await sumdb(home, 'restore', '--from', folder)
      assert.equal(code, 0, stderr)
      assert.equal(stdout, `The log has 2 records, ${lost ? 2 : 1} of them restored\n`)
      assert.equal((await sumdb(home, 'fsck', '--full')).code, 0)
    }
    await using server = await startHeadwater(home)
    const next = await ask(server, `sumdb/${name}/lookup/${module}@v1.2.0`)
    assert.match(next.text, /^2\n/)
    const remote = await sumdb(home, 'fsck', '--full', '--remote', server.url)
    assert.equal(remote.code, 0, remote.stdout + remote.stderr)
    assert.match(
      remote.stdout,
      /^The log is sound: 3 records.*\nThe copy in http:.* has the same\n$/,
    )
    const nowhere = await sumdb(home, 'fsck', '--remote', join(home.folder, 'nothing'))
    assert.equal(nowhere.code, 3, 'what could not be compared is not damaged')
    assert.match(
      nowhere.stdout,
      /^The log is sound: 3 records\nThere is no latest in .*\nThe copy in .* was not compared\n$/,
    )
    const older = await sumdb(home, 'fsck', '--remote', folder)
    assert.equal(older.code, 0, older.stdout + older.stderr)
    const data = join(folder, 'sumdb', name, 'tile/8/data/000.p/2')
    writeFileSync(
      data,
      readFileSync(data, 'utf8').replace('v1.1.0', 'v1.9.0').replace('v1.1.0', 'v1.9.0'),
    )
    const lying = await sumdb(home, 'fsck', '--remote', folder)
    assert.equal(lying.code, 1)
    assert.match(
      lying.stdout,
      /The copy has another record 1: corp\.example\/secret@v1\.9\.0\nThe 2 records of the copy do not make the root that it signed\nThe copy in .* is not what the log has\n$/,
    )
    assert.equal((await sumdb(home, 'restore')).code, 2)
  })
})

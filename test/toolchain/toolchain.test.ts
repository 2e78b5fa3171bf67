import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { after, before, suite, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { startForge, type Forge } from '../forge/forge.ts'
import { goImport } from '../forge/pages.ts'
import { must } from '../forge/run.ts'
import { isolated } from '../forge/isolation.ts'
import { goVia } from '../oracle/go.ts'
import { startHeadwater, type RunningHeadwater, type Settings } from '../oracle/headwater.ts'
import { ask } from '../serve/ask.ts'
import { madeToolchain, type MadeToolchain } from './made-toolchain.ts'
import { sumDatabase, type SumDatabase } from './sum-database.ts'

const module = 'golang.org/toolchain'

/** Zips in the data folder, once one that is not kept has had 5 s to go: the last byte may be sent before it does. */
async function zipsIn(server: RunningHeadwater, expected: number): Promise<string[]> {
  for (let attempt = 0; ; attempt++) {
    const names = await readdir(server.home.data, { recursive: true })
    const zips = names.filter((name) => name.endsWith('.zip'))
    if (zips.length === expected || attempt === 50) return zips
    await pause(100)
  }
}

suite('toolchains through headwater serve', { skip: process.platform === 'win32' }, () => {
  let forge: Forge
  let made: MadeToolchain
  let other: MadeToolchain
  let database: SumDatabase
  before(async () => {
    forge = await startForge()
    const env = isolated('/nonexistent', { GOCACHE: '/nonexistent' })
    const printed = await must('go', ['env', 'GOOS', 'GOARCH'], { cwd: '.', env })
    const [os = '', arch = ''] = printed.split('\n')
    made = await madeToolchain('go1.99.1', { os, arch })
    other = await madeToolchain('go1.99.1', { os, arch }, { remark: 'other' })
    database = await sumDatabase([
      { path: module, version: made.version, zip: made.zipSum, goMod: made.modSum },
    ])
    forge.pages.set(module, goImport(module, 'mod', 'https://go.dev/dl/mod'))
    serveAt('go.dev/dl/mod', made)
    serveAt('proxy.test', made)
    serveAt('liar.test', other)
  })
  after(async () => {
    await forge.close()
    await database[Symbol.asyncDispose]()
  })

  function serveAt(base: string, { version, files }: MadeToolchain): void {
    const list = `${version}\nv0.0.1-go1.98.0.plan9-arm\n`
    forge.pages.set(`${base}/${module}/@v/list`, { body: list })
    for (const [ending, body] of Object.entries(files))
      forge.pages.set(`${base}/${module}/@v/${version}.${ending}`, { body })
  }

  const goVersion = (server: RunningHeadwater) => {
    const env = { GOTOOLCHAIN: 'go1.99.1', GOSUMDB: database.gosumdb, GONOSUMDB: '' }
    return goVia(server.url, ['version'], { env })
  }

  const upstreams = ['direct', 'https://proxy.test']
  for (const upstream of upstreams) {
    for (const keep of [true, false]) {
      test(`go switches its toolchain when upstream is ${upstream} and toolchains.keep is ${keep}`, async () => {
        await using server = await startHeadwater(forge, {
          settings: { upstream, toolchains: { keep } },
        })
        forge.log.reset()
        const { code, stdout, stderr } = await goVersion(server)
        assert.match(stdout, /^go version go1\.99\.1 \S+ made$/m, stderr)
        assert.equal(code, 0, stderr)
        const again = await ask(server, `${module}/@v/${made.version}.zip`)
        assert.deepEqual(again.bytes, made.files.zip)
        const downloads = forge.log.entries.filter(({ url }) => url.endsWith('.zip'))
        assert.equal(downloads.length, keep ? 1 : 2)
        const expected = keep ? 1 : 0
        assert.equal((await zipsIn(server, expected)).length, expected)
      })
    }
  }

  test('list, .info and .mod of golang.org/toolchain are those of upstream', async () => {
    await using server = await startHeadwater(forge)
    const list = await ask(server, `${module}/@v/list`)
    assert.equal(list.text, `v0.0.1-go1.98.0.plan9-arm\n${made.version}\n`)
    for (const ending of ['info', 'mod'] as const) {
      const { bytes } = await ask(server, `${module}/@v/${made.version}.${ending}`)
      assert.deepEqual(bytes, made.files[ending])
    }
    const latest = await ask(server, `${module}/@latest`)
    assert.equal((JSON.parse(latest.text) as { Version: string }).Version, made.version)
  })

  test('go refuses what the checksum database does not know', async () => {
    await using server = await startHeadwater(forge, {
      settings: { upstream: 'https://liar.test' },
    })
    const { code, stderr } = await goVersion(server)
    assert.notEqual(code, 0)
    assert.match(stderr, /checksum mismatch/)
  })

  test('a toolchain that is not kept is held to the sums of the first time', async () => {
    const settings: Settings = { upstream: 'https://proxy.test', toolchains: { keep: false } }
    await using server = await startHeadwater(forge, { settings })
    const path = `${module}/@v/${made.version}.zip`
    assert.deepEqual((await ask(server, path)).bytes, made.files.zip)
    const key = `proxy.test/${path}`
    forge.pages.set(key, { body: other.files.zip })
    await assert.rejects(ask(server, path), { message: /terminated|fetch failed/ })
    forge.pages.set(key, { body: made.files.zip.subarray(0, -30) })
    await assert.rejects(ask(server, path), { message: /terminated|fetch failed/ })
    forge.pages.set(key, { status: 404 })
    assert.equal((await ask(server, path)).status, 404)
    forge.pages.set(key, { body: made.files.zip })
    assert.deepEqual((await ask(server, path)).bytes, made.files.zip)
    assert.deepEqual(await zipsIn(server, 0), [])
    const names = await readdir(server.home.data, { recursive: true })
    assert.deepEqual(
      names.filter((name) => /scratch\/.+/.test(name)),
      [],
    )
  })
})

import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { startForge, type Forge } from '../../test/forge/forge.ts'
import { goImport } from '../../test/forge/pages.ts'
import { repository } from '../../test/forge/repository.ts'
import { temporaryFolder, type TemporaryFolder } from '../../test/forge/temporary-folder.ts'
import { openTestGate, type TestGate } from '../../test/open-test-gate.ts'
import { webServer, type WebServer } from '../../test/web-server.ts'
import { parseGovcs } from '../gomod/govcs.ts'
import type { ProxyEntry } from './chain.ts'
import { openOrigins } from './open-origin.ts'
import type { Origins } from './origins.ts'

suite('openOrigins()', () => {
  let forge: Forge
  let proxy: WebServer
  let opened: TestGate
  let folder: TemporaryFolder
  before(async () => {
    forge = await startForge()
    await repository(forge, 'git.test/x', [
      { files: { 'go.mod': 'module corp.test/x\n' }, tags: ['v1.0.0'] },
    ])
    forge.pages.set('corp.test/x', goImport('corp.test/x', 'git', 'https://git.test/x'))
    forge.pages.set('corp.test/x/y', goImport('corp.test/x', 'git', 'https://git.test/x'))
    forge.pages.set('corp.test/bzr', goImport('corp.test/bzr', 'bzr', 'https://git.test/bzr'))
    proxy = await webServer((_, response) => {
      response.end('v9.0.0\n')
    })
    forge.pages.set('corp.test/mod', goImport('corp.test/mod', 'mod', 'https://proxy.test'))
    opened = openTestGate([
      ...forge.rewrites(),
      { from: 'https://proxy.test/', to: `${proxy.url}/` },
    ])
    folder = await temporaryFolder('origins')
  })
  after(async () => {
    await opened[Symbol.asyncDispose]()
    await proxy[Symbol.asyncDispose]()
    await forge.close()
    await folder[Symbol.asyncDispose]()
  })
  const origins = (
    upstream: readonly ProxyEntry[],
    privately: readonly string[] = [],
    govcs = '*:all',
  ): Origins =>
    openOrigins({
      gate: opened.gate,
      now: Date.now,
      upstream,
      private: privately,
      govcs: parseGovcs(govcs),
      insecure: [],
      gitFolder: folder.path,
      lock: async () => ({ [Symbol.asyncDispose]: async () => {} }),
      tryLock: async () => ({ [Symbol.asyncDispose]: async () => {} }),
      freshness: { list: 60_000, notFound: 60_000 },
      strictFor: 1000,
      maxRepositoryBytes: 1e8,
      maxGitBytes: 1e9,
      maxPageBytes: 1e6,
    })
  const through: ProxyEntry = { source: 'https://proxy.test', fallBackOn: 'not-found' }
  const off: ProxyEntry = { source: 'off', fallBackOn: 'not-found' }

  test('asks the proxy for what is public', async () => {
    assert.deepEqual(await origins([through]).source('corp.test/x').versions(), ['v9.0.0'])
  })

  test('asks the repository itself when it is told to', async () => {
    proxy.asked.length = 0
    assert.deepEqual(await origins([through]).direct('corp.test/x').versions(), ['v1.0.0'])
    assert.deepEqual(proxy.asked, [])
  })

  for (const pattern of ['corp.test', 'corp.test/*', '*.test', 'other,corp.test/x']) {
    test(`never tells the proxy of what ${pattern} covers`, async () => {
      proxy.asked.length = 0
      const source = origins([through], [pattern]).source('corp.test/x')
      assert.deepEqual(await source.versions(), ['v1.0.0'])
      assert.equal((await source.query('main')).Version, 'v1.0.0')
      await assert.rejects(source.find('v9.0.0'), { code: 'not-found' })
      const none = origins([through], [pattern]).source('corp.test/x/none')
      await assert.rejects(none.versions(), { code: 'not-found' })
      assert.deepEqual(proxy.asked, [])
    })
  }

  test('asks nobody when it is off', async () => {
    forge.log.reset()
    const source = origins([off]).source('corp.test/x')
    await assert.rejects(source.versions(), { message: /switched off/ })
    assert.deepEqual(forge.log.entries, [])
  })

  test('asks the proxy that an import page names', async () => {
    const direct: ProxyEntry = { source: 'direct', fallBackOn: 'not-found' }
    assert.deepEqual(await origins([direct]).source('corp.test/mod').versions(), ['v9.0.0'])
  })

  test('asks anew, once for all modules that rest on it, what was asked before', async () => {
    const all = origins([through])
    assert.equal((await all.locate('corp.test/x')).url, 'https://git.test/x')
    assert.deepEqual(await all.direct('corp.test/x').versions(), ['v1.0.0'])
    forge.log.reset()
    const fresh = all.afresh()
    const asked = () => forge.log.entries.map(({ url }) => url.split('/')[1])
    await assert.rejects(fresh.direct('corp.test/x').find('v1.0.1'), { code: 'not-found' })
    await assert.rejects(fresh.direct('corp.test/x').find('v1.0.2'), { code: 'not-found' })
    assert.equal((await fresh.locate('corp.test/x')).url, 'https://git.test/x')
    assert.deepEqual(asked(), ['corp.test', 'git.test'])
    assert.deepEqual(await all.afresh().direct('corp.test/x').versions(), ['v1.0.0'])
    assert.deepEqual(asked(), ['corp.test', 'git.test', 'corp.test', 'git.test'])
  })

  const rules: [govcs: string, privately: string[], path: string, allowed: boolean][] = [
    ['public:git', [], 'corp.test/x', true],
    ['public:hg,private:git', [], 'corp.test/x', false],
    ['public:hg,private:git', ['corp.test/*'], 'corp.test/x', true],
    ['corp.test/x/y:off,*:git', [], 'corp.test/x/y', true], // the prefix of the tag counts, as in Go
    ['corp.test/x:off,*:git', [], 'corp.test/x/y', false],
    ['*:off', [], 'git.test/x.git', false],
    ['git.test/x.git:git', [], 'git.test/x.git', true],
    ['*:off', [], 'corp.test/mod', true],
  ]
  for (const [govcs, privately, path, allowed] of rules) {
    const what = allowed ? 'reads' : 'refuses'
    test(`${what} ${path} when govcs is ${govcs} and private ${privately.join()}`, async () => {
      forge.log.reset()
      const source = origins([off], privately, govcs).direct(path)
      if (allowed) {
        await source.versions()
        return
      }
      await assert.rejects(source.versions(), { code: 'refused', message: /do not allow git/ })
      assert.ok(forge.log.entries.every(({ url }) => !url.startsWith('/git.test/')))
    })
  }

  test('asks for the refs once when it looks for the scheme and then reads', async () => {
    forge.log.reset()
    const all = origins([off])
    assert.deepEqual(await all.direct('git.test/x.git').versions(), ['v1.0.0'])
    assert.equal((await all.locate('git.test/x.git')).url, 'https://git.test/x')
    assert.deepEqual(
      forge.log.entries.map(({ url }) => url),
      ['/git.test/x/git-upload-pack'],
    )
  })

  test('does not say that a repository is not there when it may be for ssh only', async () => {
    const source = origins([off]).direct('git.test/none.git')
    await assert.rejects(source.versions(), {
      code: 'auth-required',
      message: /https:\/\/git.test\/none/,
    })
  })

  test('says what it cannot read', async () => {
    await assert.rejects(origins([through]).direct('corp.test/bzr').versions(), {
      code: 'unsupported',
      message: /kept in bzr/,
    })
  })
})

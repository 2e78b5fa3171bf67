import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { startForge, type Forge } from '../forge/forge.ts'
import { goImport } from '../forge/pages.ts'
import { repository } from '../forge/repository.ts'
import { plantVectors, vectors } from '../forge/vectors.ts'
import { goDirect, goVia, type Go } from './go.ts'

suite('goDirect()', () => {
  let forge: Forge
  let go: Go
  before(async () => {
    forge = await startForge()
    go = await goDirect(forge)
    await plantVectors(forge)
  })
  after(async () => {
    await go[Symbol.asyncDispose]()
    await forge.close()
  })

  for (const { module, sum, goModSum, error } of vectors) {
    test(`modDownload() gives the published sums when asked for ${module}`, async () => {
      const found = await go.modDownload(module)
      if (error !== undefined) assert.match(found.Error ?? '', error)
      else assert.equal(found.Error, undefined)
      assert.equal(found.Sum, sum)
      if (goModSum !== undefined) assert.equal(found.GoModSum, goModSum)
    })
  }

  test('modDownload() gives info, go.mod and origin when the module exists', async () => {
    const made = await repository(forge, 'github.com/acme/full', [
      { files: { 'go.mod': 'module github.com/acme/full\n' }, tags: ['v1.0.0', 'v1.1.0'] },
    ])
    const found = await go.modDownload('github.com/acme/full@v1.1.0')
    assert.equal(found.GoMod, 'module github.com/acme/full\n')
    assert.equal(found.Info?.Time, '2020-01-02T03:04:05Z')
    assert.deepEqual(found.Origin, {
      VCS: 'git',
      URL: 'https://github.com/acme/full',
      Hash: made.commits[0],
      Ref: 'refs/tags/v1.1.0',
    })
    assert.deepEqual(await go.listVersions('github.com/acme/full'), ['v1.0.0', 'v1.1.0'])
    assert.equal((await go.query('github.com/acme/full@main')).Version, 'v1.1.0')
    assert.match((await go.query('github.com/acme/full@nope')).Error?.Err ?? '', /unknown revision/)
  })

  test('modDownload() follows the go-import page of any host when that leads to the forge', async () => {
    await repository(forge, 'git.vanity.test/lib', [
      { files: { 'go.mod': 'module vanity.test/lib\n' }, tags: ['v1.0.0'] },
    ])
    const page = goImport('vanity.test/lib', 'git', 'https://git.vanity.test/lib')
    forge.pages.set('vanity.test/lib', page)
    forge.log.reset()
    const found = await go.modDownload('vanity.test/lib@v1.0.0')
    assert.equal(found.Error, undefined)
    assert.equal(found.Origin?.URL, 'https://git.vanity.test/lib')
    assert.deepEqual(
      forge.log.of('vanity.test').map(({ url }) => url),
      ['/vanity.test/lib?go-get=1'],
    )
  })

  test('modDownload() finds a renamed repository when the forge redirects', async () => {
    const made = await repository(forge, 'github.com/acme/old', [
      { files: { 'go.mod': 'module github.com/acme/old\n' }, tags: ['v1.0.0'] },
    ])
    await made.rename('github.com/acme/new', { redirect: true })
    const found = await go.modDownload('github.com/acme/old@v1.0.0')
    assert.equal(found.Error, undefined)
    assert.equal(found.Origin?.Hash, made.commits[0])
  })
})

test('goVia() returns what go made of the module when GOPROXY answers', async () => {
  await using forge = await startForge()
  const base = 'proxy.test/example.com/m/@v/v1.0.0'
  forge.pages.set(`${base}.mod`, { body: 'module example.com/m\n' })
  forge.pages.set(`${base}.info`, { body: '{"Version":"v1.0.0"}' })
  const files = { 'go.mod': 'module scratch.example/m\n\nrequire example.com/m v1.0.0\n' }
  const outcome = await goVia(forge.urlOf('proxy.test'), ['list', '-m', 'all'], { files })
  assert.deepEqual([outcome.code, outcome.stdout], [0, 'scratch.example/m\nexample.com/m v1.0.0\n'])
  assert.match(outcome.goSum, /^example\.com\/m v1\.0\.0\/go\.mod h1:/)
})

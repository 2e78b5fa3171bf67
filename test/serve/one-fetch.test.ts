import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { startForge, type Forge } from '../forge/forge.ts'
import { goImport } from '../forge/pages.ts'
import { repository } from '../forge/repository.ts'
import { goProxied } from '../oracle/go.ts'
import { startHeadwater, type RunningHeadwater } from '../oracle/headwater.ts'
import { askAll, filesOf } from './ask.ts'
import { releases } from './releases.ts'

/** Two hundred paths, the given ones in turn. */
function many(paths: readonly string[]): string[] {
  return Array.from({ length: 200 }, (_, index) => paths[index % paths.length] ?? '')
}

suite('headwater serve, asked by many for one cold version,', () => {
  const names = ['files', 'zip', 'go', 'none'] as const
  const opened = new AsyncDisposableStack()
  let forge: Forge
  let server: RunningHeadwater
  before(async () => {
    forge = opened.use(await startForge())
    for (const name of names) {
      const module = `vanity.test/${name}`
      await repository(forge, `git.vanity.test/${name}`, releases(module, 'v1.0.0'))
      forge.pages.set(module, goImport(module, 'git', `https://git.vanity.test/${name}`))
    }
    server = opened.use(await startHeadwater(forge))
  })
  after(() => opened.disposeAsync())

  /** How often a module's page was asked for, and its repository for refs or objects. */
  const asked = (name: string) =>
    [`vanity.test/${name}`, `git.vanity.test/${name}`].map((place) => forge.log.of(place).length)
  /** One page; one list of refs and one pack. */
  const once = [1, 2]

  test('asks upstream once when 200 want .info, .mod or .zip', async () => {
    const answers = await askAll(server, many(filesOf('vanity.test/files', 'v1.0.0')))
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]))
    assert.equal(new Set(answers.map(({ bytes }) => bytes.toString('hex'))).size, 3)
    assert.deepEqual(asked('files'), once)
  })

  test('asks upstream once when 200 want the zip', async () => {
    const answers = await askAll(server, many(['vanity.test/zip/@v/v1.0.0.zip']))
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]))
    assert.equal(new Set(answers.map(({ bytes }) => bytes.toString('hex'))).size, 1)
    assert.deepEqual(asked('zip'), once)
  })

  test('asks upstream once when several go commands download it', async () => {
    const downloads = Array.from({ length: 8 }, async () => {
      await using go = await goProxied(server.url)
      return await go.modDownload('vanity.test/go@v1.0.0')
    })
    const sums = (await Promise.all(downloads)).map(({ Sum, Error }) => Error ?? Sum)
    assert.equal(new Set(sums).size, 1)
    assert.match(sums[0] ?? '', /^h1:/)
    assert.deepEqual(asked('go'), once)
  })

  test('asks for the refs no more than twice when 200 want what is not there', async () => {
    const answers = await askAll(server, many(filesOf('vanity.test/none', 'v1.9.0')))
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([404]))
    const [pages, requests = 0] = asked('none')
    assert.equal(pages, 1)
    assert.ok(requests <= 2, `${requests} requests`)
  })
})

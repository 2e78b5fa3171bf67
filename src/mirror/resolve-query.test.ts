import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { Failure } from '../failure.ts'
import type { Mirror } from './mirror.ts'
import { resolveQuery } from './resolve-query.ts'

const versions = [
  'v0.9.0',
  'v1.0.0',
  'v1.1.0-rc1',
  'v1.2.0-rc1',
  'v1.2.0',
  'v1.2.1',
  'v1.10.0',
  'v1.10.1',
]
const later = ['v1.11.0-rc1', 'v1.11.0-rc2', 'v2.0.0+incompatible', 'v2.1.0-rc1+incompatible']

const changing = (body: string) => ({ body, askedAt: 0, freshFor: 0 })

suite('resolveQuery()', () => {
  const asked: string[] = []
  const goMod = 'module git.test/x\n\nretract [v1.10.1, v1.99.0]\n'
  const mirror: Pick<Mirror, 'list' | 'latest' | 'query' | 'mod'> = {
    mod: async () => ({ bytes: Buffer.from(goMod), sha256: '' }),
    list: async () => changing([...versions, ...later, ''].join('\n')),
    latest: async () => changing('{"Version":"latest"}'),
    query: async (_, revision) => {
      asked.push(revision)
      return changing(`{"Version":"the ${revision}"}`)
    },
  }
  const resolve = async (query: string, path = 'git.test/x') => {
    asked.length = 0
    return (await resolveQuery(mirror as Mirror, path, query)).Version
  }

  const table = [
    ['', 'latest'],
    ['latest', 'latest'],
    ['v1.2.0', 'v1.2.0'],
    ['v7.0.0-x', 'the v7.0.0-x'],
    ['v1.2.0+meta', 'the v1.2.0+meta'],
    ['v2.0.0', 'the v2.0.0'],
    ['v2.0.0+incompatible', 'v2.0.0+incompatible'],
    ['v1', 'v1.10.0'],
    ['v0', 'v0.9.0'],
    ['v1.2', 'v1.2.1'],
    ['v1.11', undefined],
    ['v2', 'v2.0.0+incompatible'],
    ['v2.1', undefined],
    ['v3', undefined],
    ['<v1.2.0', 'v1.0.0'],
    ['<v1.2', 'v1.0.0'],
    ['<=v1.2.0', 'v1.2.0'],
    ['>v1.2.0', 'v1.2.1'],
    ['>=v1.2.0', 'v1.2.0'],
    ['>=v1.3', 'v1.10.0'],
    ['>v1.10.0', 'v2.0.0+incompatible'],
    ['<v0.9.0', undefined],
    ['<v1.1.0', 'v1.0.0'],
    ['>v2.0.0', 'v2.1.0-rc1+incompatible'],
    ['>v9.0.0', undefined],
    ['main', 'the main'],
    ['0123456', 'the 0123456'],
    ['v1.x', 'the v1.x'],
    ['v01', 'the v01'],
  ] as const
  for (const [query, version] of table) {
    if (version !== undefined) {
      test(`gives ${version} for "${query}"`, async () =>
        assert.equal(await resolve(query), version))
    } else {
      test(`finds nothing for "${query}", and asks for no such branch`, async () => {
        await assert.rejects(resolve(query), { code: 'not-found', message: /git\.test\/x matches/ })
        assert.deepEqual(asked, [])
      })
    }
  }

  test('takes a version of the major that the path has as it is', async () => {
    assert.equal(await resolve('v2.0.0', 'git.test/x/v2'), 'v2.0.0')
    assert.equal(await resolve('v2.0.0', 'gopkg.in/x.v2'), 'v2.0.0')
    assert.equal(await resolve('v1.0.0', 'git.test/x/v2'), 'the v1.0.0')
  })

  for (const query of ['<', '<=', '>main', '<=v1.2', '>v1', '<<v1.0.0', '>= v1.0.0']) {
    test(`refuses "${query}"`, async () => {
      await assert.rejects(resolve(query), { code: 'invalid', message: /"[<>]/ })
    })
  }

  test('takes the version without build metadata where upstream has none with it', async () => {
    const missing = new Failure('not-found', 'Unknown revision', { at: 'ref' })
    const known = async (_: string, revision: string) => {
      if (revision !== 'v1.2.0') throw missing
      return changing('{"Version":"v1.2.0"}')
    }
    const found = { ...mirror, query: known } as unknown as Mirror
    assert.equal((await resolveQuery(found, 'git.test/x', 'v1.2.0+meta')).Version, 'v1.2.0')
    await assert.rejects(resolveQuery(found, 'git.test/x', 'v1.3.0+meta'), missing)
  })

  test('does not select the default branch when its own go.mod retracts it', async () => {
    const head = 'v0.0.0-20200102030405-0123456789ab'
    const untagged = (retracted: string) => ({
      ...mirror,
      list: async () => changing(''),
      latest: async () => changing(`{"Version":"${head}"}`),
      mod: async (_: string, version: string) => {
        assert.equal(version, head)
        return { bytes: Buffer.from(`module git.test/x\nretract ${retracted}\n`), sha256: '' }
      },
    })
    const resolveHead = (retracted: string) =>
      resolveQuery(untagged(retracted) as unknown as Mirror, 'git.test/x', 'latest')
    assert.equal((await resolveHead('v1.0.0')).Version, head)
    await assert.rejects(resolveHead('[v0.0.0-0, v1.0.0]'), {
      code: 'not-found',
      message: /retracts/,
    })
  })
})

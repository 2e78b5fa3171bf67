import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { Failure, type FailureCode } from '../failure.ts'
import { chainedSource, type ProxyEntry } from './chain.ts'
import type { ModuleSource } from './module-source.ts'

/** `a,b|c` as entries. */
const entriesOf = (list: string): ProxyEntry[] =>
  [...list.matchAll(/([a-z]+)([,|]?)/g)].map(([, source = '', sign]) => ({
    source,
    fallBackOn: sign === '|' ? 'any-failure' : 'not-found',
  }))

suite('chainedSource()', () => {
  /** What each source says: a version, a failure code, or `bug`; which were asked, and what came out. */
  const table: readonly (readonly [string, Record<string, string>, string, string])[] = [
    ['a,b', { a: 'v1.0.0', b: 'v2.0.0' }, 'a', 'v1.0.0'],
    ['a,b', { a: 'not-found', b: 'v2.0.0' }, 'a b', 'v2.0.0'],
    ['a,b', { a: 'unreachable', b: 'v2.0.0' }, 'a', 'unreachable of a'],
    ['a,b', { a: 'refused', b: 'v2.0.0' }, 'a', 'refused of a'],
    ['a,b', { a: 'unusable', b: 'v2.0.0' }, 'a', 'unusable of a'],
    ['a|b', { a: 'unreachable', b: 'v2.0.0' }, 'a b', 'v2.0.0'],
    ['a|b', { a: 'bug', b: 'v2.0.0' }, 'a b', 'v2.0.0'],
    ['a,b', { a: 'not-found', b: 'not-found' }, 'a b', 'not-found of b'],
    ['a|b', { a: 'unreachable', b: 'not-found' }, 'a b', 'unreachable of a'],
    ['a|b', { a: 'not-found', b: 'throttled' }, 'a b', 'throttled of b'],
    ['a|b', { a: 'throttled', b: 'unreachable' }, 'a b', 'unreachable of b'],
    ['a|direct', { a: 'unreachable', direct: 'not-found' }, 'a direct', 'not-found of direct'],
    ['direct|b', { direct: 'unusable', b: 'unreachable' }, 'direct b', 'unusable of direct'],
    ['direct|b', { direct: 'not-found', b: 'v1.0.0' }, 'direct b', 'v1.0.0'],
    ['a,b|c', { a: 'not-found', b: 'unreachable', c: 'v3.0.0' }, 'a b c', 'v3.0.0'],
    ['a,b,c', { a: 'not-found', b: 'unreachable', c: 'v3.0.0' }, 'a b', 'unreachable of b'],
    ['off', { off: 'not-held' }, 'off', 'not-held of off'],
    ['a,off', { a: 'not-found', off: 'not-held' }, 'a off', 'not-held of off'],
    ['off,b', { off: 'not-held', b: 'v1.0.0' }, 'off', 'not-held of off'],
  ]
  for (const [list, says, asked, expected] of table) {
    test(`asks ${asked} and gives ${expected} when ${list} say ${JSON.stringify(says)}`, async () => {
      const opened: string[] = []
      const source = chainedSource(entriesOf(list), (name): ModuleSource => {
        opened.push(name)
        const word = says[name] ?? ''
        const answer = async () => {
          if (word === 'bug') throw new TypeError(`bug of ${name}`)
          if (word.startsWith('v')) return word
          throw new Failure(word as FailureCode, `${word} of ${name}`)
        }
        const info = async () => ({ Version: await answer(), Time: '' })
        return {
          versions: async () => [await answer()],
          latest: info,
          query: info,
          find: async () => ({
            info: await info(),
            goMod: Buffer.alloc(0),
            cut: () => Promise.reject(new Error('none')),
          }),
        }
      })
      const asks: (() => Promise<string | undefined>)[] = [
        async () => (await source.versions())[0],
        async () => (await source.latest()).Version,
        async () => (await source.query('x')).Version,
        async () => (await source.find('v1.0.0')).info.Version,
      ]
      for (const ask of asks) {
        opened.length = 0
        assert.equal(await ask().catch((error: Error) => error.message), expected)
        assert.equal(opened.join(' '), asked)
      }
    })
  }

  test('says so when nobody is there to be asked', async () => {
    const source = chainedSource([], () => assert.fail())
    await assert.rejects(source.versions(), { code: 'refused' })
  })
})

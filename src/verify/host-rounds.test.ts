import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { hostRounds } from './host-rounds.ts'

/** Rounds that number what they begin, and what those who wait were given so far. */
function openRounds(expected: readonly string[]) {
  let begun = 0
  const given: string[] = []
  const rounds = hostRounds(expected, () => ++begun)
  return {
    given,
    end: (name: string, host: string, asked?: string) => {
      if (asked !== undefined) {
        void rounds.wait(host, asked).then((n) => given.push(`${name} ${n}`))
      }
      rounds.leave(host)
      return new Promise((resume) => setImmediate(resume))
    },
  }
}

suite('hostRounds()', () => {
  test('begins once for all of a host, when the last of them was looked at', async () => {
    const { given, end } = openRounds(['a.test', 'a.test', 'a.test', 'slow.test'])
    await end('1', 'a.test', 'a.test')
    await end('2', 'a.test', 'a.test')
    assert.deepEqual(given, [])
    await end('3', 'a.test')
    assert.deepEqual(given, ['1 1', '2 1'])
  })

  test('lets one that was found elsewhere wait for both hosts', async () => {
    const { given, end } = openRounds(['a.test', 'vanity.test', 'vanity.test'])
    await end('found', 'vanity.test', 'a.test')
    await end('known', 'a.test', 'a.test')
    assert.deepEqual(given, ['known 1'])
    await end('other', 'vanity.test')
    assert.deepEqual(given, ['known 1', 'found 2'])
  })

  test('keeps those waiting who were found at a host that is not over', async () => {
    const { given, end } = openRounds(['a.test', 'vanity.test'])
    await end('found', 'vanity.test', 'a.test')
    assert.deepEqual(given, [])
    await end('known', 'a.test', 'a.test')
    assert.deepEqual(new Set(given), new Set(['found 1', 'known 2']))
  })

  test('does not wait at a host where nobody was expected', async () => {
    const { given, end } = openRounds(['vanity.test'])
    await end('found', 'vanity.test', 'nobody.test')
    assert.deepEqual(given, ['found 1'])
  })
})

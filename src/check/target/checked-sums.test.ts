import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { Failure } from '../../failure.ts'
import { checkedSums } from './checked-sums.ts'

const hash = `h1:${'A'.repeat(43)}=`

const table: [sum: string, isGood: boolean][] = [
  [hash, true],
  ['h2:anything', true],
  ['h1:zzz=', false],
  ['h1:', false],
  [`h1:${'A'.repeat(44)}`, false],
  [`h1:${'A'.repeat(42)}B=`, false],
  [`h1:${'-'.repeat(43)}=`, false],
  [hash.slice(0, -1), false],
  ['zzz', false],
  ['h2:', false],
]

suite('checkedSums()', () => {
  for (const [sum, isGood] of table) {
    test(`checkedSums() ${isGood ? 'takes' : 'refuses'} a line when its hash is ${sum}`, () => {
      const text = `a.test/x v1.0.0 ${hash}\na.test/y v1.0.0 ${sum}\n`
      if (isGood) {
        assert.equal(checkedSums('go.sum', text).lines.length, 2)
        return
      }
      assert.throws(
        () => checkedSums('go.sum', text),
        (error) =>
          Failure.is(error, 'invalid') &&
          error.message === `Cannot check a broken go.sum\ngo.sum:2: "${sum}" is not a hash`,
      )
    })
  }
})

test('checkedSums() tells problems in the order of lines, and ten at most', () => {
  const text = `a.test/x v1.0.0 zzz\na.test/x v1.0.0\n${'a.test/y v1.0.0 zzz\n'.repeat(20)}`
  assert.throws(
    () => checkedSums('go.sum', text),
    (error) => {
      assert.ok(error instanceof Error)
      const [, first = '', second = '', ...more] = error.message.split('\n')
      assert.match(first, /^go\.sum:1: "zzz" is not a hash$/)
      assert.match(second, /^go\.sum:2: /)
      assert.equal(more.length, 8)
      return true
    },
  )
})

test('checkedSums() notes how many hashes of unknown algorithms it passes over', () => {
  const text = `a.test/x v1.0.0 ${hash}\na.test/x v1.0.0 h2:a\na.test/y v1.0.0 h2:b\na.test/y v1.0.0 h3:c\n`
  assert.deepEqual(checkedSums('go.sum', text).notes, [
    'go.sum: 2 hashes of the unknown algorithm "h2" ignored',
    'go.sum: 1 hash of the unknown algorithm "h3" ignored',
  ])
})

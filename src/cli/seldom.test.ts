import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seldom } from './seldom.ts'

void test('seldom() has the same told once a minute, and another at once', () => {
  let time = 0
  const isTold = seldom(() => time)
  for (const [at, text, told] of [
    [0, 'one', true],
    [59_999, 'one', false],
    [60_000, 'one', true],
    [60_001, 'other', true],
    [60_002, 'one', true],
    [-1, 'one', true],
  ] as const) {
    time = at
    assert.equal(isTold(text), told, String(at))
  }
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seldom } from './seldom.ts'

void test('seldom() tells the same once a minute, and something else at once', () => {
  const told: string[] = []
  let time = 0
  const tell = seldom(
    (text) => told.push(text),
    () => time,
  )
  for (const [at, text] of [
    [0, 'a'],
    [59_999, 'a'],
    [60_000, 'a'],
    [60_001, 'b'],
    [60_002, 'a'],
    [0, 'a'],
  ] as const) {
    time = at
    tell(text)
  }
  assert.deepEqual(told, ['a', 'a', 'b', 'a', 'a'])
})

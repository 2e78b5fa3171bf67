import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure } from '../failure.ts'
import { retrySeconds } from './status.ts'

test('retrySeconds() is what the failure says, in whole seconds from one to a day', () => {
  for (const [retryAfter, seconds] of [
    [7.2, '8'],
    [0, '1'],
    [1e9, '86400'],
  ] as const) {
    assert.equal(retrySeconds(new Failure('throttled', 'Too much', { retryAfter })), seconds)
  }
})

test('retrySeconds() is what is usual where the failure says nothing, and nothing where time alone mends nothing', () => {
  assert.equal(retrySeconds(new Failure('throttled', 'Too much')), '60')
  assert.equal(retrySeconds(new Failure('invalid', 'Wrong', { retryAfter: 7 })), undefined)
})

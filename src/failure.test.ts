import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure, valid } from './failure.ts'
import { InvalidError, invalidity } from './gomod/invalid-error.ts'

const broken = new InvalidError('Invalid x')
const bug = new TypeError('a bug')

const saying = (why: string) => `Cannot use it: ${why}`

function throwing(error: Error): () => never {
  return () => {
    throw error
  }
}

test('valid() gives what there is, and makes of what is invalid a Failure that people read', () => {
  assert.equal(
    valid(() => 1),
    1,
  )
  assert.throws(
    () => valid(throwing(broken)),
    (error) =>
      Failure.is(error, 'invalid') && error.message === 'Invalid x' && error.cause === broken,
  )
  assert.throws(() => valid(throwing(broken), saying), /^Failure: Cannot use it: Invalid x$/)
  assert.throws(() => valid(throwing(bug)), bug)
})

test('invalidity() says what is invalid, and throws what is a bug', () => {
  assert.equal(
    invalidity(() => 1),
    undefined,
  )
  assert.equal(invalidity(throwing(broken)), 'Invalid x')
  assert.throws(() => invalidity(throwing(bug)), bug)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { within } from './within.ts'

const never = new Promise<string>(() => {})

/** Timers that keep the program alive. */
const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length

test('within() gives what comes in time, or throws it', async () => {
  assert.equal(await within(60_000, Promise.resolve('here')), 'here')
  const broken = new Error('broken')
  await assert.rejects(within(60_000, Promise.reject(broken)), broken)
})

test('within() gives nothing when it is late, and minds no failure after that', async () => {
  assert.equal(await within(1, never), undefined)
  const coming = Promise.withResolvers<string>()
  assert.equal(await within(1, coming.promise), undefined)
  coming.reject(new Error('too late'))
  await new Promise(setImmediate)
})

test('within() keeps the program alive, unless it is not to, and no longer than it waits', async () => {
  const before = timers()
  const coming = Promise.withResolvers<string>()
  const waiting = [within(60_000, coming.promise), within(60_000, coming.promise, { ref: false })]
  assert.equal(timers() - before, 1)
  coming.resolve('here')
  await Promise.all(waiting)
  assert.equal(timers(), before)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { arrival } from './arrival.ts'

test('beyond() tells how much has come when that is more than was read', async () => {
  const coming = arrival()
  coming.grow(10)
  assert.equal(await coming.beyond(0), 10)
  assert.equal(await coming.beyond(9), 10)
  const waiting = [coming.beyond(10), coming.beyond(12)]
  coming.grow(12)
  assert.equal(await waiting[0], 12)
  coming.grow(5)
  coming.grow(20)
  assert.equal(await waiting[1], 20)
})

test('beyond() rejects when nothing more comes, but gives what has come', async () => {
  const coming = arrival()
  coming.grow(3)
  const waiting = coming.beyond(3)
  coming.fail(new Error('gone'))
  await assert.rejects(waiting, /gone/)
  await assert.rejects(coming.beyond(7), /gone/)
  assert.equal(await coming.beyond(2), 3)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure } from '../../failure.ts'
import { stoppable } from './stoppable.ts'

test('unlessStopped() gives what the work gives, and throws what it throws, when nobody stops it', async () => {
  const { unlessStopped, settled } = stoppable(new AbortController().signal)
  assert.equal(await unlessStopped(async () => 1), 1)
  await assert.rejects(
    unlessStopped(() => Promise.reject(new Failure('unreachable', 'x'))),
    { code: 'unreachable' },
  )
  assert.deepEqual(await settled(), [])
})

test('unlessStopped() waits no longer when it is stopped, and settled() waits for the work', async () => {
  const stop = new AbortController()
  const { unlessStopped, settled } = stoppable(stop.signal)
  const work = Promise.withResolvers<void>()
  const waiting = assert.rejects(
    unlessStopped(() => work.promise),
    { code: 'stopped' },
  )
  stop.abort()
  await waiting
  let isSettled = false
  const end = settled().then(() => (isSettled = true))
  await Promise.resolve()
  assert.equal(isSettled, false)
  work.reject(new Error('too late'))
  await end
})

test('orNothing() gives undefined when it is stopped, and throws whatever else there is', async () => {
  const stop = new AbortController()
  const { orNothing } = stoppable(stop.signal)
  assert.equal(await orNothing(async () => 1), 1)
  await assert.rejects(
    orNothing(() => Promise.reject(new Failure('unreachable', 'x'))),
    { code: 'unreachable' },
  )
  const waiting = orNothing(() => new Promise(() => {}))
  stop.abort()
  assert.equal(await waiting, undefined)
})

test('unlessStopped() begins nothing when it is too late', async () => {
  const { unlessStopped } = stoppable(AbortSignal.abort())
  await assert.rejects(
    unlessStopped(() => assert.fail('begun')),
    { code: 'stopped' },
  )
})

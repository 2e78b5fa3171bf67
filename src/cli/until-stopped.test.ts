import assert from 'node:assert/strict'
import { test } from 'node:test'
import { untilStopped } from './until-stopped.ts'

const nothing = async () => undefined

test('untilStopped() gives what the work gives, and throws what it throws', async () => {
  const { signal } = new AbortController()
  assert.equal(await untilStopped(signal, async () => 1, assert.fail), 1)
  const broken = new Error('broken')
  await assert.rejects(
    untilStopped(signal, () => Promise.reject(broken), assert.fail),
    broken,
  )
})

test('untilStopped() begins nothing when it is stopped already', async () => {
  const reason = new Error('enough')
  await assert.rejects(untilStopped(AbortSignal.abort(reason), assert.fail, assert.fail), reason)
})

test('untilStopped() cuts the work off, waits until it has cleaned up, and throws the reason', async () => {
  const reason = new Error('enough')
  for (const ending of ['resolves', 'rejects'] as const) {
    const stopper = new AbortController()
    const work = Promise.withResolvers<string>()
    const steps: string[] = []
    const asked = untilStopped(
      stopper.signal,
      () => work.promise.finally(() => steps.push('cleaned up')),
      async () => {
        steps.push('cut')
        setImmediate(() => (ending === 'resolves' ? work.resolve('late') : work.reject(reason)))
      },
    )
    stopper.abort(reason)
    await assert.rejects(asked, reason)
    assert.deepEqual(steps, ['cut', 'cleaned up'])
  }
})

test('untilStopped() does not wait for ever', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const stopper = new AbortController()
  const asked = untilStopped(stopper.signal, () => new Promise(() => {}), nothing)
  stopper.abort(new Error('enough'))
  const refused = assert.rejects(asked, /enough/)
  await new Promise(setImmediate)
  t.mock.timers.tick(5000)
  await refused
})

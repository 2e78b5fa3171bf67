import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { Failure } from '../../failure.ts'
import { groupCommit } from './group-commit.ts'

/** Work that goes on when it is told to. */
function steps() {
  const batches: (readonly number[])[] = []
  const gates: PromiseWithResolvers<void>[] = []
  const work = async (items: readonly number[]) => {
    batches.push(items)
    const gate = Promise.withResolvers<void>()
    gates.push(gate)
    await gate.promise
    return items.map((item) => (item < 0 ? new Failure('mismatch', `not ${item}`) : item * 10))
  }
  return { batches, gates, work }
}

void test('all that come while a batch is worked on go together, in their order, up to the bound', async () => {
  const { batches, gates, work } = steps()
  const group = groupCommit(work, { batch: 3, waiting: 100 }, 'work')
  const all = Promise.all([0, 1, 2, 3, 4].map((item) => group.add(item)))
  assert.deepEqual(batches, [[0]])
  for (let i = 0; i < 3; i++) {
    gates[i]?.resolve()
    await setImmediate()
  }
  assert.deepEqual(batches, [[0], [1, 2, 3], [4]])
  assert.deepEqual(await all, [0, 10, 20, 30, 40])
})

void test('the failure of one is its own, the failure of the work that of its batch only', async () => {
  const { gates, work } = steps()
  const group = groupCommit(work, { batch: 2, waiting: 100 }, 'work')
  const results = Promise.allSettled([1, -2, 3, 4].map((item) => group.add(item)))
  gates[0]?.resolve()
  await setImmediate()
  gates[1]?.resolve()
  await setImmediate()
  gates[2]?.reject(new Error('broken'))
  const told = (await results).map((one) =>
    one.status === 'fulfilled' ? one.value : (one.reason as Error).message,
  )
  assert.deepEqual(told, [10, 'not -2', 30, 'broken'])
  const again = group.add(5)
  gates[3]?.resolve()
  assert.equal(await again, 50)
})

void test('one too many is refused at once, with a time to come again', async () => {
  const { gates, work } = steps()
  const group = groupCommit(work, { batch: 9, waiting: 2 }, 'work')
  const all = Promise.all([0, 1, 2].map((item) => group.add(item)))
  await assert.rejects(group.add(3), { code: 'throttled', details: { retryAfter: 2 } })
  gates[0]?.resolve()
  await setImmediate()
  gates[1]?.resolve()
  assert.deepEqual(await all, [0, 10, 20])
})

void test('stop() refuses what comes, and waits for what was taken', async () => {
  const { gates, work } = steps()
  const group = groupCommit(work, { batch: 9, waiting: 9 }, 'work')
  const first = group.add(1)
  const second = group.add(2)
  let stopped = false
  const stopping = group.stop().then(() => (stopped = true))
  await assert.rejects(group.add(3), { code: 'stopped' })
  gates[0]?.resolve()
  await setImmediate()
  assert.equal(stopped, false)
  gates[1]?.resolve()
  assert.deepEqual(await Promise.all([first, second]), [10, 20])
  await stopping
})

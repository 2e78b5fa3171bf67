import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { atMost } from './at-most.ts'

const turn = () => new Promise(setImmediate)

suite('atMost()', () => {
  test('runs so many at a time, in the order they came, whether they fail or not', async () => {
    const limited = atMost(2)
    const begun: number[] = []
    const gates = Array.from({ length: 5 }, () => Promise.withResolvers<void>())
    const all = gates.map(({ promise }, index) =>
      limited(async () => {
        begun.push(index)
        await promise
        if (index % 2 === 0) throw new Error('even')
        return index
      }),
    )
    const settled = Promise.allSettled(all)
    await turn()
    assert.deepEqual(begun, [0, 1])
    gates[1]?.resolve()
    await turn()
    assert.deepEqual(begun, [0, 1, 2])
    gates[2]?.resolve()
    gates[0]?.resolve()
    await turn()
    assert.deepEqual(begun, [0, 1, 2, 3, 4])
    for (const gate of gates) gate.resolve()
    assert.deepEqual(
      (await settled).map(({ status }) => status),
      ['rejected', 'fulfilled', 'rejected', 'fulfilled', 'rejected'],
    )
    assert.equal(await limited(async () => 9), 9)
  })
})

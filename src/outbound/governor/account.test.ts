import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import * as fc from 'fast-check'
import { passingMemory } from '../../../test/passing-memory.ts'
import { Failure } from '../../failure.ts'
import { canAfford, reserve } from './account.ts'

const host = 'a.example'

function spared(requests: number, bytes: number) {
  const memory = passingMemory()
  memory.addSaved(host, requests, bytes)
  const spent = () => {
    const { spentRequests = 0, spentBytes = 0 } = memory.read(host) ?? {}
    return [spentRequests, spentBytes]
  }
  return { memory, spent }
}

suite('canAfford()', () => {
  const cases: [requests: number, bytes: number, wanted: number, can: boolean][] = [
    [1, 5000, 5000, true],
    [1, 4999, 5000, false],
    [0, 5000, 5000, false],
    [1, 1024, 1, true],
    [1, 1023, 1, false],
  ]
  for (const [requests, bytes, wanted, can] of cases) {
    test(`${requests} requests and ${bytes} bytes ${can ? 'pay' : 'do not pay'} for ${wanted}`, () => {
      assert.equal(canAfford(spared(requests, bytes).memory, host, wanted), can)
    })
  }

  test('a host that is not known has nothing, and one pays nothing for another', () => {
    assert.equal(canAfford(passingMemory(), host, 1), false)
    assert.equal(canAfford(spared(9, 90_000).memory, 'b.example', 1), false)
  })

  test('what was spent pays for nothing any more', () => {
    const { memory } = spared(2, 10_000)
    memory.addSpent(host, 1, 7000)
    assert.equal(canAfford(memory, host, 3000), true)
    assert.equal(canAfford(memory, host, 3001), false)
    memory.addSpent(host, 1, 0)
    assert.equal(canAfford(memory, host, 1), false)
  })
})

suite('reserve()', () => {
  test('sets aside what is wanted at the most, and takes back what was not used', () => {
    const { memory, spent } = spared(5, 100_000)
    const paid = reserve(memory, host, 100, 20_000)
    assert.equal(paid?.bytes, 20_100)
    assert.deepEqual(spent(), [1, 20_100])
    paid.settle(700)
    assert.deepEqual(spent(), [1, 700])
  })

  test('sets aside all there is where that is less, so that nobody else gets it', () => {
    const { memory, spent } = spared(5, 6000)
    const paid = reserve(memory, host, 100, 20_000)
    assert.equal(paid?.bytes, 6000)
    assert.deepEqual(spent(), [1, 6000])
    assert.equal(reserve(memory, host, 100, 20_000), undefined)
    paid.settle(1000)
    assert.equal(reserve(memory, host, 100, 20_000)?.bytes, 5000)
  })

  test('is settled once', () => {
    const { memory, spent } = spared(5, 6000)
    const paid = reserve(memory, host, 100, 1000)
    paid?.settle(500)
    paid?.settle(400)
    assert.deepEqual(spent(), [1, 500])
  })

  test('gives nothing where the smallest answer could not be paid for', () => {
    const { memory, spent } = spared(5, 1123)
    assert.equal(reserve(memory, host, 100, 1), undefined)
    assert.deepEqual(spent(), [0, 0])
    memory.addSaved(host, 0, 1)
    assert.equal(reserve(memory, host, 100, 1)?.bytes, 101)
  })

  test('fails, and lets nobody ask, when it cannot be noted', () => {
    const { memory } = spared(5, 6000)
    const trouble = new Failure('no-space', 'Cannot note it: the disk is full')
    const full = {
      ...memory,
      addSpent() {
        throw trouble
      },
    }
    assert.throws(() => reserve(full, host, 1, 1), trouble)
  })

  test('what was more than expected and cannot be noted is let go', () => {
    const { memory, spent } = spared(5, 6000)
    let isFull = false
    const addSpent: typeof memory.addSpent = (...what) => {
      if (isFull) throw new Failure('no-space', 'Cannot note it: the disk is full')
      memory.addSpent(...what)
    }
    const paid = reserve({ ...memory, addSpent }, host, 100, 1000)
    isFull = true
    paid?.settle(1200)
    assert.deepEqual(spent(), [1, 1100])
  })

  test('what is a bug when it is settled is told', () => {
    const { memory } = spared(5, 6000)
    let isBroken = false
    const addSpent: typeof memory.addSpent = (...what) => {
      if (isBroken) throw new TypeError('a bug')
      memory.addSpent(...what)
    }
    const paid = reserve({ ...memory, addSpent }, host, 100, 1000)
    isBroken = true
    assert.throws(() => paid?.settle(1200), TypeError)
  })

  test('never more is spent than was spared, whatever is asked in whatever order', () => {
    const step = fc.record({
      saved: fc.nat(20_000),
      sent: fc.nat(500),
      most: fc.nat(20_000),
      used: fc.double({ min: 0, max: 1, noNaN: true }),
      isLate: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const memory = passingMemory()
        const late: (() => void)[] = []
        const check = () => {
          const state = memory.read(host) ?? assert.fail()
          assert.ok(state.spentBytes <= state.savedBytes)
          assert.ok(state.spentRequests <= state.savedRequests)
        }
        for (const { saved, sent, most, used, isLate } of steps) {
          memory.addSaved(host, saved % 2, saved)
          const paid = reserve(memory, host, sent, most)
          check()
          const settle = () => paid?.settle(Math.floor(used * paid.bytes))
          if (isLate) late.push(settle)
          else settle()
          check()
        }
        for (const settle of late) settle()
        if (steps.length > 0) check()
      }),
    )
  })
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { splitStoredHashIndex, storedHashCount, storedHashIndex } from './stored-hash.ts'

test('storedHashIndex() numbers subtrees in the order in which they become complete', () => {
  let next = 0
  for (let record = 0; record < 600; record += 1) {
    assert.equal(storedHashCount(record), next)
    for (let level = 0; (record + 1) % 2 ** level === 0; level += 1) {
      const n = (record + 1) / 2 ** level - 1
      assert.equal(storedHashIndex(level, n), next)
      assert.deepEqual(splitStoredHashIndex(next), { level, n })
      next += 1
    }
  }
})

test('splitStoredHashIndex() inverts storedHashIndex() up to the largest tree', () => {
  fc.assert(
    fc.property(fc.nat({ max: 52 }), fc.double({ min: 0, max: 1, noNaN: true }), (level, part) => {
      const n = Math.min(Math.floor(2 ** (52 - level) * part), 2 ** (52 - level) - 1)
      const index = storedHashIndex(level, n)
      assert.ok(Number.isSafeInteger(index))
      assert.deepEqual(splitStoredHashIndex(index), { level, n })
    }),
  )
})

test('storedHashIndex() and splitStoredHashIndex() throw when there is no such hash', () => {
  const subtrees = [
    [0, -1],
    [-1, 0],
    [0, 2 ** 52],
    [52, 1],
    [53, 0],
    [0, 0.5],
    [0, Number.NaN],
  ]
  for (const [level = 0, n = 0] of subtrees) {
    assert.throws(() => storedHashIndex(level, n), RangeError, `${level} ${n}`)
  }
  for (const index of [-1, 0.5, 2 ** 53, Number.NaN]) {
    assert.throws(() => splitStoredHashIndex(index), RangeError, String(index))
  }
})

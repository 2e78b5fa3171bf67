import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { ticks } from './day-axis.ts'

const axes: [most: number, lines: number[]][] = [
  [0, [0, 1, 2, 3]],
  [3, [0, 1, 2, 3]],
  [12, [0, 4, 8, 12]],
  [13, [0, 5, 10, 15]],
  [100, [0, 40, 80, 120]],
  [1_234_567, [0, 500_000, 1_000_000, 1_500_000]],
]

for (const [most, lines] of axes) {
  test(`ticks(${most}) are ${lines.join(', ')}`, () => assert.deepEqual(ticks(most), lines))
}

test('ticks() reach what they must, and not much more', () => {
  fc.assert(
    fc.property(fc.nat(), (most) => {
      const top = ticks(most)[3] ?? 0
      assert.ok(top >= most && top <= Math.max(3, 2.5 * most))
    }),
  )
})

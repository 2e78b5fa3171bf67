import assert from 'node:assert/strict'
import { test } from 'node:test'
import { perSaved, ratioText } from './ratio.ts'
import { standingOf } from './memory-hosts.test-data.ts'

const ratios: [ratio: number, text: string][] = [
  [0, '0'],
  [133 / 4870, '0.03'],
  [0.000_01, '0.01'],
  [0.29, '0.29'],
  [1, '1'],
  [1.0001, '1.01'],
  [Infinity, 'nothing was saved'],
]

for (const [ratio, text] of ratios) {
  test(`ratioText(${ratio}) is ${text}`, () => assert.equal(ratioText(ratio), text))
}

test('perSaved() is of requests or bytes, and knows nothing', () => {
  const standing = standingOf('a.example', {
    saved: { requests: 10, bytes: 0 },
    spent: { requests: 5, bytes: 1 },
  })
  assert.equal(perSaved(standing), 0.5)
  assert.equal(perSaved(standing, 'bytes'), Infinity)
  assert.equal(perSaved(standingOf('a.example')), 0)
})

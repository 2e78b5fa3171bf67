import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import * as fc from 'fast-check'
import { compare } from '../gomod/semver.ts'
import { precedenceKey } from './precedence-key.ts'

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

suite('precedenceKey()', () => {
  test('orders the versions of a table', () => {
    const table = [
      ['', 'x', 'v1.0.0-01', 'v01'],
      ['v0.0.0-0'],
      ['v1-', 'v1.0.0-a..b'],
      ['v1.0.0-0'],
      ['v1.0.0-2'],
      ['v1.0.0-10'],
      ['v1.0.0--'],
      ['v1.0.0-a', 'v1.0.0-a+b'],
      ['v1.0.0-a.0'],
      ['v1.0.0-a.a'],
      ['v1.0.0-aa'],
      ['v1', 'v1.0', 'v1.0.0', 'v1.0.0+incompatible', 'v1.0.0+a-b'],
      ['v1.0.1'],
      ['v1.2'],
      ['v1.10.0'],
      ['v2.0.0'],
      ['v10.0.0'],
      [`v1${'0'.repeat(300)}.0.0`],
      [`v1${'0'.repeat(40_000)}.0.0`],
    ].flat()
    for (const a of table) {
      for (const b of table) {
        assert.equal(order(precedenceKey(a), precedenceKey(b)), compare(a, b), `${a} ${b}`)
      }
    }
  })

  test('orders as compare() does, whatever it is given', () => {
    const identifier = fc.oneof(
      fc.nat({ max: 200 }).map(String),
      fc.string({ unit: fc.constantFrom('a', 'Z', '-', '0', '1') }),
    )
    const number = fc.oneof(fc.nat({ max: 11 }).map(String), fc.constantFrom('01', '9'.repeat(260)))
    const version = fc
      .tuple(
        fc.array(number, { minLength: 1, maxLength: 3 }),
        fc.option(fc.array(identifier, { minLength: 1, maxLength: 3 })),
        fc.constantFrom('', '+incompatible', '+a-b', '+'),
      )
      .map(([n, pre, build]) => `v${n.join('.')}${pre ? `-${pre.join('.')}` : ''}${build}`)
    fc.assert(
      fc.property(version, version, (a, b) => {
        assert.equal(order(precedenceKey(a), precedenceKey(b)), compare(a, b))
      }),
      { numRuns: 3000 },
    )
  })
})

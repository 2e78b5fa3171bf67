import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { compareDecimals, decrementDecimal, incrementDecimal } from './decimal.ts'

// Source: the table of x/mod/module TestDecDecimal and TestIncDecimal.
const neighbours: [lower: string, upper: string][] = [
  ['0', '1'],
  ['1', '2'],
  ['9', '10'],
  ['98', '99'],
  ['99', '100'],
  ['100', '101'],
  ['109', '110'],
  ['999', '1000'],
  ['18446744073709551615', '18446744073709551616'],
]

test('incrementDecimal() gives the next number', () => {
  for (const [lower, upper] of neighbours) assert.equal(incrementDecimal(lower), upper)
})

test('decrementDecimal() gives the number before', () => {
  for (const [lower, upper] of neighbours) assert.equal(decrementDecimal(upper), lower)
})

test('decrementDecimal() gives nothing when the number is zero', () => {
  assert.equal(decrementDecimal('0'), undefined)
})

test('decimals agree with BigInt', () => {
  const natural = fc.bigInt(0n, 10n ** 40n)
  fc.assert(
    fc.property(natural, natural, (a, b) => {
      assert.equal(incrementDecimal(String(a)), String(a + 1n))
      assert.equal(decrementDecimal(String(a + 1n)), String(a))
      assert.equal(compareDecimals(String(a), String(b)), a === b ? 0 : a < b ? -1 : 1)
    }),
  )
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { microsOf, timeText } from './time.ts'

const second = Date.UTC(2026, 10, 30, 12) * 1000

const times: [text: string, micros: number | undefined][] = [
  ['2026-11-30T12:00:00Z', second],
  ['2026-11-30t12:00:00z', second],
  ['2026-11-30T12:00:00.5Z', second + 500_000],
  ['2026-11-30T12:00:00.000001Z', second + 1],
  ['2026-11-30T12:00:00.000001000Z', second + 1],
  ['2026-11-30T12:00:00.000001001Z', second + 2],
  ['2026-11-30T12:00:00.000000001Z', second + 1],
  ['2026-11-30T12:00:00.999999999Z', second + 1_000_000],
  ['2026-11-30T14:00:00+02:00', second],
  ['2026-11-30T14:00:00 02:00', second],
  ['2026-11-30T10:30:00-01:30', second],
  ['2026-11-30T00:00:00.25-12:00', second + 250_000],
  ['2026-11-30', second - 12 * 3_600_000_000],
  ['1970-01-01T00:00:00Z', 0],
  ['1969-12-31T23:59:59.999999Z', -1],
  ['0000-01-01T00:00:00+14:00', Number.MIN_SAFE_INTEGER],
  ['0001-01-01T00:00:00Z', Number.MIN_SAFE_INTEGER],
  ['9999-12-31T23:59:59.999999999Z', Number.MAX_SAFE_INTEGER],
  ['9999-12-31T23:59:59-12:00', Number.MAX_SAFE_INTEGER],
  ['2024-02-29', Date.UTC(2024, 1, 29) * 1000],
  ['2026-02-29', undefined],
  ['2026-02-31T00:00:00Z', undefined],
  ['2026-13-01', undefined],
  ['2026-11-30T24:00:00Z', undefined],
  ['2026-11-30T12:60:00Z', undefined],
  ['2026-11-30T12:00:60Z', undefined],
  ['2026-11-30T12:00:00', undefined],
  ['2026-11-30T12:00Z', undefined],
  ['2026-11-30 12:00:00Z', undefined],
  ['2026-11-30T12:00:00.Z', undefined],
  ['2026-11-30T12:00:00.0000000001Z', undefined],
  ['2026-11-30T12:00:00+2:00', undefined],
  ['12026-11-30T12:00:00Z', undefined],
  ['2026-11-30T12:00:00Z\n', undefined],
  [' 2026-11-30T12:00:00Z', undefined],
  ['now', undefined],
  ['', undefined],
  ['1764504000', undefined],
]

for (const [text, micros] of times) {
  test(`${JSON.stringify(text)} is ${micros ?? 'no time'}`, () => {
    assert.equal(microsOf(text), micros)
  })
}

test('every time that is read can be written', () => {
  for (const [text, micros] of times) {
    if (micros !== undefined) assert.equal(microsOf(timeText(micros)), micros, text)
  }
})

test('a time that is written is the one that is read, and texts sort as times', () => {
  const micros = fc.maxSafeInteger()
  fc.assert(
    fc.property(micros, micros, (one, other) => {
      assert.equal(microsOf(timeText(one)), one)
      assert.match(timeText(one), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/)
      assert.equal(one < other, timeText(one) < timeText(other))
    }),
  )
})

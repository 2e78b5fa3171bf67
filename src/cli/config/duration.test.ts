import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseDuration } from './duration.ts'

test('parseDuration() gives milliseconds', () => {
  for (const [text, milliseconds] of [
    ['0s', 0],
    ['250ms', 250],
    ['60s', 60_000],
    ['5m', 300_000],
    ['1h30m', 5_400_000],
    ['1.5h', 5_400_000],
    ['2d', 172_800_000],
    ['1m1s1ms', 61_001],
    ['24d', 2_073_600_000],
  ] as const) {
    assert.equal(parseDuration(text), milliseconds, text)
  }
})

test('parseDuration() throws a RangeError naming the text when it is no duration', () => {
  for (const text of [
    '',
    '60',
    's',
    '-1s',
    '1 s',
    '1S',
    '1w',
    '1s2',
    '1e3s',
    'forever',
    '.5s',
    '١s',
  ]) {
    assert.throws(
      () => parseDuration(text),
      { name: 'RangeError', message: new RegExp(`"${text}"`) },
      text,
    )
  }
})

test('parseDuration() names the missing unit', () => {
  assert.throws(() => parseDuration('60'), /a unit is missing: "60s"\?/)
})

test('parseDuration() refuses what a timer cannot wait', () => {
  assert.throws(() => parseDuration('25d'), /too long: at most 24 days/)
})

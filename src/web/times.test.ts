import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayOf } from '../store/facts/day.ts'
import { dayText, durationText, isoOf, lastDays, oftenText, timeOf } from './times.ts'

const now = Date.UTC(2026, 10, 22, 12, 3, 4)

test('times are UTC, with the year where it is another one', () => {
  assert.equal(
    String(timeOf(now, now)),
    '<time datetime="2026-11-22T12:03:04Z">22 Nov, 12:03</time>',
  )
  assert.match(String(timeOf(now, now, 'second')), />22 Nov, 12:03:04</)
  assert.match(String(timeOf(Date.UTC(2025, 0, 2), now)), />2 Jan 2025, 00:00</)
  assert.equal(isoOf(1e20), '1970-01-01T00:00:00.000Z')
})

test('lastDays() crosses months, and ends with today', () => {
  assert.deepEqual(lastDays('2026-03-02', 4), [
    '2026-02-27',
    '2026-02-28',
    '2026-03-01',
    '2026-03-02',
  ])
  assert.equal(dayOf(now), '2026-11-22')
  assert.equal(dayText('2026-03-02'), '2 Mar')
})

const durations: [millis: number, text: string][] = [
  [0, '0 s'],
  [1500, '1.5 s'],
  [10_000, '10 s'],
  [119_000, '119 s'],
  [600_000, '10 min'],
  [48 * 3_600_000, '48 h'],
  [7 * 86_400_000, '7 days'],
]

for (const [millis, text] of durations) {
  test(`durationText(${millis}) is ${text}`, () => assert.equal(durationText(millis), text))
}

test('oftenText() has words for days and weeks, and whole numbers for parts of a day', () => {
  assert.deepEqual([1, 7, 30].map(oftenText), ['once a day', 'once a week', 'every 30 days'])
  assert.deepEqual([0.5, 1.5, 1 / 7].map(oftenText), ['every 12 h', 'every 36 h', 'every 3 h'])
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayOf } from './day.ts'

void test('dayOf() is the day in UTC, of any number', () => {
  const rows: [ms: number, day: string][] = [
    [0, '1970-01-01'],
    [Date.UTC(2026, 10, 30) - 1, '2026-11-29'],
    [Date.UTC(2026, 10, 30), '2026-11-30'],
    [Date.UTC(2028, 1, 29, 23, 59, 59, 999), '2028-02-29'],
    [-1, '1970-01-01'],
    [1e300, '9999-12-31'],
    [Number.NaN, '1970-01-01'],
    [Infinity, '1970-01-01'],
  ]
  for (const [ms, day] of rows) assert.equal(dayOf(ms), day, String(ms))
})

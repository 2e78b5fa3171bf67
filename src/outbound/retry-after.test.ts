import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { retryAfterSeconds } from './retry-after.ts'

const date = 'Wed, 21 Oct 2026 07:28:00 GMT'

suite('retryAfterSeconds()', () => {
  const table: readonly (readonly [string, Record<string, string>, number | undefined])[] = [
    ['there is none', {}, undefined],
    ['it is a number', { 'retry-after': '120' }, 120],
    ['it is 0', { 'retry-after': '0' }, 0],
    ['it has spaces around', { 'retry-after': ' 7 ' }, 7],
    ['it is a date', { 'retry-after': 'Wed, 21 Oct 2026 07:30:00 GMT', date }, 120],
    ['it is a date that is over', { 'retry-after': 'Wed, 21 Oct 2026 07:00:00 GMT', date }, 0],
    ['it is a date of an answer without one', { 'retry-after': date }, undefined],
    ['it is negative', { 'retry-after': '-1', date }, undefined],
    ['it is a fraction', { 'retry-after': '1.5', date }, undefined],
    ['it is absurd', { 'retry-after': '9'.repeat(400), date }, 999_999_999],
    ['there are several', { 'retry-after': '60, 3600, 5' }, 3600],
    ['there are several, one of which is none', { 'retry-after': '60, soon' }, undefined],
    ['it is prose', { 'retry-after': 'soon', date }, undefined],
  ]
  for (const [when, headers, seconds] of table) {
    test(`gives ${seconds} when ${when}`, () => assert.equal(retryAfterSeconds(headers), seconds))
  }

  test('counts from our clock when the answer has no date', () => {
    const now = Date.parse(date) - 5000
    assert.equal(retryAfterSeconds({ 'retry-after': date }, now), 5)
    assert.equal(retryAfterSeconds({ 'retry-after': date, date }, now), 0)
  })
})

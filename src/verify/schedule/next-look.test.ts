import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { LookResult } from '../../store/facts/repositories.ts'
import { firstLook, nextLook } from './next-look.ts'

const hour = 3600_000
const day = 24 * hour
const now = 1_800_000_000_000

const cases: [
  what: string,
  result: LookResult,
  told: { quiet: number; pushedAt?: number },
  longest: number,
][] = [
  ['a day after the first look', 'unchanged', { quiet: 0 }, day],
  ['twice as long after the second', 'unchanged', { quiet: 1 }, 2 * day],
  ['and again', 'unchanged', { quiet: 2 }, 4 * day],
  ['at most a week', 'unchanged', { quiet: 3 }, 7 * day],
  ['a week for ever after', 'unchanged', { quiet: 5000 }, 7 * day],
  ['a month where pushes are told', 'unchanged', { quiet: 0, pushedAt: now - 1 }, 30 * day],
  ['a month for 90 days', 'unchanged', { quiet: 0, pushedAt: now - 90 * day + 1 }, 30 * day],
  ['and no longer', 'unchanged', { quiet: 0, pushedAt: now - 90 * day }, day],
  ['soon after trouble', 'unreachable', { quiet: 9, pushedAt: now }, 6 * hour],
  ['soon after being told to wait', 'throttled', { quiet: 9 }, 6 * hour],
  ['soon where credentials are wanted', 'auth-required', { quiet: 9 }, 6 * hour],
  ['a day at least where we may not look', 'opted-out', { quiet: 0, pushedAt: now }, day / 0.8],
  ['two days after a suspicion', 'suspected', { quiet: 9, pushedAt: now }, 45 * hour],
]

suite('nextLook()', () => {
  for (const [what, result, told, longest] of cases) {
    test(`is ${what}`, () => {
      assert.equal(nextLook(told, result, now, 0), longest)
      assert.equal(nextLook(told, result, now, 0.5), longest * 0.9)
      assert.ok(nextLook(told, result, now, 1 - Number.EPSILON) >= longest * 0.8)
    })
  }

  test('three looks at what may be lost take at least 72 hours, whatever chance says', () => {
    const earliest = nextLook({ quiet: 0 }, 'suspected', now, 1 - Number.EPSILON)
    assert.ok(2 * earliest >= 72 * hour)
  })

  test('is a whole number of milliseconds', () => {
    assert.ok(Number.isInteger(nextLook({ quiet: 0 }, 'unchanged', now, 0.123456789)))
  })
})

test('firstLook() is within a day, and not at once', () => {
  assert.equal(firstLook(now, 0), now + day)
  assert.equal(firstLook(now, 0.5), now + 0.9 * day)
  assert.ok(Number.isInteger(firstLook(now, 0.123456789)))
})

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { judge } from '../judge.ts'
import type { Claim } from '../claim.ts'
import { verdictCodes } from '../verdicts.ts'
import type { CodeCases, Seen } from './case.test-data.ts'
import { changedCases } from './changed.test-data.ts'
import { fragileCases } from './fragile.test-data.ts'
import { lostPlaceCases } from './lost-place.test-data.ts'
import { lostVersionCases } from './lost-version.test-data.ts'
import { okCases } from './ok.test-data.ts'
import { undeterminedCases } from './undetermined.test-data.ts'

const groups: readonly CodeCases[] = [
  ...changedCases,
  ...lostPlaceCases,
  ...lostVersionCases,
  ...undeterminedCases,
  ...fragileCases,
  ...okCases,
]

function judged(claim: Claim, { isPrivate = false, ...seen }: Seen): string {
  const { code, suspect } = judge(claim, seen, isPrivate)
  return suspect ? `${code} ${suspect.code}` : code
}

for (const { code, rule, cases, nearMisses } of groups) {
  suite(`${code}: ${rule}`, () => {
    for (const [what, [claim, seen]] of Object.entries(cases)) {
      test(`judge() says ${code}: ${what}`, () => {
        assert.equal(judged(claim, seen).split(' ')[0], code)
      })
    }
    for (const [what, [expected, claim, seen]] of Object.entries(nearMisses)) {
      test(`judge() says ${expected}, not ${code}: ${what}`, () => {
        assert.notEqual(expected, code)
        assert.equal(judged(claim, seen), expected)
      })
    }
  })
}

test('every code has a case that gives it, and two that come near', () => {
  assert.deepEqual(groups.map(({ code }) => code).toSorted(), verdictCodes.toSorted())
  for (const { code, cases, nearMisses } of groups) {
    assert.ok(Object.keys(cases).length >= 1, code)
    assert.ok(Object.keys(nearMisses).length >= 2, code)
  }
  const count = groups.flatMap(({ cases, nearMisses }) => [cases, nearMisses].flatMap(Object.keys))
  assert.ok(count.length >= 150, String(count.length))
})

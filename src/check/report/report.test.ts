import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Verdict } from '../../verify/judge/verdict.ts'
import { exitCodeOf, fails, mayFailOn } from './exit.ts'
import { summaryOf } from './build-report.ts'
import { meaningOf, type VerdictCode } from '../../verify/judge/verdicts.ts'

function verdict(code: VerdictCode): Verdict {
  const seen = '2026-11-22T10:00:00.000Z'
  const { class: of } = meaningOf(code)
  const times = { firstSeen: seen, lastSeen: seen, observations: 1 }
  return { code, class: of, confidence: 'tentative', evidence: [], ...times }
}

const usual = ['lost', 'changed']
const table: [codes: VerdictCode[], failOn: string[], allowIncomplete: boolean, exit: number][] = [
  [[], usual, false, 0],
  [['verified', 'unchanged'], usual, false, 0],
  [['verified', 'archived'], usual, false, 0],
  [['verified', 'archived'], ['fragile'], false, 1],
  [['verified', 'archived'], ['archived'], false, 1],
  [['verified', 'archived'], ['retracted'], false, 0],
  [['verified', 'repo-gone'], usual, false, 1],
  [['version-moved'], usual, false, 1],
  [['version-moved'], ['lost'], false, 0],
  [['version-moved', 'throttled'], usual, false, 3],
  [['version-moved', 'throttled'], usual, true, 1],
  [['verified', 'throttled'], usual, true, 0],
  [['suspected'], usual, false, 3],
  [['suspected'], ['undetermined'], true, 1],
]

suite('exitCodeOf()', () => {
  for (const [codes, failOn, allowIncomplete, exit] of table) {
    const allowed = allowIncomplete ? ', incomplete allowed' : ''
    test(`exitCodeOf() is ${exit} for [${codes.join(' ')}] when failing on ${failOn.join(',')}${allowed}`, () => {
      assert.equal(exitCodeOf(codes.map(verdict), { failOn, allowIncomplete }), exit)
    })
  }
})

test('exitCodeOf() is 3 where there may be modules that were not found', () => {
  const found = [verdict('verified')]
  const rules = { failOn: usual, allowIncomplete: false, isPartial: true }
  assert.equal(exitCodeOf(found, rules), 3)
  assert.equal(exitCodeOf(found, { ...rules, allowIncomplete: true }), 0)
  assert.equal(exitCodeOf([verdict('repo-gone')], { ...rules, allowIncomplete: true }), 1)
})

test('fails() takes what counts and is named', () => {
  const rules = { failOn: usual, allowIncomplete: false }
  const lost = { verdict: verdict('repo-gone'), accepted: null, news: null }
  assert.ok(fails(lost, rules))
  assert.ok(!fails({ ...lost, news: 'known' }, rules))
  assert.ok(!fails({ ...lost, accepted: { reason: 'r', until: null } }, rules))
  assert.ok(!fails({ ...lost, verdict: verdict('archived') }, rules))
})

test('mayFailOn() takes classes and codes', () => {
  assert.deepEqual(['lost', 'repo-gone', 'gone', ''].map(mayFailOn), [true, true, false, false])
})

test('summaryOf() counts every class, also those without a verdict', () => {
  assert.deepEqual(
    summaryOf(
      (['verified', 'repo-gone', 'pending'] as const).map((code) => ({ verdict: verdict(code) })),
    ),
    {
      ok: 1,
      fragile: 0,
      lost: 1,
      changed: 0,
      undetermined: 1,
    },
  )
})

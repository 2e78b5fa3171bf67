import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgeFolder } from '../../verify/judge/judge.ts'
import { isPartial } from './is-partial.ts'

const subject = { path: 'a.test/x', version: 'v1.0.0', scope: 'build', requiredBy: [] } as const
const lost = judgeFolder('gone', 0)

const cases: [unread: string[], of: typeof lost.class, expected: boolean][] = [
  [[], 'ok', false],
  [['a.test/y@v1.0.0'], 'ok', false],
  [['a.test/x@v1.0.0'], 'ok', true],
  [['a.test/x@v1.0.0'], 'fragile', true],
  [['a.test/x@v1.0.0'], 'lost', false],
  [['a.test/x@v1.0.0'], 'undetermined', false],
]

for (const [unread, of, expected] of cases) {
  test(`isPartial() is ${expected} for a module that is ${of} with [${unread.join()}] unread`, () => {
    assert.equal(isPartial({ unread }, [{ subject, verdict: { ...lost, class: of } }]), expected)
  })
}

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { VerdictCode } from '../../verify/judge/verdicts.ts'
import { moduleOf } from '../report/a-report.test-data.ts'
import { isPartial, isThereUnread } from './is-partial.ts'

const rules = { failOn: ['lost', 'changed'], allowIncomplete: false }
const accepted = { accepted: { reason: 'r', until: null } }
const known = { news: 'known' } as const

/** Of the module that could not be read. */
const cases: [
  code: VerdictCode,
  more: Parameters<typeof moduleOf>[2],
  expected: boolean,
  whereAllIsKnown?: boolean,
][] = [
  ['verified', {}, true, true],
  ['archived', {}, true, true],
  ['repo-gone', {}, false],
  ['repo-gone', accepted, true],
  ['repo-gone', known, true],
  ['version-moved', known, true],
  ['throttled', {}, false],
  ['throttled', accepted, true],
]

suite('isPartial()', () => {
  for (const [code, more, expected, whereAllIsKnown = false] of cases) {
    const module = moduleOf(code, 'a.test/x', more)
    const how = more === accepted ? ', accepted,' : more === known ? ', known,' : ''
    test(`isPartial() is ${expected} for an unread module that is ${code}${how}`, () => {
      const unread = ['a.test/x@v1.0.0']
      const other = ['a.test/x@v1.0.1']
      assert.equal(isPartial({ unread, mayMiss: true }, [module], rules), expected)
      assert.equal(isPartial({ unread, mayMiss: false }, [module], rules), whereAllIsKnown)
      assert.equal(isPartial({ unread: other, mayMiss: true }, [module], rules), false)
    })
  }

  test('isPartial() goes by what fails: a loss that --fail-on does not name is no exit code', () => {
    const target = { unread: ['a.test/x@v1.0.0'], mayMiss: true }
    const module = moduleOf('repo-gone', 'a.test/x')
    assert.equal(isPartial(target, [module], { ...rules, failOn: ['changed'] }), true)
  })
})

test('isThereUnread() is true for what is fine only', () => {
  const unread = ['a.test/x@v1.0.0']
  const of = (code: VerdictCode) => isThereUnread({ unread }, [moduleOf(code, 'a.test/x')])
  assert.deepEqual([of('verified'), of('archived')], [true, true])
  assert.deepEqual([of('repo-gone'), of('throttled')], [false, false])
  assert.equal(isThereUnread({ unread: [] }, [moduleOf('verified', 'a.test/x')]), false)
})

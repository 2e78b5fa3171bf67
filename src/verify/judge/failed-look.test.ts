import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { claims, found, looks, named } from './cases/seen.test-data.ts'
import { isInDoubt } from './failed-look.ts'
import type { Look } from './observation.ts'

const doubts: [what: string, look: Look, isInDoubt: boolean][] = [
  ['no tag', looks.noTag, true],
  ['no commit', looks.noCommit, true],
  ['a pseudo-version that is untrue', looks.untrue, true],
  ['a commit without the module', looks.noModule, true],
  ['git 404', looks.git404, true],
  ['git 401, which may be a 404', looks.git401, true],
  ['an import page without a tag', looks.noImport, true],
  ['a host that has no name', looks.noName, true],
  ['an import page with 401', looks.import401, false],
  ['a time-out', looks.timeOut, false],
  ['a server error', looks.git500, false],
  ['429', looks.git429, false],
  ['the end of the check', looks.stopped, false],
  ['its content', found('h1:other'), false],
  ['its commit', named('a'), false],
]

suite('isInDoubt()', () => {
  for (const [what, look, expected] of doubts) {
    test(`isInDoubt() is ${expected} when it saw: ${what}`, () => {
      assert.equal(isInDoubt(claims.tag, look), expected)
    })
  }
})

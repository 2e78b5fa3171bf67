import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { verdictCodes, type VerdictCode } from '../../src/verify/judge/verdicts.ts'
import { commitCases } from './cases/commit.ts'
import { declaredCases } from './cases/declared.ts'
import { importPageCases } from './cases/import-page.ts'
import { memoryCases } from './cases/memory.ts'
import { repositoryCases } from './cases/repository.ts'
import { specialCases } from './cases/special.ts'
import { tagCases } from './cases/tag.ts'

const all = [
  ...tagCases,
  ...commitCases,
  ...repositoryCases,
  ...importPageCases,
  ...memoryCases,
  ...declaredCases,
  ...specialCases,
]

/** Codes that nothing which happens on a forge gives; `src/verify/judge/cases/` has cases of them. */
const notHere: ReadonlyMap<VerdictCode, string> = new Map([
  ['opted-out', 'robots.txt is for what nobody waits for, and somebody waits for a check'],
])

suite('the table of what may happen', () => {
  test('has 200 cases and more, none of which comes near itself', () => {
    assert.ok(all.length >= 200, String(all.length))
    assert.deepEqual(
      all.filter(({ says, nearMissOf }) => says === nearMissOf),
      [],
    )
  })
  for (const code of verdictCodes) {
    test(`has a case that gives ${code}, and one that comes near`, () => {
      const given = all.filter(({ says }) => says.split(' ')[0] === code)
      assert.equal(given.length === 0, notHere.has(code))
      const near = all.filter(({ nearMissOf }) => nearMissOf === code)
      assert.equal(near.length === 0, notHere.has(code))
    })
  }
})

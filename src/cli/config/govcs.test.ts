import assert from 'node:assert/strict'
import { test } from 'node:test'
import { govcsAllows } from '../../gomod/govcs.ts'
import { parseGovcsSetting } from './govcs.ts'

const rows: [setting: string, path: string, allowed: string][] = [
  ['', 'a.test', 'git hg svn fossil bzr'],
  ['b.test:off', 'a.test', 'git hg svn fossil bzr'],
  ['b.test:off', 'b.test/x', ''],
  ['*:git', 'a.test', 'git'],
  ['private:all,public:git|hg', 'a.test', 'git hg'],
  ['b.test:git,*:off', 'a.test', ''],
]
for (const [setting, path, allowed] of rows) {
  test(`parseGovcsSetting() allows "${allowed}" for ${path} when it reads "${setting}"`, () => {
    const rules = parseGovcsSetting(setting)
    const seen = ['git', 'hg', 'svn', 'fossil', 'bzr'].filter((vcs) =>
      govcsAllows(rules, path, false, vcs),
    )
    assert.equal(seen.join(' '), allowed)
  })
}

const faults: [setting: string, why: RegExp][] = [
  ['git', /"git" has no colon/],
  ['*:git,*:hg', /never reached/],
  ['*:git|gti', /"gti" is not a version control system/],
  ['[:git', /"\[" is not a module path pattern/],
  ['a:git;b:hg', /"git;b:hg" is not .*entries are separated by commas, names by "\|"/],
  ['a:git b:hg', /entries are separated by commas/],
  ['a:git,,b:hg', /an empty entry/],
  ['a,b:gti,c:git,c:hg', /"a" has no colon.*; "gti" is not .*; "c:hg" is never reached/],
  ['a b:git', /"a b" is not a module path pattern/],
]
for (const [setting, why] of faults) {
  test(`parseGovcsSetting() says ${String(why)} when it reads "${setting}"`, () => {
    assert.throws(
      () => parseGovcsSetting(setting),
      (error) => error instanceof RangeError && why.test(error.message),
    )
  })
}

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { govcsAllows, parseGovcs } from './govcs.ts'
import { InvalidError } from './invalid-error.ts'

/** A path is private if it begins with `private`; what is allowed, of git, hg and svn. Source: Go's vcs_test. */
const rows: [govcs: string, path: string, allowed: string][] = [
  ['private:all', 'public.test/x', ''],
  ['private:all', 'private.test/x', 'git hg svn'],
  ['public:all', 'public.test/x', 'git hg svn'],
  ['public:all', 'private.test/x', ''],
  ['public:all,private:none', 'public.test/x', 'git hg svn'],
  ['public:all,private:none', 'private.test/x', ''],
  ['public:git,private:all', 'private.test/x', 'git hg svn'],
  ['*:all', 'public.test/x', 'git hg svn'],
  ['*:off', 'public.test/x', ''],
  ['golang.org:git', 'golang.org/x/text', 'git'],
  ['golang.org:svn', 'golang.org/x/text', 'svn'],
  ['golang.org:git|hg', 'golang.org/x/text', 'git hg'],
  [' golang.org : git | hg ', 'golang.org/x/text', 'git hg'],
  ['golang.org:all', 'golang.org/x/text', 'git hg svn'],
  ['other.test/p:none,golang.org/x:git', 'other.test/p/x', ''],
  ['other.test/p:none,golang.org/x:git', 'unexpected.test', ''],
  ['other.test/p:none,golang.org/x:git', 'golang.org/x/text', 'git'],
  ['other.test/p:none,golang.org/x:svn', 'golang.org/x/text', 'svn'],
  ['other.test/p:none,golang.org/x:git|hg', 'golang.org/x/text', 'git hg'],
  ['other.test/p:none,golang.org/x:all', 'golang.org/x/text', 'git hg svn'],
  ['other.test/p:none,golang.org/x:git|hg', 'golang.org/y/text', ''],
  ['other.test/p:none,golang.org/x:all', 'golang.org/y/text', ''],
  ['golang.org/x/text/inner:git,golang.org:svn', 'golang.org/x/text', 'svn'],
  ['*.test:git,a.test:hg', 'a.test', 'git'],
  ['', 'golang.org/x/text', ''],
]

for (const [govcs, path, allowed] of rows) {
  test(`govcsAllows() allows "${allowed}" when ${path} is asked about and GOVCS is "${govcs}"`, () => {
    const rules = parseGovcs(govcs)
    const seen = ['git', 'hg', 'svn'].filter((vcs) =>
      govcsAllows(rules, path, path.startsWith('private'), vcs),
    )
    assert.equal(seen.join(' '), allowed)
  })
}

const faults: [govcs: string, why: RegExp][] = [
  [',', /empty entry/],
  [',x', /empty entry/],
  ['x:y,', /empty entry/],
  ['x,', /"x" has no colon/],
  ['x', /"x" has no colon/],
  [':git', /":git" has no pattern/],
  ['x:', /"x:" names no version control/],
  ['x:|', /"x:\|" has an empty name/],
  ['x:y|', /"x:y\|" has an empty name/],
  ['x:|y', /"x:\|y" has an empty name/],
  ['x:y,z:', /"z:" names no version control/],
  ['x:y,z:|w', /"z:\|w" has an empty name/],
  ['x:y,z:w||v', /"z:w\|\|v" has an empty name/],
  ['x:y,x:z', /"x:z" is never reached: "x:y"/],
  ['./x:y', /none begins with "\."/],
  ['..:y', /none begins with "\."/],
]

for (const [govcs, why] of faults) {
  test(`parseGovcs() refuses with ${String(why)} when GOVCS is "${govcs}"`, () => {
    assert.throws(
      () => parseGovcs(govcs),
      (error) => error instanceof InvalidError && why.test(error.message),
    )
  })
}

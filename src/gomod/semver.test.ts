import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import {
  build,
  canonical,
  compare,
  compareVersions,
  isValid,
  major,
  majorMinor,
  max,
  prerelease,
} from './semver.ts'

// Ascending; what stands on one line has equal precedence. Source: facts of x/mod/semver's test.
const ascending: string[][] = [
  ['', 'bad', 'v', 'v1-', 'v01', 'v1.02.3', '1.2.3', 'v1.2.3.4', 'V1.2.3', 'v1.2-pre', 'v1+meta'],
  ['v0.0.0-20200101000000-abcdefabcdef'],
  ['v0.0.0', 'v0', 'v0.0'],
  ['v1.0.0-alpha', 'v1.0.0-alpha+meta'],
  ['v1.0.0-alpha.1'],
  ['v1.0.0-alpha.beta'],
  ['v1.0.0-beta'],
  ['v1.0.0-beta.2'],
  ['v1.0.0-beta.11'],
  ['v1.0.0-rc.1'],
  ['v1', 'v1.0', 'v1.0.0'],
  ['v1.2', 'v1.2.0'],
  ['v1.2.3-456'],
  ['v1.2.3-456.789'],
  ['v1.2.3-456-789'],
  ['v1.2.3-456a'],
  ['v1.2.3-pre', 'v1.2.3-pre+meta'],
  ['v1.2.3-pre.1'],
  ['v1.2.3-zzz'],
  ['v1.2.3', 'v1.2.3+meta', 'v1.2.3+meta-pre', 'v1.2.3+meta-pre.sha.256a', 'v1.2.3+01'],
  ['v1.10.0'],
  ['v2.0.0-1', 'v2.0.0-1+incompatible'],
  ['v2.0.0--'],
  ['v2.0.0-1a'],
  ['v2.0.0-A'],
  ['v2.0.0-a'],
  ['v2.0.0', 'v2.0.0+incompatible'],
  ['v18446744073709551615.0.0'],
  ['v18446744073709551616.0.0'],
]

test('compare() orders by precedence', () => {
  for (const [i, left] of ascending.entries()) {
    for (const [j, right] of ascending.entries()) {
      for (const a of left) {
        for (const b of right) assert.equal(compare(a, b), Math.sign(i - j), `${a} ? ${b}`)
      }
    }
  }
})

test('isValid() takes exactly the versions with Go form', () => {
  const [invalid = [], ...valid] = ascending
  for (const v of invalid) assert.equal(isValid(v), false, v)
  for (const v of valid.flat()) assert.equal(isValid(v), true, v)
  const more = ['v1.2.3-', 'v1.2.3+', 'v1.2.3-a..b', 'v1.2.3-.a', 'v1.2.3-a.', 'v1.2.3-01']
  more.push('v1.2.3-a.00', 'v1.2.3+a..b', 'v1.2.3+.', 'v1.2.3+a+b', 'v1.2.3-a_b', 'v1.2.3-é')
  more.push('v1.', 'v1.2.', 'v1..3', 'v00.1.1', 'v1.2.3\n', ' v1.2.3', 'v-1.0.0', 'v1.2.3-+a')
  for (const v of more) assert.equal(isValid(v), false, JSON.stringify(v))
  for (const v of [
    'v1.2.3-0',
    'v1.2.3-0a',
    'v1.2.3--',
    'v1.2.3---.-0',
    'v1.2.3-00-',
    'v1.2.3+00',
  ]) {
    assert.equal(isValid(v), true, v)
  }
})

const parts: [
  v: string,
  canonical: string,
  major: string,
  minor: string,
  pre: string,
  build: string,
][] = [
  ['v1', 'v1.0.0', 'v1', 'v1.0', '', ''],
  ['v1.2', 'v1.2.0', 'v1', 'v1.2', '', ''],
  ['v1.2.3', 'v1.2.3', 'v1', 'v1.2', '', ''],
  ['v0', 'v0.0.0', 'v0', 'v0.0', '', ''],
  ['v1.2.3-pre', 'v1.2.3-pre', 'v1', 'v1.2', '-pre', ''],
  ['v1.2.3-a.1.b-c', 'v1.2.3-a.1.b-c', 'v1', 'v1.2', '-a.1.b-c', ''],
  ['v1.2.3+meta', 'v1.2.3', 'v1', 'v1.2', '', '+meta'],
  ['v1.2.3+m-1.2', 'v1.2.3', 'v1', 'v1.2', '', '+m-1.2'],
  ['v2.1.0-pre+meta', 'v2.1.0-pre', 'v2', 'v2.1', '-pre', '+meta'],
  ['v2.0.0+incompatible', 'v2.0.0', 'v2', 'v2.0', '', '+incompatible'],
  [
    'v18446744073709551616.1.0',
    'v18446744073709551616.1.0',
    'v18446744073709551616',
    'v18446744073709551616.1',
    '',
    '',
  ],
  ['v1.2-pre', '', '', '', '', ''],
  ['v1+meta', '', '', '', '', ''],
  ['1.2.3', '', '', '', '', ''],
  ['', '', '', '', '', ''],
]

test('canonical() and the part functions give the parts, or nothing when invalid', () => {
  for (const [v, ...expected] of parts) {
    const found = [canonical(v), major(v), majorMinor(v), prerelease(v), build(v)]
    assert.deepEqual(found, expected, v)
  }
})

test('max() gives the canonical form of the later version', () => {
  assert.equal(max('v1.2', 'v1.1.9'), 'v1.2.0')
  assert.equal(max('v1.2.3+meta', 'v1.2.3-pre'), 'v1.2.3')
  assert.equal(max('bad', 'v0'), 'v0.0.0')
  assert.equal(max('bad', 'worse'), '')
})

test('compareVersions() breaks ties by bytes', () => {
  const shuffled = [
    'v1.2.3+b',
    'v1.10.0',
    '\u{1f600}',
    'v1.2.3',
    '\uff21',
    'v1.2.3+a',
    'v1.2',
    'v1.2.0',
  ]
  assert.deepEqual(shuffled.sort(compareVersions), [
    '\uff21', // before U+1F600 in UTF-8, after it in UTF-16
    '\u{1f600}',
    'v1.2',
    'v1.2.0',
    'v1.2.3',
    'v1.2.3+a',
    'v1.2.3+b',
    'v1.10.0',
  ])
})

const ident = fc.constantFrom('0', '1', '9', '10', 'a', 'A', 'b', '-', '1a', 'alpha', 'rc')
const suffix = (mark: string) =>
  fc.oneof(
    fc.constant(''),
    fc.array(ident, { minLength: 1, maxLength: 3 }).map((list) => mark + list.join('.')),
  )
const version = fc.oneof(
  fc
    .tuple(fc.bigInt(0n, 3n), fc.nat(11), fc.nat(2), suffix('-'), suffix('+'))
    .map(([x, y, z, pre, meta]) => `v${x}.${y}.${z}${pre}${meta}`),
  fc.constantFrom('v1', 'v1.2', 'bad', '', 'é', 'v01'),
)

test('compareVersions() is a total order', () => {
  fc.assert(
    fc.property(version, version, version, (a, b, c) => {
      assert.equal(compareVersions(a, b) === 0, a === b)
      assert.equal(compareVersions(a, b) + compareVersions(b, a), 0)
      if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0) {
        assert.ok(compareVersions(a, c) <= 0)
      }
    }),
    { numRuns: 2000 },
  )
})

test('compare() is 0 exactly when the canonical forms are equal', () => {
  fc.assert(
    fc.property(version, version, (a, b) => {
      assert.equal(compare(a, b) === 0, canonical(a) === canonical(b))
      assert.equal(compare(a, b) + compare(b, a), 0)
    }),
    { numRuns: 1000 },
  )
})

test('isValid() answers when a hostile version has millions of identifiers', () => {
  assert.equal(isValid(`v1.0.0-${'1.'.repeat(4_000_000)}1`), true)
  assert.equal(isValid(`v1.0.0+${'1.'.repeat(4_000_000)}`), false)
})

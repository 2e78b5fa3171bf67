import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { InvalidError } from './invalid-error.ts'
import {
  isPseudoVersion,
  isZeroPseudoVersion,
  pseudoTimestamp,
  pseudoVersion,
  pseudoVersionBase,
  pseudoVersionRev,
  pseudoVersionTime,
  zeroPseudoVersion,
} from './pseudo-version.ts'
import { build, compare } from './semver.ts'

const time = new Date('2006-01-02T15:04:05Z')
const rev = 'hash'

// Source: facts of x/mod/module's pseudo_test.
const built: [major: string, base: string, version: string][] = [
  ['', '', 'v0.0.0-20060102150405-hash'],
  ['v0', '', 'v0.0.0-20060102150405-hash'],
  ['v1', '', 'v1.0.0-20060102150405-hash'],
  ['v2', '', 'v2.0.0-20060102150405-hash'],
  ['v10', '', 'v10.0.0-20060102150405-hash'],
  ['unused', 'v0.0.0', 'v0.0.1-0.20060102150405-hash'],
  ['unused', 'v1.2.3', 'v1.2.4-0.20060102150405-hash'],
  ['unused', 'v1.2.99999999999999999', 'v1.2.100000000000000000-0.20060102150405-hash'],
  ['unused', 'v1.2.3-pre', 'v1.2.3-pre.0.20060102150405-hash'],
  ['unused', 'v1.3.0-pre', 'v1.3.0-pre.0.20060102150405-hash'],
  ['unused', 'v1.3.0-pre.0', 'v1.3.0-pre.0.0.20060102150405-hash'],
  ['unused', 'v0.0.0--', 'v0.0.0--.0.20060102150405-hash'],
  ['unused', 'v1.0.0-0', 'v1.0.0-0.0.20060102150405-hash'],
  ['unused', 'v2.1.0+incompatible', 'v2.1.1-0.20060102150405-hash+incompatible'],
  ['unused', 'v2.1.0-pre+incompatible', 'v2.1.0-pre.0.20060102150405-hash+incompatible'],
  ['unused', 'v1.2.3+meta.1', 'v1.2.4-0.20060102150405-hash+meta.1'],
]

test('pseudoVersion() builds the three forms, and the parts come back', () => {
  for (const [major, base, version] of built) {
    assert.equal(pseudoVersion({ major, base, time, rev }), version)
    assert.equal(isPseudoVersion(version), true, version)
    assert.equal(pseudoVersionBase(version), base, version)
    assert.equal(pseudoVersionRev(version), rev)
    assert.deepEqual(pseudoVersionTime(version), time)
  }
})

test('pseudoVersion() treats a base that is short, invalid or missing as Go does', () => {
  assert.equal(pseudoVersion({ major: 'v1', time, rev }), 'v1.0.0-20060102150405-hash')
  assert.equal(pseudoVersion({ major: 'v1', base: 'tip', time, rev }), 'v1.0.0-20060102150405-hash')
  assert.equal(
    pseudoVersion({ major: 'v1', base: 'v1.2', time, rev }),
    'v1.2.1-0.20060102150405-hash',
  )
})

const others = ['', 'v1.0.0', 'v1.2.3-pre', 'v1.0.0-20060102150405', 'v1.0.0-2006010215040-hash']
others.push('v1.0.0-200601021504055-hash', 'v1.0.1-20060102150405-hash', 'v1.0-20060102150405-hash')
others.push('v1.0.0-x-20060102150405-hash', 'v1.0.0-20060102150405-ha_h', 'v1.0.0-20060102150405-')
others.push('v1.2.3-pre.1.20060102150405-hash', 'v1.2.3-pre-0.20060102150405-hash')
others.push(
  'v01.0.0-20060102150405-hash',
  '1.0.0-20060102150405-hash',
  'v1.0.0-1.20060102150405-hash',
)
others.push(
  'v1.0.0-20060102150405-hash+',
  'v1.0.0-20060102150405-hash\n',
  'v1.0.0-0.20060102150405.hash',
)
others.push(
  'v1.2.3-00.0.20060102150405-hash',
  'v1.2.3-0.20060102150405-a-b',
  'v1.0.0+0.20060102150405-a',
)

test('isPseudoVersion() refuses other versions, and the readers throw', () => {
  for (const v of others) {
    assert.equal(isPseudoVersion(v), false, v)
    assert.throws(() => pseudoVersionBase(v), InvalidError, v)
    assert.throws(() => pseudoVersionRev(v), InvalidError, v)
    assert.throws(() => pseudoVersionTime(v), InvalidError, v)
  }
})

test('pseudoVersionBase() throws when no tagged version can be the base', () => {
  for (const v of [
    'v2.0.0-20060102150405-hash+incompatible',
    'v0.0.0-20060102150405-hash+meta',
    'v0.0.0-0.20060102150405-hash',
    'v1.3.0-0.20060102150405-hash',
    'v2.0.0-0.20060102150405-hash+incompatible',
  ]) {
    assert.equal(isPseudoVersion(v), true, v)
    assert.throws(() => pseudoVersionBase(v), InvalidError, v)
  }
})

test('pseudoVersionTime() throws when the date does not exist', () => {
  const stamps = ['20230229000000', '20240230000000', '20241301000000', '20240001000000']
  stamps.push('20240100000000', '20240132000000', '20240431000000', '20240101240000')
  stamps.push('20240101236000', '20240101235960', '19000229000000', '99999999999999')
  for (const stamp of stamps) {
    assert.throws(() => pseudoVersionTime(`v0.0.0-${stamp}-hash`), InvalidError, stamp)
  }
  for (const stamp of ['20240229235959', '20000229000000', '00010101000000', '99991231235959']) {
    assert.equal(pseudoTimestamp(pseudoVersionTime(`v0.0.0-${stamp}-hash`)), stamp)
  }
})

test('pseudoTimestamp() writes UTC and drops fractions', () => {
  assert.equal(pseudoTimestamp(new Date('2019-11-09T01:19:31.999-05:00')), '20191109061931')
  assert.equal(pseudoTimestamp(new Date(0)), '19700101000000')
  assert.equal(pseudoTimestamp(new Date('0987-06-05T04:03:02Z')), '09870605040302')
})

test('pseudoTimestamp() throws when the year has not four digits', () => {
  for (const date of [new Date(Number.NaN), new Date('+010000-01-01T00:00:00Z'), new Date(-8e15)]) {
    assert.throws(() => pseudoTimestamp(date), InvalidError)
  }
})

test('zeroPseudoVersion() is what isZeroPseudoVersion() takes', () => {
  for (const [major, version] of [
    ['', 'v0.0.0-00010101000000-000000000000'],
    ['v0', 'v0.0.0-00010101000000-000000000000'],
    ['v1', 'v1.0.0-00010101000000-000000000000'],
    ['v2', 'v2.0.0-00010101000000-000000000000'],
  ] as const) {
    assert.equal(zeroPseudoVersion(major), version)
    assert.equal(isZeroPseudoVersion(version), true)
  }
  for (const v of [
    '',
    'v0.0.0',
    'v0.0.1-00010101000000-000000000000',
    'v0.0.0-20060102150405-000000000000',
    'v0.0.0-00010101000000-000000000001',
    'v0.0.0-00010101000000-000000000000+incompatible',
  ]) {
    assert.equal(isZeroPseudoVersion(v), false, v)
  }
})

const base = fc
  .tuple(
    fc.bigInt(0n, 10n ** 22n),
    fc.nat(20),
    fc.bigInt(0n, 10n ** 22n),
    fc.constantFrom('', '-pre', '-rc.1', '-0', '-a-b.0', '--'),
    fc.constantFrom('', '+incompatible', '+meta'),
  )
  .map(([x, y, z, pre, meta]) => `v${x}.${y}.${z}${pre}${meta}`)

test('pseudoVersion() is undone by its readers and sorts right after its base', () => {
  const seconds = fc.integer({ min: -62_135_596_800, max: 253_402_300_799 })
  fc.assert(
    fc.property(base, seconds, fc.stringMatching(/^[0-9a-f]{12}$/), (base, second, rev) => {
      const time = new Date(second * 1000)
      const version = pseudoVersion({ major: 'v0', base, time, rev })
      assert.equal(pseudoVersionBase(version), base)
      assert.equal(pseudoVersionRev(version), rev)
      assert.deepEqual(pseudoVersionTime(version), time)
      assert.equal(compare(base, version), -1)
      assert.equal(build(version), build(base))
    }),
    { numRuns: 500 },
  )
})

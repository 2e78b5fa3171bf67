import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { compareGoVersions, goLang, isValidGoVersion } from './go-version.ts'

// Source: facts of cmd/go/internal/gover's test.
const comparisons: [a: string, b: string, expected: -1 | 0][] = [
  ['', '', 0],
  ['x', 'x', 0],
  ['', 'x', 0],
  ['x', '0', -1],
  ['1', '1.0', 0],
  ['1', '1.0.0', 0],
  ['1', '1.1', -1],
  ['1.5', '1.6', -1],
  ['1.5', '1.10', -1],
  ['1.6', '1.6.1', -1],
  ['1.6', '1.19', -1],
  ['1.19', '1.19.0', 0],
  ['1.19', '1.19.1', -1],
  ['1.19.0', '1.19.1', -1],
  ['1.19rc1', '1.19', -1],
  ['1.19rc1', '1.19.0', -1],
  ['1.19rc1', '1.19.1', -1],
  ['1.19rc1', '1.19rc2', -1],
  ['1.19alpha3', '1.19beta2', -1],
  ['1.19beta2', '1.19rc1', -1],
  ['1.20', '1.20.0', 0],
  ['1.20rc1', '1.20', -1],
  ['1.21', '1.21.0', -1],
  ['1.21', '1.21rc1', -1],
  ['1.21rc', '1.21rc1', -1],
  ['1.21rc1', '1.21.0', -1],
  ['1.21rc9', '1.21rc10', -1],
  ['1.21.9', '1.21.10', -1],
  ['1.21.3', '1.22', -1],
  ['1.99', '2', -1],
  ['2.0', '2', 0],
  ['1.1', '1.99999999999999998', -1],
  ['1.99999999999999998', '1.99999999999999999', -1],
]

test('compareGoVersions() orders languages, prereleases and releases', () => {
  for (const [a, b, expected] of comparisons) {
    assert.equal(compareGoVersions(a, b), expected, `${a} ? ${b}`)
    assert.equal(compareGoVersions(b, a) + expected, 0, `${b} ? ${a}`)
  }
})

const languages: [version: string, language: string][] = [
  ['1.2rc3', '1.2'],
  ['1.2.3', '1.2'],
  ['1.2', '1.2'],
  ['1', '1'],
  ['1.0', '1'],
  ['1.0.3', '1'],
  ['2', '2.0'],
  ['0', '0.0'],
  ['1.21.0', '1.21'],
  ['1.999testmod', '1.999'],
  ['1.99999999999999999.1', '1.99999999999999999'],
]

test('goLang() cuts to the language version', () => {
  for (const [version, language] of languages) {
    assert.equal(goLang(version), language, version)
    assert.equal(isValidGoVersion(version), true, version)
  }
})

test('goLang() is empty when the version is malformed', () => {
  const bad = ['', 'x', 'go1.21', 'v1.21', '1.', '1.21.', '01', '1.021', '1.21.01', '1.600+auto']
  bad.push('1.21rc01', '1.21RC1', '1.21rc1x', '1.21.3rc1', '1.21-rc1', '1.2.3.4', '1rc1', ' 1.21')
  bad.push('1.21\n', '-1', '1.21é', '.1')
  for (const version of bad) {
    assert.equal(isValidGoVersion(version), false, version)
    assert.equal(goLang(version), '', version)
  }
})

const version = fc
  .tuple(
    fc.constantFrom('1', '2'),
    fc.constantFrom('', '.0', '.9', '.20', '.21', '.22'),
    fc.constantFrom('', '.0', '.1', '.10', 'rc1', 'rc10', 'rc2', 'beta1', 'rc'),
  )
  .map((parts) => parts.join(''))

test('compareGoVersions() is a total preorder, and no release comes before its language', () => {
  fc.assert(
    fc.property(version, version, version, (a, b, c) => {
      assert.equal(compareGoVersions(a, b) + compareGoVersions(b, a), 0)
      if (compareGoVersions(a, b) <= 0 && compareGoVersions(b, c) <= 0) {
        assert.ok(compareGoVersions(a, c) <= 0)
      }
      if (/^1\.2[12]/.test(a)) assert.ok(compareGoVersions(goLang(a), a) <= 0)
    }),
    { numRuns: 1000 },
  )
})

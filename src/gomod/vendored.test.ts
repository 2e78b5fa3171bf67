import assert from 'node:assert/strict'
import { test } from 'node:test'

import { vendoredRule } from './vendored.ts'

// Rows of x/mod/zip TestIsVendoredPackage, and the corners around them.
const rows: [name: string, before124: boolean, from124: boolean][] = [
  ['vendor/foo/foo.go', true, true],
  ['pkg/vendor/foo/foo.go', true, true],
  ['longpackagename/vendor/foo/foo.go', true, true],
  ['vendor/vendor.go', false, false],
  ['vendor/foo/modules.txt', true, true],
  ['modules.txt', false, false],
  ['vendor/modules.txt', false, true],
  ['foo/vendor/modules.txt', true, false],
  ['pkg/vendor/vendor.go', true, false],
  ['longpackagename/vendor/vendor.go', true, false],
  ['a/vendor/b.go', true, false],
  ['vendor', false, false],
  ['a/vendor', false, false],
  ['vendors/a/b.go', false, false],
  ['myvendor/a/b.go', false, false],
  ['Vendor/a/b.go', false, false],
  ['a/vendor/vendor/b.go', true, true],
  ['vendor/vendor/b.go', true, true],
]

test('vendoredRule() goes by the Go version of the module', () => {
  const before = ['', '1', '1.9', '1.23', '1.23.99', 'nonsense'].map(vendoredRule)
  const from = ['1.24', '1.24rc1', '1.24.1', '1.100', '2.0'].map(vendoredRule)
  for (const [name, before124, from124] of rows) {
    for (const isVendored of before) assert.equal(isVendored(name), before124, name)
    for (const isVendored of from) assert.equal(isVendored(name), from124, name)
  }
})

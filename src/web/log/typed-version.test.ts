import assert from 'node:assert/strict'
import { test } from 'node:test'
import { typedVersion } from './typed-version.ts'

const read: [typed: string, path: string, version: string][] = [
  ['a.test/X@v1.0.0', 'a.test/X', 'v1.0.0'],
  ['  a.test/x@v1.0.0+incompatible\n', 'a.test/x', 'v1.0.0+incompatible'],
  ['a.test/x v1.0.0', 'a.test/x', 'v1.0.0'],
  ['a.test/x v1.0.0 h1:abc=', 'a.test/x', 'v1.0.0'],
  ['a.test/x\tv1.0.0/go.mod\th1:abc=\r\n', 'a.test/x', 'v1.0.0'],
]

for (const [typed, path, version] of read) {
  test(`${JSON.stringify(typed)} is ${path} ${version}`, () => {
    assert.deepEqual(typedVersion(typed), { path, version })
  })
}

for (const typed of ['', ' ', 'a.test/x', '@v1.0.0', 'a.test/x@', 'a@b@c', '@', 'x'.repeat(1e5)]) {
  test(`${JSON.stringify(typed.slice(0, 20))} is no version`, () => {
    assert.equal(typedVersion(typed), undefined)
  })
}

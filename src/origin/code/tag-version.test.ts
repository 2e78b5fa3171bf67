import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { tagVersion } from './tag-version.ts'

suite('tagVersion()', () => {
  const table = [
    ['v1.2.3', '', 'v1.2.3', true],
    ['sub/v1.2.3', 'sub/', 'v1.2.3', true],
    ['v1.2.3-rc.1', '', 'v1.2.3-rc.1', true],
    ['v1.2.3+meta', '', 'v1.2.3', false],
    ['v2.0.0+incompatible', '', 'v2.0.0', false],
    ['sub/v1.2.3+meta', 'sub/', 'v1.2.3', false],
    ['v1.2', '', undefined],
    ['v1', '', undefined],
    ['1.2.3', '', undefined],
    ['v01.2.3', '', undefined],
    ['release', '', undefined],
    ['v1.2.3', 'sub/', undefined],
    ['sub/v1.2.3', '', undefined],
    ['v0.0.0-20200102030405-0123456789ab', '', undefined],
    ['sub/', 'sub/', undefined],
    ['', '', undefined],
  ] as const
  for (const [tag, prefix, version, exact] of table) {
    test(`reads ${version} when the tag is "${tag}" and the prefix "${prefix}"`, () => {
      const expected = version === undefined ? undefined : { version, exact }
      assert.deepEqual(tagVersion(tag, prefix), expected)
    })
  }
})

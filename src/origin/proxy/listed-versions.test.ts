import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import * as fc from 'fast-check'
import { isPseudoVersion } from '../../gomod/pseudo-version.ts'
import { compareVersions, isValid } from '../../gomod/semver.ts'
import { listedVersions } from './listed-versions.ts'

suite('listedVersions()', () => {
  test('takes the first word of each line, if that is a version and no pseudo-version', () => {
    const list =
      '\r\n \tv2 v1.0.0\nx v3.0.0\nv1.0.0+b\r\nv1\nv1.0.0\nv0.0.0-20200102030405-0123456789ab\n'
    assert.deepEqual(listedVersions(list), ['v1', 'v1.0.0', 'v1.0.0+b', 'v2'])
    assert.deepEqual(listedVersions(''), [])
  })

  test('sorts as compareVersions() does', () => {
    const words = fc.constantFrom('v', '1', '2', '0', '10', '.', '.', '-', 'rc', '+b')
    const version = fc.oneof(
      fc.tuple(fc.nat({ max: 12 }), fc.nat({ max: 12 })).map(([a, b]) => `v1.${a}.${b}`),
      fc.string({ unit: words, maxLength: 8 }).map((end) => `v1.0.0${end}`),
      fc.string({ unit: words, maxLength: 8 }),
    )
    fc.assert(
      fc.property(fc.array(version), (versions) => {
        const expected = versions
          .filter((one) => isValid(one) && !isPseudoVersion(one))
          .sort(compareVersions)
        assert.deepEqual(listedVersions(versions.join('\n')), expected)
      }),
    )
  })
})

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import * as fc from 'fast-check'
import { compare } from '../../gomod/semver.ts'
import { retractingVersion, retractionsIn } from './retractions.ts'

suite('retractingVersion()', () => {
  const table = [
    [['v1.0.0', 'v1.1.0', 'v1.2.0-rc1'], 'v1.1.0'],
    [['v1.0.0-a', 'v1.0.0-b'], 'v1.0.0-b'],
    [['v1.0.0', 'v2.0.0+incompatible'], 'v1.0.0'],
    [['v2.0.0+incompatible'], undefined],
    [[], undefined],
  ] as const
  for (const [versions, expected] of table) {
    test(`is ${expected} of ${versions.join(' ')}`, () => {
      assert.equal(retractingVersion(versions), expected)
    })
  }
})

suite('retractionsIn()', () => {
  const goMod = Buffer.from(
    'module m\nretract v1.0.0\nretract (\n\tv1.2.0 // broken\n\t[v1.3.0, v1.4.9]\n)\nunknown x\n',
  )
  const table = [
    ['v1.0.0', true],
    ['v1.0.1', false],
    ['v1.2.0', true],
    ['v1.3.0-rc1', false],
    ['v1.3.0', true],
    ['v1.4.0-rc1', true],
    ['v1.4.9', true],
    ['v1.4.10', false],
  ] as const
  for (const [version, expected] of table) {
    test(`is ${expected} for ${version}`, () => {
      assert.equal(retractionsIn(goMod)(version), expected)
    })
  }

  test('retracts nothing when the file cannot be read', () => {
    assert.equal(retractionsIn(Buffer.from('module "\nretract v1.0.0\n'))('v1.0.0'), false)
  })

  test('is what every interval by itself says, however they lie', () => {
    const part = fc.nat({ max: 3 })
    const version = fc.oneof(
      fc.tuple(part, part).map(([minor, patch]) => `v1.${minor}.${patch}`),
      part.map((patch) => `v1.1.${patch}-rc.${patch}`),
      fc.constantFrom('v1', 'v1.2', 'v2.0.0+incompatible', 'master', 'v1.01.0'),
    )
    const intervals = fc.array(fc.tuple(version, version), { maxLength: 6 })
    fc.assert(
      fc.property(intervals, version, (pairs, asked) => {
        const lines = pairs.map(([low, high]) => `retract [${low}, ${high}]\n`)
        const isRetracted = retractionsIn(Buffer.from(`module m\n${lines.join('')}`))
        const expected = pairs.some(
          ([low, high]) => compare(low, asked) <= 0 && compare(asked, high) <= 0,
        )
        assert.equal(isRetracted(asked), expected)
      }),
      { numRuns: 1000 },
    )
  })
})

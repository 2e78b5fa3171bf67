import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { nearestHeld } from './nearest-held.ts'
import { refSnapshot } from './refs.ts'

const tags = Array.from({ length: 20 }, (_, index) => `v1.${index}.0`)
const commitOf = (tag: string) => `commit of ${tag}`
const at = refSnapshot(
  0,
  tags.map((tag) => ({ name: `refs/tags/${tag}`, hash: tag, commit: commitOf(tag) })),
  'sha1',
)

suite('nearestHeld()', () => {
  test('gives none when none is held', () => {
    assert.deepEqual(nearestHeld(commitOf('v1.0.0'), [], at), [])
  })

  test('gives the nearest tags in the order of numbers, and the newest held', () => {
    const held = tags.filter((tag) => tag !== 'v1.9.0').map(commitOf)
    const near = ['v1.10.0', 'v1.8.0', 'v1.11.0', 'v1.7.0'].map(commitOf)
    assert.deepEqual(
      nearestHeld(commitOf('v1.9.0'), held, at).toSorted(),
      [...near, commitOf('v1.18.0'), commitOf('v1.19.0')].toSorted(),
    )
  })

  test('gives the newest held when no tag leads to the commit', () => {
    const held = tags.map(commitOf)
    assert.deepEqual(nearestHeld('other', held, at).toSorted(), held.slice(-6).toSorted())
  })

  test('gives each commit once', () => {
    const held = [commitOf('v1.1.0'), commitOf('v1.2.0')]
    assert.equal(nearestHeld(commitOf('v1.0.0'), held, at).length, 2)
  })

  test('goes by the order among held tags, however many others stand between', () => {
    const held = ['v1.0.0', 'v1.15.0', 'v1.4.0', 'v1.18.0', 'v1.19.0', 'v1.16.0', 'v1.3.0']
    assert.deepEqual(
      nearestHeld(commitOf('v1.5.0'), held.map(commitOf), at).toSorted(),
      ['v1.4.0', 'v1.15.0', 'v1.3.0', 'v1.16.0', 'v1.0.0', 'v1.18.0'].map(commitOf).toSorted(),
    )
  })
})

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { nearestHeld } from './nearest-held.ts'
import { refSnapshot } from './refs.ts'

const tags = Array.from({ length: 100 }, (_, index) => `v1.${index}.0`)
const commitOf = (tag: string) => `commit of ${tag}`
const at = refSnapshot(
  0,
  tags.map((tag) => ({ name: `refs/tags/${tag}`, hash: tag, commit: commitOf(tag) })),
  'sha1',
)
const all = tags.map(commitOf)
const without = (tag: string) => all.filter((commit) => commit !== commitOf(tag))

suite('nearestHeld()', () => {
  test('gives all when few are held', () => {
    assert.deepEqual(nearestHeld(commitOf('v1.0.0'), [], at), [])
    const held = [commitOf('v1.1.0'), commitOf('v1.2.0'), 'untagged']
    assert.deepEqual(nearestHeld(commitOf('v1.0.0'), held, at), held)
  })

  test('gives those on both sides in the order of numbers, both ends, and the newest held', () => {
    const held = without('v1.9.0')
    const near = nearestHeld(commitOf('v1.9.0'), held, at)
    for (const number of [8, 10, 7, 11, 6, 12, 0, 99]) {
      assert.ok(near.includes(commitOf(`v1.${number}.0`)), `v1.${number}.0`)
    }
    assert.ok(near.some((commit) => held.indexOf(commit) > 40 && held.indexOf(commit) < 60))
  })

  test('gives the newest held, and some of all times, when no tag leads to the commit', () => {
    const near = nearestHeld('other', all, at)
    for (const commit of [...all.slice(-16), ...all.slice(0, 1)]) {
      assert.ok(near.includes(commit), commit)
    }
  })

  test('gives each commit once, none but held ones, and no more than 32', () => {
    const twice = refSnapshot(
      0,
      [...at.refs, { name: 'refs/tags/again', hash: 'x', commit: commitOf('v1.5.0') }],
      'sha1',
    )
    for (const wanted of ['v1.0.0', 'v1.5.0', 'v1.50.0', 'v1.99.0']) {
      const held = without(wanted)
      const near = nearestHeld(commitOf(wanted), held, twice)
      assert.equal(near.length, 32)
      assert.equal(new Set(near).size, 32)
      assert.ok(near.every((commit) => held.includes(commit)))
    }
  })

  test('goes by the order among held tags, however many others stand between', () => {
    const held = tags.filter((_, index) => index < 30 || index > 80).map(commitOf)
    const near = nearestHeld(commitOf('v1.50.0'), held, at)
    for (const number of [29, 28, 27, 81, 82, 83]) {
      assert.ok(near.includes(commitOf(`v1.${number}.0`)), `v1.${number}.0`)
    }
  })
})

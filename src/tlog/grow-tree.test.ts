import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { emptyEdge, growTree, type TreeEdge } from './grow-tree.ts'
import { emptyRoot } from './hash.ts'
import { memoryLog, numberedLeaves } from './memory-log.test-data.ts'
import { naiveRoot } from './naive-tree.test-data.ts'
import { newTiles, planTile } from './tile.ts'

const leaves = numberedLeaves(70_000)

/** The last tree of those that grow by these counts, each from the one before. */
function grow(counts: readonly number[], edge: TreeEdge = emptyEdge) {
  let grown = growTree(edge, [])
  for (const count of counts) {
    grown = growTree(grown.edge, leaves.slice(grown.edge.size, grown.edge.size + count))
  }
  return grown
}

const order = (list: readonly { level: number; n: number }[]) =>
  list.toSorted((a, b) => a.level - b.level || a.n - b.n)

void test('growTree() has the root of the definition, however the records come', () => {
  const counts = fc.array(fc.oneof(fc.nat(3), fc.nat(600)), { maxLength: 12 })
  fc.assert(
    fc.property(counts, (counts) => {
      const { edge, root } = grow(counts)
      assert.deepEqual(Buffer.from(root), Buffer.from(naiveRoot(leaves.slice(0, edge.size))))
    }),
    { numRuns: 40 },
  )
})

void test('growTree() gives exactly the tiles that are new or wider', () => {
  const log = memoryLog(leaves.slice(0, 3000))
  const steps = fc.tuple(fc.nat(1500), fc.nat(1500))
  fc.assert(
    fc.property(steps, ([before, more]) => {
      const { tiles } = growTree(grow([before]).edge, leaves.slice(before, before + more))
      const expected = newTiles(before, before + more)
      assert.deepEqual(order(tiles.map(({ tile }) => tile)), order(expected))
      for (const { tile, bytes } of tiles) {
        assert.deepEqual(Buffer.from(bytes), Buffer.from(log.run(planTile(tile))))
      }
    }),
    { numRuns: 30 },
  )
})

for (const size of [0, 1, 255, 256, 257, 65_535, 65_536, 65_537, 70_000]) {
  void test(`growTree() to ${size} records leaves an edge that the next grows from`, () => {
    const { edge, root } = grow([size])
    const expected = size === 0 ? emptyRoot : naiveRoot(leaves.slice(0, size))
    assert.deepEqual(Buffer.from(root), Buffer.from(expected))
    assert.deepEqual(Buffer.from(growTree(edge, []).root), Buffer.from(root))
  })
}

void test('growTree() leaves the edge that it was given as it was', () => {
  const { edge } = grow([300])
  const before = structuredClone(edge.tiles)
  growTree(edge, leaves.slice(300, 900))
  assert.deepEqual(edge.tiles, before)
})

void test('growTree() refuses an edge that lacks a tile', () => {
  const { edge } = grow([300])
  const torn = { size: 300, tiles: new Map([...edge.tiles].filter(([level]) => level === 0)) }
  assert.throws(() => growTree(torn, []), RangeError)
  const short = { size: 301, tiles: edge.tiles }
  assert.throws(() => growTree(short, leaves.slice(0, 1)), RangeError)
})

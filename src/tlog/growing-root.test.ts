import assert from 'node:assert/strict'
import { test } from 'node:test'
import { growingRoot } from './growing-root.ts'
import { numberedLeaves } from './memory-log.test-data.ts'
import { naiveRoot } from './naive-tree.test-data.ts'
import { storedHashIndex } from './stored-hash.ts'

const leaves = numberedLeaves(600)

void test('root() is that of the definition after each record', () => {
  const tree = growingRoot()
  for (const [i, leaf] of leaves.entries()) {
    assert.deepEqual(Buffer.from(tree.root()), Buffer.from(naiveRoot(leaves.slice(0, i))))
    tree.append(leaf)
  }
})

void test('append() tells of each perfect subtree once, when it is complete, in the order of stored hashes', () => {
  const tree = growingRoot()
  const counts: number[] = []
  let told = 0
  for (const leaf of leaves) {
    tree.append(leaf, (level, hash) => {
      const n = (counts[level] = (counts[level] ?? 0) + 1) - 1
      const under = leaves.slice(n * 2 ** level, (n + 1) * 2 ** level)
      assert.deepEqual(Buffer.from(hash), Buffer.from(naiveRoot(under)))
      assert.equal(storedHashIndex(level, n), told++)
    })
  }
  assert.deepEqual(counts, [600, 300, 150, 75, 37, 18, 9, 4, 2, 1])
})

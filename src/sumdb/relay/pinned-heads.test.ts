import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseVerifierKey } from '../../tlog/verifier.ts'
import { openHead } from './open-head.ts'
import { pinnedHeads } from './pinned-heads.ts'

// Source: cmd/go/internal/modfetch.knownGOSUMDB
const publicKey = 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8'

test('pinnedHeads() are signed by the public database, and grow', () => {
  const heads = pinnedHeads('sum.golang.org+033de0ae')
  assert.equal(heads.length, 14)
  for (const head of heads) {
    const { size, root, note } = openHead(head.note, [parseVerifierKey(publicKey)])
    assert.deepEqual(
      [size, Buffer.from(root), note],
      [head.size, Buffer.from(head.root), head.note],
    )
  }
  const sizes = heads.map(({ size }) => size)
  assert.deepEqual(
    sizes,
    sizes.toSorted((a, b) => a - b),
  )
  assert.deepEqual(pinnedHeads('sum.golang.org+00000000'), [])
})

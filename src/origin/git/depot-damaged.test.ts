import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DepotDamaged, packFailure } from './depot-damaged.ts'

const cannotMake = "fatal: Unable to create temporary file '/data/git/x/objects/pack/tmp_pack_a'"

test('packFailure() tells our own disk, the server and what was held before apart', () => {
  const table: [stderr: string, code: string, says: RegExp, isOfRepository: boolean][] = [
    [`${cannotMake}: Permission denied\n`, 'unreachable', /^Cannot store objects: /, false],
    [`${cannotMake}: Read-only file system`, 'unreachable', /^Cannot store objects: /, false],
    [`${cannotMake}: No space left on device`, 'no-space', /^Cannot store objects: /, false],
    ['fatal: pack is corrupted (SHA1 mismatch)', 'unreachable', /objects the server sent/, true],
    ['fatal: pack exceeds maximum allowed size', 'refused', /objects the server sent/, true],
  ]
  for (const [stderr, code, says, isOfRepository] of table) {
    const failure = packFailure(stderr, false)
    assert.match(failure.message, says)
    const { details } = failure as unknown as { details: { at?: string } }
    assert.deepEqual([Object(failure).code, details.at === 'repository'], [code, isOfRepository])
  }
  assert.ok(packFailure('fatal: pack has 1 unresolved delta', true) instanceof DepotDamaged)
})

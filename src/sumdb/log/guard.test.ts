import assert from 'node:assert/strict'
import { rmSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { Failure } from '../../failure.ts'
import { formatSignerKey } from '../../tlog/signer.ts'
import { emptyRoot } from '../../tlog/hash.ts'
import { readGuard } from './guard.ts'
import { heldKey } from './held-key.ts'
import { testKey, testLog } from './own-tree.test-data.ts'
import { formatSignedHead, signHead } from './signed-head.ts'

const other = heldKey(formatSignerKey('other.example', Buffer.alloc(32, 9), 1), 'a test')

void test('a guard that is lost or none is named, and is to be put back itself', async (t) => {
  const { guard } = (await testLog(t)).options
  const { verifier } = testKey
  assert.equal((await readGuard(guard, verifier)).size, 0)
  const foreign = await signHead({ size: 0, root: emptyRoot }, other, 1)
  for (const [text, why] of [
    [undefined, /log\.example is not there$/],
    ['', /log\.example is none: /],
    ['{"note": 1}', /log\.example is none: /],
    [formatSignedHead(foreign), /log\.example is none: .*signed by other\.example/],
  ] as const) {
    if (text === undefined) rmSync(guard.file)
    else writeFileSync(guard.file, text)
    await assert.rejects(readGuard(guard, verifier), (error) => {
      assert.ok(Failure.is(error, 'mismatch'))
      assert.match(error.message, /^Cannot go on with the log log\.example: its guard \//)
      assert.match(error.message, why)
      assert.match(error.details.hint ?? '', /^Put the guard itself back/)
      return true
    })
  }
})

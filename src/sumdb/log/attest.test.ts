import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure } from '../../failure.ts'
import { attestedBy, attestedByNobody } from './attest.ts'
import { openOwnLog } from './own-log.ts'
import { numbered, testKey, testLog } from './own-tree.test-data.ts'

const path = 'example.com/x'

void test('another log vouches with what it has, and for how large it was', async (t) => {
  const { options } = await testLog(t)
  const { zip, goMod } = numbered(1)
  const other = openOwnLog({
    ...options,
    admission: {
      sumsOf: async () => ({ zip, goMod }),
      ledger: () => undefined,
      needsAttestation: () => false,
      attested: attestedByNobody,
    },
  })
  t.after(() => other.close())
  await other.lookup('example.com/first', 'v1.0.0')
  const attested = attestedBy(other, testKey.verifier)
  const log = `log.example+${testKey.text.split('+')[1]}`
  assert.deepEqual(await attested(path, 'v1.1.0'), { zip, goMod, log, size: 2 })

  const unrelated = attestedBy(
    { lookup: () => other.lookup('example.com/first', 'v1.0.0') },
    testKey.verifier,
  )
  await assert.rejects(unrelated(path, 'v1.1.0'), {
    code: 'mismatch',
    message: /is of example\.com\/first@v1\.0\.0/,
  })
})

void test('a version that the other log does not have is refused, whatever else goes wrong is told as it is', async () => {
  const failing = (failure: Failure) =>
    attestedBy({ lookup: () => Promise.reject(failure) }, testKey.verifier)(path, 'v1.0.0')
  await assert.rejects(failing(new Failure('not-found', 'no')), {
    code: 'refused',
    message: 'Cannot log example.com/x@v1.0.0: log.example has no record of it',
  })
  const down = new Failure('unreachable', 'down')
  await assert.rejects(failing(down), down)
  await assert.rejects(attestedByNobody(path, 'v1.0.0'), { code: 'refused' })
})

void test('an answer that is none vouches for nothing', async () => {
  const attested = attestedBy({ lookup: async () => Buffer.from('hello') }, testKey.verifier)
  await assert.rejects(attested(path, 'v1.0.0'), { code: 'mismatch' })
})

import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { Failure } from '../../failure.ts'
import type { Admission } from './admit.ts'
import { openOwnLog } from './own-log.ts'
import { numbered, testLog } from './own-tree.test-data.ts'

const { path } = numbered(0)
const hanging = new Failure('unreachable', 'The signer hangs')
const sumsOf = async (_: string, version: string) => {
  const number = Number(version.split('.')[1])
  if (number < 1000) return numbered(number)
  throw new Failure('not-found', 'There is no such version')
}

async function open(t: TestContext, admission: Partial<Admission> = {}) {
  const { options } = await testLog(t)
  const log = openOwnLog({
    ...options,
    admission: {
      sumsOf,
      ledger: () => undefined,
      needsAttestation: () => false,
      attested: () => assert.fail(),
      ...admission,
    },
  })
  t.after(() => log.close())
  return { log, options }
}

void test('a view shows what was logged, and logs nothing', async (t) => {
  const { log } = await open(t)
  const { view } = log
  assert.deepEqual((await view.standing()).headAt, undefined)
  assert.deepEqual(await view.entries(10), [])
  assert.equal(await view.entry(0), undefined)
  for (const i of [4, 7, 1]) await log.lookup(path, `v1.${i}.0`)
  assert.deepEqual(
    (await view.entries(2)).map(({ number, version }) => [number, version]),
    [
      [2, 'v1.1.0'],
      [1, 'v1.7.0'],
    ],
  )
  assert.deepEqual(
    (await view.entries(10, 1)).map(({ version }) => version),
    ['v1.4.0'],
  )
  assert.deepEqual(await view.entries(10, 0), [])
  const { head, headAt, unsigned } = await view.standing()
  const [last] = await view.entries(1)
  assert.deepEqual([head.size, headAt, unsigned], [3, last?.addedAt, 0])
  assert.ok((head.signedAt ?? 0) > (headAt ?? Infinity))
  assert.equal((await view.entry(2))?.record.version, 'v1.1.0')
  assert.equal(await view.find(path, 'v1.7.0'), 1)
  assert.equal(await view.find(path, 'v1.5.0'), undefined)
  assert.equal(await view.entry(3), undefined)
  assert.deepEqual(view.counts(), { waiting: 0, refused: 0 })
})

void test('what must not be logged, or told, is counted; what is not there is not', async (t) => {
  let zipSum: string | undefined
  const { log } = await open(t, {
    ledger: (_, version) =>
      version === 'v1.1.0' && zipSum !== undefined
        ? { zipSum, modSum: numbered(1).goMod }
        : undefined,
    needsAttestation: () => true,
    attested: async (_, version) => {
      if (version === 'v1.2.0') throw new Failure('refused', 'Nobody vouches for it')
      return { ...(await sumsOf(_, version)), log: 'sum.example+00000001', size: 9 }
    },
  })
  const refused = () => log.view.counts().refused
  await log.lookup(path, 'v1.1.0')
  await assert.rejects(log.lookup(path, 'v1.1000.0'), { code: 'not-found' })
  assert.equal(refused(), 0)
  await assert.rejects(log.lookup(path, 'v1.2.0'), { code: 'refused' })
  assert.equal(refused(), 1)
  zipSum = numbered(5).zip
  await assert.rejects(log.lookup(path, 'v1.1.0'), { code: 'mismatch' })
  assert.equal(refused(), 2)
})

void test('an entry without a signature is counted, and not shown', async (t) => {
  const { log, options } = await open(t)
  await log.lookup(path, 'v1.0.0')
  const other = openOwnLog({
    ...options,
    key: { ...options.key, sign: () => Promise.reject(hanging) },
    admission: {
      sumsOf,
      ledger: () => undefined,
      needsAttestation: () => false,
      attested: () => assert.fail(),
    },
  })
  t.after(() => other.close())
  await assert.rejects(other.lookup(path, 'v1.1.0'), { code: 'unreachable' })
  for (const { view } of [log, other]) {
    const { head, unsigned } = await view.standing()
    assert.deepEqual([head.size, unsigned], [1, 1])
    for (const before of [undefined, 2, 1000]) {
      assert.equal((await view.entries(10, before)).length, 1)
    }
    assert.equal(await view.find(path, 'v1.1.0'), undefined)
    assert.equal(await view.entry(1), undefined)
  }
})

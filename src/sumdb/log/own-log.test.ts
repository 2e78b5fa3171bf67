import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import * as fc from 'fast-check'
import { Failure } from '../../failure.ts'
import { parseDataTile } from '../../tlog/data-tile.ts'
import { emptyRoot, leafHash } from '../../tlog/hash.ts'
import { parseLookup } from '../../tlog/lookup.ts'
import { formatModuleRecord } from '../../tlog/record-text.ts'
import { tileAt, tileWidth } from '../../tlog/tile.ts'
import { followLog } from '../../tlog/timeline.ts'
import { openNote } from '../../tlog/note.ts'
import { parseTreeNote } from '../../tlog/tree-note.ts'
import { verifyTiles, type TileSource } from '../../tlog/verified-tiles.ts'
import { verifyLookup } from '../../tlog/verify-lookup.ts'
import { verifyTlogProof } from '../../tlog/verify-tlog-proof.ts'
import type { Admission } from './admit.ts'
import { openOwnLog, type OwnLog } from './own-log.ts'
import { numbered, testKey, testLog, type TestLog } from './own-tree.test-data.ts'

const path = 'example.com/x'
const versionOf = (i: number) => numbered(i).version
const sumsOf = (version: string) => {
  const { zip, goMod } = numbered(Number(/^v1\.(\d+)/.exec(version)?.[1]))
  return { zip, goMod }
}
const attestation = { log: 'sum.example+00000001', size: 100 }

/** Everything has the sums of its number, and others vouch for all of it. */
const willing: Admission = {
  sumsOf: async (_, version) => sumsOf(version),
  ledger: () => undefined,
  needsAttestation: () => true,
  attested: async (_, version) => ({ ...sumsOf(version), ...attestation }),
}

async function openLog(t: TestContext, admission: Partial<Admission> = {}, made?: TestLog) {
  const { options } = made ?? (await testLog(t))
  const log = openOwnLog({ ...options, admission: { ...willing, ...admission } })
  t.after(() => log.close())
  return log
}

/** A client that believes nothing, and has seen every head before. */
function client(log: OwnLog) {
  const source: TileSource = { readTile: (tile) => log.tile(tile) }
  let latest = verifyTiles({ size: 0, root: emptyRoot }, source)
  const follow: Parameters<typeof verifyLookup>[2]['follow'] = async (head) =>
    (latest = await followLog(latest, head, source))
  const verifiers = [testKey.verifier]
  return {
    lookup: async (version: string) =>
      verifyLookup(await log.lookup(path, version), { path, version }, { verifiers, follow }),
    latest: async () =>
      follow(parseTreeNote(openNote(await log.latest(), verifiers).text, 'refuse')),
  }
}

void test('every lookup is proved to a client that has seen all heads, whatever order they come in', async (t) => {
  const log = await openLog(t)
  const { lookup, latest } = client(log)
  const seen = new Set<string>()
  const calls = fc.array(fc.array(fc.nat(400), { minLength: 1, maxLength: 60 }), { maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(calls, async (batches) => {
      for (const batch of batches) {
        const found = await Promise.all(batch.map((i) => lookup(versionOf(i))))
        for (const [at, { sums, record }] of found.entries()) {
          const version = versionOf(batch[at] ?? 0)
          assert.deepEqual({ zip: sums.zip, goMod: sums.goMod }, sumsOf(version))
          assert.ok(record.id < (await latest()).head.size)
          seen.add(version)
        }
      }
      assert.equal((await latest()).head.size, seen.size)
    }),
    { numRuns: 15 },
  )
})

void test('tiles are given at each width that was ever published, and none beyond', async (t) => {
  const log = await openLog(t)
  await Promise.all(Array.from({ length: 300 }, (_, i) => log.lookup(path, versionOf(i))))
  const whole = await log.tile({ level: 0, n: 0, width: tileWidth })
  for (const width of [1, 44, 255]) {
    const part = await log.tile({ level: 0, n: 0, width })
    assert.deepEqual(Buffer.from(part), Buffer.from(whole.subarray(0, width * 32)))
    const texts = parseDataTile(await log.tile({ level: 'data', n: 0, width }), width)
    assert.deepEqual(Buffer.concat(texts.map((text) => leafHash(text))), Buffer.from(part))
  }
  for (const level of ['data', 0] as const) {
    for (const [n, width] of [
      [1, 45],
      [1, 256],
      [2, 1],
    ] as const) {
      await assert.rejects(log.tile({ level, n, width }), { code: 'not-found' })
    }
  }
  await assert.rejects(log.tile({ level: 1, n: 0, width: 2 }), { code: 'not-found' })
  await assert.rejects(log.tile({ level: 2, n: 0, width: 1 }), { code: 'not-found' })
  await assert.rejects(log.readers.entries({ level: 'data', n: 1, width: 45 }), {
    code: 'not-found',
  })
  assert.ok(tileAt(300, 1, 0))
})

void test('entries() has each record behind its length', async (t) => {
  const log = await openLog(t)
  const { text } = parseLookup(await log.lookup(path, versionOf(3)))
  const bytes = Buffer.from(await log.readers.entries({ level: 'data', n: 0, width: 1 }))
  assert.equal(bytes.readUInt16BE(0), text.length)
  assert.equal(bytes.subarray(2).toString(), text)
})

void test('proof() proves the record of each version offline', async (t) => {
  const log = await openLog(t)
  await Promise.all(Array.from({ length: 300 }, (_, i) => log.lookup(path, versionOf(i))))
  const policy = { origin: 'log.example', log: [testKey.verifier], witnesses: [], quorum: 0 }
  for (const i of [0, 7, 255, 256, 299, 300]) {
    const bundle = Buffer.from(await log.readers.proof(path, versionOf(i))).toString()
    const text = formatModuleRecord(numbered(i))
    assert.equal(verifyTlogProof(bundle, text, policy).record.text, text)
    assert.throws(() => verifyTlogProof(bundle, formatModuleRecord(numbered(i + 1)), policy))
  }
})

void test('a version is fetched and vouched for once for all who ask, and never again', async (t) => {
  const asked: string[] = []
  const log = await openLog(t, {
    async sumsOf(path, version) {
      asked.push(`sums of ${path}@${version}`)
      return sumsOf(version)
    },
    async attested(path, version) {
      asked.push(`attested ${path}@${version}`)
      return { ...sumsOf(version), ...attestation }
    },
  })
  await Promise.all([1, 2, 3].map(() => log.lookup(path, 'v1.0.0')))
  await log.lookup(path, 'v1.0.0')
  assert.deepEqual(asked, ['sums of example.com/x@v1.0.0', 'attested example.com/x@v1.0.0'])
  assert.deepEqual((await log.view.entry(0))?.record.attestation, attestation)
})

for (const [what, attested, expected] of [
  [
    'zip',
    { zip: numbered(9).zip },
    /v1\.0\.0: it is h1:emlwIDAg.* here, and sum\.example\+00000001 has h1:emlwIDkg/,
  ],
  ['go.mod', { goMod: numbered(9).goMod }, /v1\.0\.0\/go\.mod: it is h1:bW9kIDAg.*has h1:bW9kIDkg/],
] as const) {
  void test(`a version whose ${what} another log has otherwise is not logged`, async (t) => {
    const log = await openLog(t, {
      attested: async (_, version) => ({ ...sumsOf(version), ...attested, ...attestation }),
    })
    await assert.rejects(log.lookup(path, 'v1.0.0'), { code: 'mismatch', message: expected })
    assert.equal((await client(log).latest()).head.size, 0)
  })
}

void test('what nobody vouches for is not logged, unless nobody has to', async (t) => {
  const refused = new Failure('refused', 'Cannot log it: nobody has a record of it')
  const attested = () => Promise.reject(refused)
  const log = await openLog(t, { attested })
  await assert.rejects(log.lookup(path, 'v1.0.0'), refused)
  assert.equal((await client(log).latest()).head.size, 0)
  const lax = await openLog(t, { attested, needsAttestation: (path) => path !== 'example.com/x' })
  assert.equal((await client(lax).lookup('v1.0.0')).record.id, 0)
})

for (const [what, sums] of [
  ['zip', { modSum: numbered(0).goMod, zipSum: numbered(9).zip }],
  ['go.mod', { modSum: numbered(9).goMod }],
] as const) {
  void test(`a version whose ${what} the ledger has otherwise is neither logged nor told`, async (t) => {
    const made = await testLog(t)
    const log = await openLog(t, { ledger: () => sums }, made)
    await assert.rejects(log.lookup(path, 'v1.0.0'), { code: 'mismatch', message: /first saw h1:/ })
    assert.equal((await client(log).latest()).head.size, 0)
    await (await openLog(t, {}, made)).lookup(path, 'v1.0.0')
    const later = await openLog(t, { ledger: () => sums }, made)
    await assert.rejects(later.lookup(path, 'v1.0.0'), {
      code: 'mismatch',
      message: /first saw h1:/,
    })
    await assert.rejects(later.readers.proof(path, 'v1.0.0'), { code: 'mismatch' })
  })
}

void test('a failure to log is told to who asked, and to nobody after', async (t) => {
  let isDown = true
  const down = new Failure('unreachable', 'Cannot fetch it: upstream is down')
  const log = await openLog(t, {
    sumsOf: (_, version) => (isDown ? Promise.reject(down) : Promise.resolve(sumsOf(version))),
  })
  await assert.rejects(log.lookup(path, 'v1.0.0'), down)
  isDown = false
  assert.equal((await client(log).lookup('v1.0.0')).record.id, 0)
})

void test('a closed log takes nothing in', async (t) => {
  const log = await openLog(t)
  const first = log.lookup(path, 'v1.0.0')
  await first
  await log.close()
  await assert.rejects(log.lookup(path, 'v1.1.0'), { code: 'stopped' })
  await assert.rejects(log.latest(), { code: 'stopped' })
})

void test('an answer is given again with the newest head, as long as the ledger agrees', async (t) => {
  const sums: { modSum: string; zipSum?: string } = { modSum: sumsOf('v1.0.0').goMod }
  const log = await openLog(t, {
    ledger: (_, version) => (version === 'v1.0.0' ? sums : undefined),
  })
  const { lookup } = client(log)
  assert.equal((await lookup('v1.0.0')).latest.head.size, 1)
  await lookup('v1.1.0')
  assert.equal((await lookup('v1.0.0')).latest.head.size, 2)
  sums.zipSum = numbered(9).zip
  await assert.rejects(log.lookup(path, 'v1.0.0'), { code: 'mismatch' })
  sums.zipSum = sumsOf('v1.0.0').zip
  for (const size of [3, 4]) {
    await lookup(versionOf(size))
    const { note } = parseLookup(await log.lookup(path, 'v1.0.0'))
    assert.equal(parseTreeNote(openNote(note, [testKey.verifier]).text, 'refuse').size, size)
  }
})

void test('a record is told only with a head that has it', async (t) => {
  const made = await testLog(t)
  const full = new Failure('no-space', 'Cannot write the guard: the disk is full')
  let isFull = true
  const { guard } = made.options
  const write = (text: string) => (isFull ? Promise.reject(full) : guard.write(text))
  const options = { ...made.options, guard: { ...guard, write } }
  const log = await openLog(t, {}, { ...made, options })
  for (let i = 0; i < 3; i++) {
    await assert.rejects(log.lookup(path, 'v1.0.0'), { code: 'no-space' })
    await assert.rejects(log.tile({ level: 0, n: 0, width: 1 }), { code: 'not-found' })
  }
  isFull = false
  const { record, latest } = await client(log).lookup('v1.0.0')
  assert.deepEqual([record.id, latest.head.size], [0, 1])
})

void test('what is held of it is given without logging anything', async (t) => {
  const log = await openLog(t)
  const [first, other] = [versionOf(1), versionOf(2)]
  await assert.rejects(log.held.lookup(path, first), { code: 'not-held' })
  const answer = await log.lookup(path, first)
  assert.deepEqual(await log.held.lookup(path, first), answer)
  assert.deepEqual(await log.held.latest(), await log.latest())
  await assert.rejects(log.held.lookup(path, other), { code: 'not-held' })
  assert.equal(await log.kept(path, other), undefined)
})

import assert from 'node:assert/strict'
import { cpSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { Failure } from '../../failure.ts'
import { makeLogFile, openLogFile } from '../../store/log/log-file.ts'
import { growTree } from '../../tlog/grow-tree.ts'
import { emptyRoot, leafHash } from '../../tlog/hash.ts'
import { formatModuleRecord } from '../../tlog/record-text.ts'
import type { RemoteLog } from '../client/remote-log.ts'
import { exportLog } from './export-log.ts'
import { readGuard } from './guard.ts'
import { openCopy } from './log-copy.ts'
import { numberedFrom, testKey, testLog, type TestLog } from './own-tree.test-data.ts'
import { readEdge } from './read-edge.ts'
import { restoreLog } from './restore-log.ts'
import { verifyLog } from './verify-log.ts'

const { verifier, text: key } = testKey

/** All files of an export of the log as it is now. */
async function exported({ open }: TestLog): Promise<Map<string, string | Uint8Array>> {
  const tree = open()
  const { read, published } = await tree.open()
  const files = [...exportLog({ read, size: published.size }, published, published.checkpoint)]
  tree.close()
  return new Map(files.map(({ path, bytes }) => [path, bytes]))
}

function remoteOf(files: ReadonlyMap<string, string | Uint8Array>): RemoteLog {
  return {
    async read(path) {
      const bytes = files.get(path)
      if (bytes === undefined) throw new Failure('not-found', `There is no ${path}`)
      return Buffer.from(bytes)
    },
  }
}

/** A log of 300 records, of which a copy was taken, and then `more`; its database is taken back to `kept` then. */
async function damaged(t: TestContext, { more = 0, kept = 'none' } = {}) {
  const log = await testLog(t)
  const tree = log.open()
  await tree.append(numberedFrom(0, 100))
  tree.close()
  const folder = dirname(log.options.file)
  const backup = join(log.folder, 'backup')
  cpSync(folder, backup, { recursive: true })
  const later = log.open()
  await later.append(numberedFrom(100, 200))
  const copy = await exported(log)
  if (more > 0) await later.append(numberedFrom(300, more))
  later.close()
  rmSync(folder, { recursive: true })
  if (kept === 'some') cpSync(backup, folder, { recursive: true })
  else await makeLogFile(log.options.file, key, { head: { size: 0, root: emptyRoot }, at: 1 })
  return { log, copy }
}

async function restore({ options }: TestLog, remote: RemoteLog) {
  const file = await openLogFile(options.file, key)
  try {
    const copy = await openCopy(remote, verifier, true)
    const published = await readGuard(options.guard, verifier)
    const state = readEdge(file.read, verifier.name)
    const head = await restoreLog({
      name: 'log.example',
      log: file,
      ...state,
      published,
      copy,
      at: 5,
    })
    assert.deepEqual(verifyLog(file.read).faults, [])
    return head.size
  } finally {
    file.close()
  }
}

for (const kept of ['none', 'some'] as const) {
  void test(`a log of which ${kept} is left goes on where it was, once it is restored`, async (t) => {
    const { log, copy } = await damaged(t, { kept })
    const broken = log.open()
    await assert.rejects(broken.open(), { code: 'mismatch' })
    assert.equal(await restore(log, remoteOf(copy)), 300)
    const tree = log.open()
    assert.equal((await tree.open()).published.size, 300)
    const [next] = await tree.append(numberedFrom(300, 1))
    assert.ok(next && 'number' in next && next.number === 300)
    assert.equal(await restore(log, remoteOf(copy)), 301)
  })
}

void test('a copy that is older than what was published restores nothing', async (t) => {
  const { log, copy } = await damaged(t, { more: 1 })
  await assert.rejects(restore(log, remoteOf(copy)), {
    code: 'not-found',
    message: /the copy has 300 records, and 301 were published/,
  })
})

void test('a copy that lies restores nothing', async (t) => {
  const { log, copy } = await damaged(t, { kept: 'some' })
  const path = 'tile/8/data/000'
  const [first = '', ...rest] = String(copy.get(path)).split('\n\n').slice(100)
  const before = String(copy.get(path)).split('\n\n').slice(0, 100)
  for (const records of [
    [...before, ...rest, first],
    [...before, first.replaceAll('v1.100.0', 'v1.999.0'), ...rest],
    [...before, ...rest],
    ['hello', ...before.slice(1), first, ...rest],
  ]) {
    const lying = new Map(copy).set(path, records.join('\n\n'))
    await assert.rejects(restore(log, remoteOf(lying)), { code: 'mismatch' })
  }
  const { read, close } = await openLogFile(log.options.file, key)
  t.after(close)
  assert.equal(read.latestHead()?.size, 100)
})

void test('how records came in is restored with them, where the export has it', async (t) => {
  const log = await testLog(t)
  const tree = log.open()
  const attestation = { log: 'sum.example+0000000a', size: 7 }
  await tree.append(numberedFrom(0, 2).map((record) => Object.assign(record, { attestation })))
  await tree.append(numberedFrom(2, 300))
  const { read } = await tree.open()
  const before = read.records(0, 1000)
  const copy = await exported(log)
  tree.close()
  const old = new Map([...copy].filter(([path]) => !path.startsWith('admitted/')))
  for (const files of [copy, old]) {
    rmSync(dirname(log.options.file), { recursive: true })
    await makeLogFile(log.options.file, key, { head: { size: 0, root: emptyRoot }, at: 1 })
    await restore(log, remoteOf(files))
    const restored = await openLogFile(log.options.file, key)
    const found = restored.read.records(0, 1000)
    restored.close()
    const bare = numberedFrom(0, 302).map((record, number) =>
      Object.assign(record, { number, addedAt: 5 }),
    )
    assert.deepEqual(found, files === copy ? before : bare)
  }
})

for (const [what, change] of [
  ['too few', (text: string) => text.slice(0, text.lastIndexOf('\n', text.length - 2) + 1)],
  ['no JSON', (text: string) => text.replace('{', '[')],
  ['no time', (text: string) => text.replace('addedAt', 'at')],
  ['a time without a date', (text: string) => text.replace(/"addedAt":\d+/, '"addedAt":9e15')],
  ['no log', (text: string) => text.replace('}', ',"attestation":{"log":"x","size":1}}')],
] as const) {
  void test(`a copy whose admissions have ${what} restores nothing`, async (t) => {
    const { log, copy } = await damaged(t)
    const path = 'admitted/000'
    const lying = new Map(copy).set(path, change(String(copy.get(path))))
    await assert.rejects(restore(log, remoteOf(lying)), { code: 'mismatch' })
  })
}

void test('a copy that is another when it is read again restores nothing of that', async (t) => {
  const { log, copy } = await damaged(t, { kept: 'some' })
  const path = 'tile/8/data/001.p/44'
  const changed = String(copy.get(path)).replaceAll('v1.270.0', 'v1.999.0')
  let reads = 0
  const remote: RemoteLog = {
    read: (wanted) =>
      remoteOf(wanted === path && ++reads > 1 ? new Map(copy).set(path, changed) : copy).read(
        wanted,
      ),
  }
  await assert.rejects(restore(log, remote), { code: 'mismatch', message: /the copy changed/ })
  const { read, close } = await openLogFile(log.options.file, key)
  t.after(close)
  assert.equal(read.latestHead()?.size, 100)
})

void test('a database that has more than the copy, and other records, is not taken for a restored one', async (t) => {
  const { log, copy } = await damaged(t, { kept: 'some' })
  const file = await openLogFile(log.options.file, key)
  const { head, edge } = readEdge(file.read, verifier.name)
  const records = numberedFrom(1000, 250)
  const grown = growTree(
    edge,
    records.map((record) => leafHash(formatModuleRecord(record))),
  )
  const other = { size: grown.edge.size, root: grown.root }
  file.commit({ from: head, records, tiles: grown.tiles, head: other, at: 1 })
  file.close()
  await assert.rejects(restore(log, remoteOf(copy)), {
    code: 'mismatch',
    message: /another tree of 300 records/,
  })
})

void test('a copy that is larger than what was published, and does not begin with it, restores nothing', async (t) => {
  const { log } = await damaged(t)
  const elsewhere = await testLog(t)
  const tree = elsewhere.open()
  await tree.append(numberedFrom(500, 400))
  tree.close()
  await assert.rejects(restore(log, remoteOf(await exported(elsewhere))), {
    code: 'mismatch',
    message: /another tree of 300 records/,
  })
  const { read, close } = await openLogFile(log.options.file, key)
  t.after(close)
  assert.equal(read.latestHead()?.size, 0)
})

void test('a copy of another log is none', async (t) => {
  const { log, copy } = await damaged(t)
  const latest = String(copy.get('latest')).replace('\n300\n', '\n299\n')
  await assert.rejects(restore(log, remoteOf(new Map(copy).set('latest', latest))), {
    code: 'mismatch',
    message: /its head: Cannot trust note: bad signature/,
  })
})

void test('an export has all that a client may ask of its head', async (t) => {
  const { copy } = await damaged(t)
  assert.deepEqual(
    [...copy.keys()].filter((path) => !path.startsWith('lookup/')),
    [
      'tile/8/0/000',
      'tile/8/data/000',
      'admitted/000',
      'tile/8/0/001.p/44',
      'tile/8/data/001.p/44',
      'admitted/001.p/44',
      'tile/8/1/000.p/1',
      'checkpoint',
      'latest',
      'supported',
    ],
  )
  assert.match(
    String(copy.get('lookup/example.com/x@v1.299.0')),
    /^299\nexample\.com\/x v1\.299\.0 h1:/,
  )
})

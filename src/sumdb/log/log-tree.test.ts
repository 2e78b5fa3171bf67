import assert from 'node:assert/strict'
import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { Failure } from '../../failure.ts'
import { openLocks } from '../../store/locks.ts'
import { parseCheckpoint } from '../../tlog/checkpoint.ts'
import { leafHash } from '../../tlog/hash.ts'
import { naiveRoot } from '../../tlog/naive-tree.test-data.ts'
import { openNote } from '../../tlog/note.ts'
import { formatModuleRecord } from '../../tlog/record-text.ts'
import { formatSignerKey } from '../../tlog/signer.ts'
import { parseTreeNote } from '../../tlog/tree-note.ts'
import { readGuard } from './guard.ts'
import { heldKey } from './held-key.ts'
import { logLock } from './log-lock.ts'
import { makeLog } from './make-log.ts'
import { numbered, numberedFrom, testKey, testLog } from './own-tree.test-data.ts'
import { signHead, formatSignedHead } from './signed-head.ts'
import { whyOf } from './trouble.ts'

const rootOf = (count: number) =>
  Buffer.from(naiveRoot(numberedFrom(0, count).map((r) => leafHash(formatModuleRecord(r)))))

/** Clients are told that the log cannot be used, and those who run it why. */
function because(why: RegExp) {
  return (error: unknown): true => {
    assert.ok(Failure.is(error, 'mismatch'))
    assert.equal(
      error.message,
      'Cannot use the log log.example: its database is not what was published',
    )
    assert.match(whyOf(error).reason, why)
    return true
  }
}

void test('what is appended is published under a signed head with the root of the definition', async (t) => {
  const { open } = await testLog(t)
  const tree = open()
  assert.equal((await tree.open()).published.size, 0)
  let size = 0
  for (const count of [1, 2, 300, 256]) {
    const outcomes = await tree.append(numberedFrom(size, count))
    assert.deepEqual(
      outcomes.map((outcome) => 'number' in outcome && outcome.number),
      Array.from({ length: count }, (_, i) => size + i),
    )
    size += count
    const { published, read } = await tree.open()
    const { text } = openNote(published.note, [testKey.verifier])
    const expected = { size, root: rootOf(size) }
    assert.deepEqual(parseTreeNote(text, 'refuse'), expected)
    const checkpoint = parseCheckpoint(openNote(published.checkpoint, [testKey.verifier]).text)
    assert.deepEqual(checkpoint, { origin: 'log.example', extensions: [], ...expected })
    assert.equal(read.latestHead()?.size, size)
  }
})

void test('the same record again keeps its number, in one batch and in another', async (t) => {
  const tree = (await testLog(t)).open()
  await tree.append([numbered(0), numbered(1)])
  const outcomes = await tree.append([numbered(1), numbered(2), numbered(2)])
  assert.deepEqual(
    outcomes.map((outcome) => 'number' in outcome && outcome.number),
    [1, 2, 2],
  )
  assert.equal((await tree.open()).published.size, 3)
})

void test('another sum, or what is no record, fails alone and is not logged', async (t) => {
  const tree = (await testLog(t)).open()
  await tree.append([numbered(0)])
  const [changed, bad, good, twin] = await tree.append([
    numbered(0, 'other'),
    { ...numbered(5), version: 'v1' },
    numbered(1),
    { ...numbered(1), goMod: numbered(2).goMod },
  ])
  assert.ok(Failure.is(changed, 'mismatch'))
  assert.match(changed.message, /v1\.0\.0 as h1:b3RoZXI.*: record 0 has h1:emlw/)
  assert.ok(Failure.is(bad, 'invalid'))
  assert.ok(good && 'number' in good && good.number === 1)
  assert.ok(Failure.is(twin, 'mismatch'))
  assert.match(twin.message, /v1\.1\.0\/go\.mod/)
  assert.equal((await tree.open()).published.size, 2)
})

void test('two openings write one log by turns, and each sees what the other published', async (t) => {
  const { open } = await testLog(t)
  const trees = [open(), open()]
  for (let i = 0; i < 12; i++) await trees[i % 2]?.append([numbered(i)])
  for (const tree of trees) {
    const { published } = await tree.open()
    assert.deepEqual([published.size, Buffer.from(published.root)], [12, rootOf(12)])
  }
  await Promise.all(trees.map((tree, i) => tree.append(numberedFrom(12 + i, 20))))
  assert.equal((await trees[0]?.open())?.published.size, 33)
})

void test('when a head was signed is known to whoever opens the log; a guard need not say it', async (t) => {
  const { open, options } = await testLog(t)
  const { file } = options.guard
  await open({ now: () => 5_000_000 }).append([numbered(0)])
  const { published } = await open().open()
  assert.equal(published.signedAt, 5_000_000)
  writeFileSync(file, formatSignedHead({ ...published, signedAt: undefined }))
  assert.equal((await open().open()).published.signedAt, undefined)
})

void test('what was committed and not published is seen by nobody, and published with the next', async (t) => {
  const { open, options } = await testLog(t)
  const tree = open()
  await tree.append([numbered(0)])
  const fails = new Failure('no-space', 'Cannot write the guard: the disk is full')
  const broken = open({ guard: { ...options.guard, write: () => Promise.reject(fails) } })
  await assert.rejects(broken.append([numbered(1)]), { code: 'no-space', cause: fails })
  for (const seen of [broken, tree, open()]) assert.equal((await seen.open()).published.size, 1)
  assert.equal((await tree.open()).read.latestHead()?.size, 2)
  const again = await open().append([numbered(1)])
  assert.deepEqual(
    again.map((outcome) => 'number' in outcome && outcome.number),
    [1],
  )
  assert.equal((await tree.open()).published.size, 2)
})

void test('a signature that is not of the key is never published', async (t) => {
  const { open } = await testLog(t)
  const other = heldKey(formatSignerKey('log.example', Buffer.alloc(32, 8), 1), 'a test')
  const tree = open({ key: { ...testKey, sign: other.sign } })
  await assert.rejects(tree.append([numbered(0)]), { code: 'mismatch', message: /not of the key/ })
  assert.equal((await open().open()).published.size, 0)
})

void test('without a signature what was published is told all the while, and the rest once there is one', async (t) => {
  const { open } = await testLog(t)
  let isOut = false
  const out = new Failure('unreachable', 'Cannot sign: the card is out')
  const sign = (text: string) => (isOut ? Promise.reject(out) : testKey.sign(text))
  const tree = open({ key: { ...testKey, sign } })
  await tree.append([numbered(0)])
  isOut = true
  await assert.rejects(tree.append([numbered(1)]), out)
  assert.equal((await tree.open()).published.size, 1)
  await assert.rejects(tree.append([numbered(1), numbered(2)]), out)
  assert.equal((await tree.open()).published.size, 1)
  isOut = false
  const again = await tree.append([numbered(1)])
  assert.deepEqual(
    again.map((outcome) => 'number' in outcome && outcome.number),
    [1],
  )
  assert.equal((await tree.open()).published.size, 3)
})

void test('an old copy of the database is refused, for reading and writing', async (t) => {
  const { folder, options, open } = await testLog(t)
  const tree = open()
  await tree.append(numberedFrom(0, 3))
  tree.close()
  const backup = join(folder, 'backup')
  cpSync(dirname(options.file), backup, { recursive: true })
  const later = open()
  await later.append([numbered(3)])
  later.close()
  rmSync(dirname(options.file), { recursive: true })
  cpSync(backup, dirname(options.file), { recursive: true })
  const old = open({ now: () => 5 })
  const refusal = because(/has 3 records, and a tree of 4 was published/)
  await assert.rejects(old.open(), refusal)
  await assert.rejects(old.append([numbered(9)]), refusal)
})

void test('a database that went another way than what was published is refused', async (t) => {
  const { options, open } = await testLog(t)
  const tree = open()
  await tree.append(numberedFrom(0, 3))
  const guard = readFileSync(options.guard.file)
  tree.close()
  rmSync(dirname(options.file), { recursive: true })
  rmSync(options.guard.file)
  await makeLog(options.file, options.guard, testKey, 1)
  await open().append(numberedFrom(5, 4))
  writeFileSync(options.guard.file, guard)
  await assert.rejects(open().open(), because(/another tree of 3 records/))
})

void test('a guard that is missing, torn or of another key is refused', async (t) => {
  const { options, open } = await testLog(t)
  const other = heldKey(formatSignerKey('log.example', Buffer.alloc(32, 8), 1), 'a test')
  const { published } = await open().open()
  const texts = [
    '',
    '{}',
    '[',
    'null',
    readFileSync(options.guard.file, 'utf8').replace('tree', 'TREE'),
    formatSignedHead(await signHead(published, other, 1)),
    formatSignedHead({ ...published, checkpoint: published.note }),
    formatSignedHead({ ...published, signedAt: 9e15 }),
  ]
  for (const text of texts) {
    writeFileSync(options.guard.file, text)
    await assert.rejects(open().append([numbered(0)]), { code: 'mismatch' }, text)
  }
  rmSync(options.guard.file)
  await assert.rejects(open().append([numbered(0)]), because(/is not there/))
})

void test('a guard that is put back to an older head, or that of another tree, is refused by who knows better', async (t) => {
  const { options, open } = await testLog(t)
  const { file } = options.guard
  const tree = open()
  await tree.append([numbered(0)])
  const older = readFileSync(file)
  await tree.append([numbered(1)])
  const newest = readFileSync(file)
  const elsewhere = await testLog(t)
  await elsewhere.open().append(numberedFrom(5, 2))
  for (const [text, message] of [
    [older, /its guard was taken back to 1 records, and 2 were published/],
    [readFileSync(elsewhere.options.guard.file), /its guard has another tree of 2 records/],
  ] as const) {
    writeFileSync(file, text)
    await assert.rejects(tree.append([numbered(2)]), because(message))
    await assert.rejects(tree.open(), because(message))
  }
  writeFileSync(file, newest)
  await tree.append([numbered(2)])
  assert.equal((await tree.open()).published.size, 3)
})

void test('of two copies of the data folder with one guard, one goes on, and the other signs nothing', async (t) => {
  const { folder, options, open } = await testLog(t)
  await open().append([numbered(0)])
  const copy = join(folder, 'copy')
  cpSync(join(folder, 'data'), copy, { recursive: true })
  const locks = await openLocks(join(copy, 'locks'))
  let signed = 0
  const trees = [
    open(),
    open({
      file: join(copy, 'sumdb', 'log.db'),
      lock: () => logLock(locks, options.guard),
      key: { ...testKey, sign: (text) => ((signed += 1), testKey.sign(text)) },
    }),
  ] as const
  for (const tree of trees) assert.equal((await tree.open()).published.size, 1)
  const both = trees.map((tree, i) => tree.append([numbered(1 + i)]))
  const [first, second] = await Promise.allSettled(both)
  assert.notEqual(first?.status, second?.status)
  assert.equal(signed, second?.status === 'fulfilled' ? 2 : 0)
  const guard = readFileSync(options.guard.file)
  for (const tree of trees) await tree.append([numbered(3)]).catch(() => undefined)
  const { size } = await readGuard(options.guard, testKey.verifier)
  assert.equal(size, 3)
  assert.notDeepEqual(readFileSync(options.guard.file), guard)
})

void test('nothing is written to a database that was moved, or replaced', async (t) => {
  const { folder, options, open } = await testLog(t)
  const tree = open()
  await tree.append([numbered(0)])
  const away = join(folder, 'away')
  renameSync(dirname(options.file), away)
  await assert.rejects(tree.append([numbered(1)]), because(/it was moved/))
  await assert.rejects(tree.append([numbered(1)]), because(/no such file/))
  cpSync(away, dirname(options.file), { recursive: true })
  await tree.append([numbered(1)])
  rmSync(dirname(options.file), { recursive: true })
  cpSync(away, dirname(options.file), { recursive: true })
  await assert.rejects(tree.append([numbered(2)]), because(/another file/))
  const message = /has 1 records, and a tree of 2 was published/
  await assert.rejects(tree.append([numbered(2)]), because(message))
})

for (const [what, statements] of [
  ['tile', ['drop trigger tiles_only_grow', 'update tiles set data = zeroblob(96)']],
  ['missing tile', ['drop trigger tiles_stay', 'delete from tiles']],
  ['root', ['drop trigger heads_never_change', 'update heads set root = zeroblob(32)']],
  ['record', ['drop trigger records_never_change', 'update records set zip_sum = mod_sum']],
  ['torn record', ['drop trigger records_never_change', "update records set zip_sum = 'h1:1'"]],
  ['missing record', ['drop trigger records_stay', 'delete from records where number = 1']],
] as const) {
  void test(`a database with a changed ${what} is refused`, async (t) => {
    const { options, open } = await testLog(t)
    const tree = open()
    await tree.append(numberedFrom(0, 3))
    tree.close()
    const database = new DatabaseSync(options.file)
    for (const statement of statements) database.exec(statement)
    database.close()
    await assert.rejects(open().append([numbered(3)]), { code: 'mismatch' })
  })
}

void test('a log is made once', async (t) => {
  const { options } = await testLog(t)
  rmSync(dirname(options.file), { recursive: true })
  await assert.rejects(makeLog(options.file, options.guard, testKey, 1), {
    code: 'invalid',
    message: /there is a guard of it already/,
  })
})

void test('a database without its guard is taken for no new log', async (t) => {
  const { options } = await testLog(t)
  rmSync(options.guard.file)
  await assert.rejects(makeLog(options.file, options.guard, testKey, 1), (error) => {
    assert.ok(Failure.is(error, 'invalid'))
    assert.match(error.message, /there is a file already/)
    assert.match(error.details.hint ?? '', /Only if it was never served/)
    return true
  })
})

void test('a failure is repeated for a second, then the database is opened again', async (t) => {
  const { options, open } = await testLog(t)
  const guard = readFileSync(options.guard.file)
  let time = 5000
  const tree = open({ now: () => time })
  rmSync(options.guard.file)
  await assert.rejects(tree.open(), { code: 'mismatch' })
  writeFileSync(options.guard.file, guard)
  await assert.rejects(tree.open(), { code: 'mismatch' })
  time += 1000
  assert.equal((await tree.open()).published.size, 0)
})

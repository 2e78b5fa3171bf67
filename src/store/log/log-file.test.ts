import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test, type TestContext } from 'node:test'
import { emptyEdge, growTree } from '../../tlog/grow-tree.ts'
import { emptyRoot, leafHash } from '../../tlog/hash.ts'
import { formatModuleRecord } from '../../tlog/record-text.ts'
import { makeLogFile, openLogFile, type Growth, type LogFile } from './log-file.ts'

const key = 'log.example+12345678+AAAA'
const empty = { size: 0, root: emptyRoot }
const sum = (text: string) => `h1:${Buffer.from(text.padEnd(32)).toString('base64')}`
const recordOf = (i: number) => ({
  path: 'example.com/x',
  version: `v1.${i}.0`,
  zip: sum(`zip ${i}`),
  goMod: sum(`mod ${i}`),
  ...(i % 2 === 0 && { attestation: { log: 'sum.example+00000001', size: 10 + i } }),
})

/** How a log without records comes to have `count`. */
function firstGrowth(count: number): Growth {
  const records = Array.from({ length: count }, (_, i) => recordOf(i))
  const { edge, root, tiles } = growTree(
    emptyEdge,
    records.map((record) => leafHash(formatModuleRecord(record))),
  )
  return { from: empty, records, tiles, head: { size: edge.size, root }, at: 2000 }
}

async function open(t: TestContext): Promise<LogFile & { file: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-log-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'sumdb', 'log.db')
  await makeLogFile(file, key, { head: empty, at: 1000 })
  const log = await openLogFile(file, key)
  t.after(() => log.close())
  return { ...log, file }
}

void test('a new log has the empty tree, and nothing else', async (t) => {
  const { read } = await open(t)
  assert.deepEqual(read.latestHead(), { size: 0, root: new Uint8Array(emptyRoot) })
  assert.deepEqual(read.records(0, 10), [])
  assert.equal(read.tileCount(), 0)
  assert.equal(read.recordOf('example.com/x', 'v1.0.0'), undefined)
})

void test('a database that is not there is not made by opening it', async (t) => {
  const { file } = await open(t)
  const none = join(file, '..', 'other.db')
  await assert.rejects(openLogFile(none, key), { code: 'mismatch', message: /no such file/ })
  assert.ok(!existsSync(none))
  await assert.rejects(makeLogFile(file, key, { head: empty, at: 1 }), { code: 'invalid' })
})

void test('commit() writes records, tiles and head, for other openings too', async (t) => {
  const { file, commit } = await open(t)
  const growth = firstGrowth(300)
  commit(growth)
  const other = await openLogFile(file, key)
  t.after(() => other.close())
  const { read } = other
  assert.deepEqual(read.latestHead(), { size: 300, root: new Uint8Array(growth.head.root) })
  assert.deepEqual(read.records(298, 5), [
    { number: 298, ...recordOf(298), addedAt: 2000 },
    { number: 299, ...recordOf(299), addedAt: 2000 },
  ])
  assert.equal(read.recordOf('example.com/x', 'v1.299.0')?.number, 299)
  for (const { tile, bytes } of growth.tiles) {
    assert.deepEqual(Buffer.from(read.tile(tile) ?? []), Buffer.from(bytes))
  }
  assert.equal(read.tile({ level: 0, n: 1, width: 45 }), undefined)
  assert.equal(read.tile({ level: 0, n: 1, width: 7 })?.length, 7 * 32)
  assert.deepEqual(
    [...read.headsFrom(1)].map(({ size }) => size),
    [300],
  )
  assert.equal(read.headAt(299), undefined)
})

void test('commit() from another head than the latest commits nothing', async (t) => {
  const { commit, read } = await open(t)
  commit(firstGrowth(3))
  for (const from of [empty, { size: 3, root: emptyRoot }]) {
    assert.throws(() => commit({ ...firstGrowth(5), from }), { code: 'mismatch' })
  }
  assert.equal(read.latestHead()?.size, 3)
  assert.equal(read.records(0, 10).length, 3)
})

void test('commit() that fails at its last statement leaves nothing', async (t) => {
  const { commit, read } = await open(t)
  const growth = firstGrowth(3)
  assert.throws(
    () => commit({ ...growth, head: { ...growth.head, size: 4 } }),
    /heads are appended/,
  )
  assert.equal(read.records(0, 10).length, 0)
  assert.equal(read.tileCount(), 0)
  commit(growth)
})

void test('a log refuses a second record of a version', async (t) => {
  const { commit, read } = await open(t)
  const growth = firstGrowth(3)
  const [first] = growth.records
  assert.ok(first)
  const twice = { ...growth, records: [...growth.records.slice(0, 2), { ...first, zip: sum('o') }] }
  assert.throws(() => commit(twice), /one for each version/)
  assert.equal(read.latestHead()?.size, 0)
})

void test('openLogFile() refuses the log of another key', async (t) => {
  const { file } = await open(t)
  const other = openLogFile(file, 'other.example+00000000+AAAA')
  await assert.rejects(other, { code: 'mismatch', message: /it is of the key log\.example/ })
})

void test('a log is made once, and opened only where it was made', async (t) => {
  const { file } = await open(t)
  await assert.rejects(makeLogFile(file, key, { head: empty, at: 1 }), { code: 'invalid' })
  await assert.rejects(openLogFile(`${file}.other`, key), { code: 'mismatch' })
})

void test('a log refuses changes and removals by any statement', async (t) => {
  const { file, commit } = await open(t)
  commit(firstGrowth(300))
  const database = new DatabaseSync(file)
  t.after(() => database.close())
  const name = "'example.com/x', 'v1.0.0', 'h1:a', 'h1:b', null, null, 1"
  for (const statement of [
    'delete from records where number = 299',
    "update records set zip_sum = 'h1:other' where number = 0",
    'update records set number = 300 where number = 299',
    'update records set attested_by = null, attested_size = null where number = 0',
    `insert or replace into records values (0, ${name})`,
    `insert or replace into records values (300, ${name})`,
    `insert into records values (301, 'example.com/y', 'v1.0.0', 'h1:a', 'h1:b', null, null, 1)`,
    'delete from tiles',
    'update tiles set data = zeroblob(8192) where level = 0 and n = 1',
    'update tiles set data = substr(data, 1, 32) where level = 0 and n = 1',
    'update tiles set n = 2 where level = 0 and n = 1',
    'insert or replace into tiles values (0, 0, zeroblob(8192))',
    'delete from heads',
    'update heads set root = zeroblob(32)',
    'insert or replace into heads values (300, zeroblob(32), 1)',
    'insert into heads values (299, zeroblob(32), 1)',
    'insert into heads values (301, zeroblob(32), 1)',
    'delete from identity',
    "update identity set key = 'other'",
    "insert or replace into identity values (0, 'other')",
  ]) {
    assert.throws(() => database.exec(statement), /never|appended|only grow/, statement)
  }
})

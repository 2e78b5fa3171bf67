import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test, type TestContext } from 'node:test'
import { openLogFile } from '../../store/log/log-file.ts'
import { numberedFrom, testKey, testLog } from './own-tree.test-data.ts'
import { verifyLog } from './verify-log.ts'

/** What is found in a log of 600 records in four batches, after these statements. */
async function findings(t: TestContext, statements: readonly string[] = []) {
  const { options, open } = await testLog(t)
  const tree = open()
  for (const [first, count] of [
    [0, 1],
    [1, 1],
    [2, 510],
    [512, 88],
  ] as const) {
    await tree.append(numberedFrom(first, count))
  }
  tree.close()
  const database = new DatabaseSync(options.file)
  for (const trigger of database
    .prepare("select name from sqlite_schema where type = 'trigger'")
    .all()) {
    if (statements.length > 0) database.exec(`drop trigger ${String(trigger['name'])}`)
  }
  for (const statement of statements) database.exec(statement)
  database.close()
  const file = await openLogFile(options.file, testKey.text)
  t.after(() => file.close())
  return verifyLog(file.read)
}

void test('a sound log has no faults, and all of it was looked at', async (t) => {
  assert.deepEqual(await findings(t), { records: 600, heads: 5, tiles: 4, faults: [] })
})

const other = "'h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='"
for (const [what, statement, fault] of [
  [
    'a record that changed',
    `update records set zip_sum = ${other} where number = 3`,
    /head of 512 records is not/,
  ],
  [
    'the last record changed',
    `update records set zip_sum = ${other} where number = 599`,
    /head of 600 records is not/,
  ],
  [
    'a record that is none',
    "update records set mod_sum = 'h1:AA' where number = 3",
    /Record 3 is none/,
  ],
  ['a record that is missing', 'delete from records where number = 3', /no record 3, but 4/],
  [
    'the last record missing',
    'delete from records where number = 599',
    /head of 600 records, and 599 are there/,
  ],
  [
    'a record too many',
    `insert into records values (600, 'example.com/y', 'v1.0.0', ${other}, ${other}, null, null, 1)`,
    /No head has the 601 records/,
  ],
  [
    'a first head that changed',
    'update heads set root = zeroblob(32) where size = 0',
    /head of 0 records is not/,
  ],
  [
    'a head that changed',
    'update heads set root = zeroblob(32) where size = 2',
    /head of 2 records is not/,
  ],
  ['a head that is missing', 'delete from heads where size = 600', /No head has the 600 records/],
  [
    'a full tile that changed',
    'update tiles set data = zeroblob(8192) where level = 0 and n = 1',
    /tile\/8\/0\/001 is not/,
  ],
  [
    'a partial tile that changed',
    'update tiles set data = zeroblob(2816) where level = 0 and n = 2',
    /tile\/8\/0\/002\.p\/88 is not/,
  ],
  [
    'a tile above that changed',
    'update tiles set data = zeroblob(64) where level = 1',
    /tile\/8\/1\/000\.p\/2 is not/,
  ],
  [
    'a tile that is missing',
    'delete from tiles where level = 0 and n = 0',
    /There is no tile\/8\/0\/000/,
  ],
  [
    'a tile too many',
    'insert into tiles values (2, 0, zeroblob(32))',
    /5 tiles, and the tree has 4/,
  ],
] as const) {
  void test(`${what} is found`, async (t) => {
    const { faults } = await findings(t, [statement])
    assert.ok(
      faults.some((text) => fault.test(text)),
      JSON.stringify(faults),
    )
  })
}

void test('the faults that are told are bounded', async (t) => {
  const { faults } = await findings(t, [`update records set mod_sum = 'h1:AA'`])
  assert.equal(faults.length, 20)
})

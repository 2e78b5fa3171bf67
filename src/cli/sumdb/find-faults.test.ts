import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { openStore } from '../../store/open-store.ts'
import { numberedFrom, testKey, testLog } from '../../sumdb/log/own-tree.test-data.ts'
import { findFaults } from './find-faults.ts'

/** What is found of a log of 2,000 records, at its end and in full, once its file was changed. */
async function foundAfter(t: TestContext, change: (bytes: Buffer) => void) {
  const { options, folder, open } = await testLog(t)
  const tree = open()
  await tree.append(numberedFrom(0, 2000))
  tree.close()
  const bytes = readFileSync(options.file)
  change(bytes)
  writeFileSync(options.file, bytes)
  const store = await openStore({ folder: join(folder, 'data') })
  t.after(() => store.close())
  const find = (isFull: boolean) => findFaults(options, { key: testKey, store, isFull })
  return { quick: await find(false), full: await find(true) }
}

void test('a sound log has no faults', async (t) => {
  const { quick, full } = await foundAfter(t, () => undefined)
  assert.deepEqual(quick, { records: 2000, faults: [] })
  assert.deepEqual([full.records, full.faults], [2000, []])
})

void test('a page that is not what it was is found at once, with what to do', async (t) => {
  const { quick, full } = await foundAfter(t, (bytes) => bytes.fill(0xff, 40 * 4096, 41 * 4096))
  for (const { faults, wayOut } of [quick, full]) {
    assert.match(faults[0] ?? '', /log\.db is damaged: /)
    assert.match(wayOut ?? '', /Stop the server.*headwater sumdb restore/)
  }
})

void test('an index that lacks what its table has is found in full', async (t) => {
  const { quick, full } = await foundAfter(t, (bytes) => {
    const record = Buffer.from('example.com/xv1.500.0')
    let at = bytes.indexOf(record)
    // What is followed by its hash is the record itself.
    while (bytes.toString('latin1', at + record.length, at + record.length + 3) === 'h1:') {
      at = bytes.indexOf(record, at + 1)
    }
    assert.ok(at > 0)
    bytes.write('v1.500.1', at + 'example.com/x'.length)
  })
  assert.deepEqual(quick.faults, [])
  assert.match(full.faults.join('\n'), /log\.db is damaged: .*index/)
  assert.equal(full.records, 2000)
})

void test('what is no database is told as damage', async (t) => {
  const { quick, full } = await foundAfter(t, (bytes) => bytes.write('no SQLite database'))
  for (const { faults, records, wayOut } of [quick, full]) {
    assert.match(faults.join('\n'), /log\.db is damaged: file is not a database/)
    assert.equal(records, undefined)
    assert.ok(wayOut)
  }
})

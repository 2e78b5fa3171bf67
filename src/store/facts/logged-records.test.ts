import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDatabase } from './database.ts'
import { delayedWrites } from './delayed-writes.ts'
import { loggedRecordsIn } from './logged-records.ts'

const of = { log: 'sum.test+00000001', path: 'a.test/x', version: 'v1.0.0' }
const record = { goModSum: 'h1:m', zipSum: 'h1:z', size: 9, at: 5 }

test('saveLoggedRecord() keeps the first record of a log, a module and a version', () => {
  const database = openDatabase(':memory:')
  const writes = delayedWrites(database)
  const records = loggedRecordsIn(database, writes)
  assert.equal(records.loggedRecord(of), undefined)
  for (const flush of [() => {}, () => writes.flush()]) {
    records.saveLoggedRecord(of, record)
    records.saveLoggedRecord(of, { ...record, zipSum: 'h1:other' })
    flush()
    assert.deepEqual(records.loggedRecord(of), record)
  }
  for (const other of [
    { log: 'sum.test+00000002' },
    { path: 'a.test/y' },
    { version: 'v1.0.1' },
  ] as const) {
    assert.equal(records.loggedRecord({ ...of, ...other }), undefined)
  }
})

test('a proved record is never changed, also not by another process', () => {
  const database = openDatabase(':memory:')
  const [one, other] = [delayedWrites(database), delayedWrites(database)]
  const [first, second] = [loggedRecordsIn(database, one), loggedRecordsIn(database, other)]
  first.saveLoggedRecord(of, record)
  second.saveLoggedRecord(of, { ...record, zipSum: 'h1:other' })
  one.flush()
  other.flush()
  assert.deepEqual(first.loggedRecord(of), record)
  assert.throws(() => database.exec(`update logged_records set zip_sum = 'h1:other'`), /change/)
})

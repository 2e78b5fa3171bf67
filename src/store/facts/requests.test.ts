import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { RequestRecord } from '../../outbound/request-record.ts'
import { openDatabase } from './database.ts'
import { requestsIn } from './requests.ts'

const request: RequestRecord = {
  at: 1000,
  host: 'a.example',
  method: 'GET',
  url: 'https://a.example/x?go-get=1',
  purpose: 'import-page',
  reason: 'foreground',
  status: 200,
  sent: 10,
  received: 100,
  millis: 12,
  failure: '',
}
const failed: RequestRecord = {
  ...request,
  host: 'b.example',
  status: 0,
  failure: 'unreachable',
  at: 2000,
}

void test('requestTotals() and requestsOf() see what was just recorded', () => {
  const ledger = requestsIn(openDatabase(':memory:'))
  ledger.recordRequest(request)
  ledger.recordRequest(failed)
  ledger.recordRequest({ ...request, at: 3000, millis: 1.6 })
  assert.deepEqual(ledger.requestTotals(0), [
    { host: 'a.example', requests: 2, sent: 20, received: 200 },
    { host: 'b.example', requests: 1, sent: 10, received: 100 },
  ])
  assert.deepEqual(ledger.requestTotals(3000), [
    { host: 'a.example', requests: 1, sent: 10, received: 100 },
  ])
  assert.deepEqual(ledger.requestsOf('a.example', 1), [{ ...request, id: 3, at: 3000, millis: 2 }])
  assert.deepEqual(ledger.requestsOf('b.example', 9), [{ ...failed, id: 2 }])
  ledger.close()
})

void test('recordRequest() writes after a second, all rows together', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const database = openDatabase(':memory:')
  const ledger = requestsIn(database)
  const count = database.prepare('select count(*) as rows from requests')
  for (let index = 0; index < 100; index++) ledger.recordRequest(request)
  assert.equal(count.get()?.['rows'], 0)
  t.mock.timers.tick(1000)
  assert.equal(count.get()?.['rows'], 100)
  ledger.close()
})

void test('recordRequest() keeps rows that cannot be written yet', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const folder = mkdtempSync(join(tmpdir(), 'headwater-requests-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'headwater.db')
  using database = openDatabase(file)
  using other = openDatabase(file)
  database.exec('pragma busy_timeout = 0')
  const ledger = requestsIn(database)
  other.exec('begin immediate')
  ledger.recordRequest(request)
  t.mock.timers.tick(1000)
  assert.deepEqual(ledger.requestTotals(0), [])
  other.exec('rollback')
  t.mock.timers.tick(2000)
  const count = database.prepare('select count(*) as rows from requests')
  assert.equal(count.get()?.['rows'], 1)
  ledger.close()
})

void test('recordRequest() keeps what was missing as null', () => {
  const database = openDatabase(':memory:')
  const ledger = requestsIn(database)
  for (const one of [request, failed]) ledger.recordRequest(one)
  ledger.close()
  const rows = database.prepare('select status, failure from requests order by id').all()
  assert.deepEqual(rows.map(Object.values), [
    [200, null],
    [null, 'unreachable'],
  ])
})

void test('close() writes what is left', () => {
  const database = openDatabase(':memory:')
  const ledger = requestsIn(database)
  ledger.recordRequest(request)
  ledger.close()
  assert.equal(database.prepare('select count(*) as rows from requests').get()?.['rows'], 1)
})

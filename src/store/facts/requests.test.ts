import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDatabase } from './database.ts'
import { hostLedgerIn } from './host-ledger.ts'
import { failed, request } from './requests.test-data.ts'

function openLedger() {
  const database = openDatabase(':memory:')
  const count = database.prepare('select count(*) as rows from requests')
  return { database, ...hostLedgerIn(database, () => 0), rows: () => count.get()?.['rows'] }
}

void test('requestsOf() sees what was just recorded, the newest first', () => {
  const { ledger } = openLedger()
  ledger.recordRequest(request)
  ledger.recordRequest({ ...failed, reason: 'push' })
  ledger.recordRequest({ ...request, at: 3000, millis: 1.6, reason: 'background' })
  assert.deepEqual(ledger.requestsOf('a.example', { limit: 1 }), [
    { ...request, id: 3, at: 3000, millis: 2, reason: 'background' },
  ])
  assert.deepEqual(ledger.requestsOf('b.example', { limit: 9 }), [
    { ...failed, id: 2, reason: 'push' },
  ])
})

void test('requestsOf() goes on behind a page, whatever was recorded since', () => {
  const { ledger } = openLedger()
  const tell = (before?: number) =>
    ledger
      .requestsOf('a.example', { limit: 2, ...(before !== undefined && { before }) })
      .map(({ id }) => id)
  for (let index = 0; index < 5; index++) ledger.recordRequest(request)
  assert.deepEqual(tell(), [5, 4])
  ledger.recordRequest(request)
  assert.deepEqual(tell(4), [3, 2])
  assert.deepEqual(tell(2), [1])
  assert.deepEqual(tell(1), [])
})

void test('recordRequest() writes after a second, all rows together', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const { ledger, rows } = openLedger()
  for (let index = 0; index < 100; index++) ledger.recordRequest(request)
  assert.equal(rows(), 0)
  t.mock.timers.tick(1000)
  assert.equal(rows(), 100)
})

void test('recordRequest() writes many rows at once', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const { ledger, rows } = openLedger()
  for (let index = 0; index < 2001; index++) ledger.recordRequest(request)
  assert.equal(rows(), 2000)
})

void test('recordRequest() keeps what was missing as null', () => {
  const { database, ledger, close } = openLedger()
  for (const one of [request, failed]) ledger.recordRequest(one)
  close()
  const rows = database.prepare('select status, failure from requests order by id').all()
  assert.deepEqual(rows.map(Object.values), [
    [200, null],
    [null, 'unreachable'],
  ])
})

void test('recordRequest() takes numbers that no column takes', () => {
  const { ledger, close } = openLedger()
  for (const wrong of [Number.NaN, -Infinity, 1e300, -1e300, 0.5]) {
    ledger.recordRequest({ ...request, at: wrong, millis: wrong, status: wrong })
  }
  close()
  assert.equal(ledger.requestsOf('a.example', { limit: 9 }).length, 5)
})

void test('close() writes what is left', () => {
  const { ledger, close, rows } = openLedger()
  ledger.recordRequest(request)
  close()
  assert.equal(rows(), 1)
})

void test('forgetRequests() forgets the oldest in batches and leaves the tallies alone', () => {
  const { ledger } = openLedger()
  for (const at of [5000, 1000, 4000, 2000, 3000]) ledger.recordRequest({ ...request, at })
  const totals = ledger.hostTotals('1970-01-01')
  const left = () => ledger.requestsOf('a.example', { limit: 9 }).map(({ at }) => at)
  assert.equal(ledger.forgetRequests(4000, 2), 2)
  assert.deepEqual(left(), [3000, 4000, 5000])
  assert.equal(ledger.forgetRequests(4000, 2), 1)
  assert.equal(ledger.forgetRequests(4000, 2), 0)
  assert.deepEqual(left(), [4000, 5000])
  assert.deepEqual(ledger.hostTotals('1970-01-01'), totals)
})

void test('recordRequest() drops old rows that cannot be written, and counts them all the same', () => {
  const { database, ledger, close } = openLedger()
  const count = 200_001
  database.exec('pragma query_only = on')
  for (let at = 1; at <= count; at++) ledger.recordRequest({ ...request, at })
  database.exec('pragma query_only = off')
  close()
  const kept = database.prepare('select count(*) as rows, max(at) as last from requests').get()
  assert.deepEqual({ ...kept }, { rows: 100_000, last: count })
  assert.equal(ledger.hostTotals('')[0]?.asked.foreground.requests, count)
})

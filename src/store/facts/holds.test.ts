import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDatabase } from './database.ts'
import { feedIn } from './feed.ts'
import { holdsIn } from './holds.ts'
import { sumsIn } from './sums.ts'

const path = 'example.com/x'
const first = { path, version: 'v1.0.0', time: '2026-01-02T03:04:05Z', originJson: '{"VCS":"git"}' }

function openHolds() {
  const database = openDatabase(':memory:')
  let time = 1000
  const now = () => time++
  const sums = sumsIn(database, now)
  const { writer, ...feed } = feedIn(database, () => 5)
  return { database, ...sums, ...feed, ...holdsIn(database, sums, writer, 'me', now) }
}

void test('finishHold() makes a version held, and beginHold() alone does not', () => {
  const store = openHolds()
  store.beginHold(path, 'v1.0.0', { modSum: 'h1:m' })
  assert.deepEqual(store.heldVersions(path), [])
  assert.equal(store.sumsOf(path, 'v1.0.0')?.modSum, 'h1:m')
  assert.deepEqual(store.repairs.abandoned(new Set()), [{ path, version: 'v1.0.0', owner: 'me' }])
  assert.deepEqual(store.repairs.abandoned(new Set(['me'])), [])
  store.finishHold({ ...first, zipSize: null })
  assert.deepEqual(store.repairs.abandoned(new Set()), [])
  assert.deepEqual(store.heldVersions(path), [
    { version: 'v1.0.0', time: '2026-01-02T03:04:05Z', hasZip: false },
  ])
  assert.deepEqual(store.heldVersion(path, 'v1.0.0'), { ...first, heldAt: 1002, zipSize: null })
  assert.equal(store.heldVersion(path, 'v1.0.1'), undefined)
})

void test('finishHold() adds a zip and never takes anything away', () => {
  const store = openHolds()
  store.beginHold(path, 'v1.0.0', { modSum: 'h1:m' })
  store.finishHold({ ...first, zipSize: null })
  store.beginHold(path, 'v1.0.0', { modSum: 'h1:m', zipSum: 'h1:z' })
  store.finishHold({ ...first, zipSize: 5 })
  store.beginHold(path, 'v1.0.0', { modSum: 'h1:m' })
  store.finishHold({ ...first, time: null, originJson: null, zipSize: null })
  assert.deepEqual(store.heldVersion(path, 'v1.0.0'), { ...first, heldAt: 1002, zipSize: 5 })
})

void test('beginHold() leaves nothing behind when the ledger disagrees', () => {
  const store = openHolds()
  store.enterSums({ path, version: 'v1.0.0', modSum: 'h1:m' })
  assert.throws(() => store.beginHold(path, 'v1.0.0', { modSum: 'h1:x' }), { code: 'mismatch' })
  assert.deepEqual(store.repairs.abandoned(new Set()), [])
})

void test('finishHold() throws when the sums of what is held are not in the ledger', () => {
  const store = openHolds()
  assert.throws(() => store.finishHold({ ...first, zipSize: null }), /not in the ledger/)
  store.beginHold(path, 'v1.0.0', { modSum: 'h1:m' })
  assert.throws(() => store.finishHold({ ...first, zipSize: 5 }), /not in the ledger/)
  assert.deepEqual(store.heldVersions(path), [])
})

void test('repairs.lost() forgets the zip or the version, never the sums', () => {
  const store = openHolds()
  store.beginHold(path, 'v1.0.0', { modSum: 'h1:m', zipSum: 'h1:z' })
  store.finishHold({ ...first, zipSize: 5 })
  store.repairs.lost(path, 'v1.0.0', 'zip')
  assert.deepEqual(
    store.heldVersions(path).map((held) => held.hasZip),
    [false],
  )
  store.repairs.lost(path, 'v1.0.0', 'record')
  assert.deepEqual(store.heldVersions(path), [])
  assert.equal(store.sumsOf(path, 'v1.0.0')?.zipSum, 'h1:z')
})

void test('a version enters the feed when it is held for the first time, and never again', () => {
  const store = openHolds()
  const seen = () => store.feedEntries({ above: 0, below: 9, order: 'asc', limit: 9 }).entries
  store.beginHold(path, 'v1.0.0', { modSum: 'h1:m', zipSum: 'h1:z' })
  assert.deepEqual(seen(), [])
  store.finishHold({ ...first, zipSize: null })
  const entry = { seq: 1, at: 5000, type: 'added', path, version: 'v1.0.0' }
  assert.deepEqual(seen(), [entry])
  store.finishHold({ ...first, zipSize: 5 })
  store.repairs.lost(path, 'v1.0.0', 'record')
  assert.deepEqual(seen(), [entry])
  store.finishHold({ ...first, zipSize: 5 })
  assert.deepEqual(seen(), [entry])
})

void test('what is not held after all is not in the feed', () => {
  const store = openHolds()
  store.beginHold(path, 'v1.0.0', { modSum: 'h1:m' })
  assert.throws(() => store.finishHold({ ...first, zipSize: 5 }), /not in the ledger/)
  store.database.exec(
    "create trigger late before delete on pending begin select raise(abort, 'the disk is gone'); end",
  )
  assert.throws(() => store.finishHold({ ...first, zipSize: null }), /the disk is gone/)
  assert.equal(store.heldVersion(path, 'v1.0.0'), undefined)
  assert.equal(store.newestEntry(), undefined)
})

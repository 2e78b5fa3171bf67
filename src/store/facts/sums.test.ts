import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { openDatabase } from './database.ts'
import { sumsIn } from './sums.ts'

const name = { path: 'example.com/x', version: 'v1.0.0' }

function openSums(now = () => 1000) {
  const database = openDatabase(':memory:')
  return { database, ...sumsIn(database, now) }
}

void test('sumsOf() is undefined when nothing was entered', () => {
  assert.equal(openSums().sumsOf(name.path, name.version), undefined)
})

void test('enterSums() enters, completes, and takes the same again', () => {
  let time = 1000
  const ledger = openSums(() => time++)
  ledger.enterSums({ ...name, modSum: 'h1:m' })
  assert.deepEqual(ledger.sumsOf(name.path, name.version), { modSum: 'h1:m', firstSeen: 1000 })
  ledger.enterSums({ ...name, modSum: 'h1:m', zipSum: 'h1:z' })
  ledger.enterSums({ ...name, modSum: 'h1:m' })
  ledger.enterSums({ ...name, modSum: 'h1:m', zipSum: 'h1:z' })
  const expected = { modSum: 'h1:m', zipSum: 'h1:z', firstSeen: 1000 }
  assert.deepEqual(ledger.sumsOf(name.path, name.version), expected)
})

for (const [what, entry, sums] of [
  ['go.mod', { modSum: 'h1:other', zipSum: 'h1:z' }, ['h1:m', 'h1:other']],
  ['zip', { modSum: 'h1:m', zipSum: 'h1:other' }, ['h1:z', 'h1:other']],
] as const) {
  void test(`enterSums() names both sums when that of the ${what} differs`, () => {
    const ledger = openSums()
    ledger.enterSums({ ...name, modSum: 'h1:m', zipSum: 'h1:z' })
    const before = ledger.sumsOf(name.path, name.version)
    const message = new RegExp(`${name.path}@${name.version}.*${sums[0]}.*${sums[1]}`)
    assert.throws(() => ledger.enterSums({ ...name, ...entry }), { code: 'mismatch', message })
    assert.deepEqual(ledger.sumsOf(name.path, name.version), before)
  })
}

void test('enterSums() does not complete an entry whose go.mod differs', () => {
  const ledger = openSums()
  ledger.enterSums({ ...name, modSum: 'h1:m' })
  const wrong = { ...name, modSum: 'h1:other', zipSum: 'h1:z' }
  assert.throws(() => ledger.enterSums(wrong), { code: 'mismatch' })
  assert.deepEqual(ledger.sumsOf(name.path, name.version), { modSum: 'h1:m', firstSeen: 1000 })
})

void test('enterSums() refuses what is not an h1', () => {
  const ledger = openSums()
  assert.throws(() => ledger.enterSums({ ...name, modSum: 'm' }))
  assert.throws(() => ledger.enterSums({ ...name, modSum: 'h1:m', zipSum: '' }))
  assert.equal(ledger.sumsOf(name.path, name.version), undefined)
})

void test('the table of sums refuses changes and deletions by any statement', () => {
  const ledger = openSums()
  ledger.enterSums({ ...name, modSum: 'h1:m', zipSum: 'h1:z' })
  for (const statement of [
    'delete from sums',
    "update sums set mod_sum = 'h1:other'",
    "update sums set zip_sum = 'h1:other'",
    'update sums set zip_sum = null',
    "update sums set version = 'v2.0.0'",
    "insert or replace into sums values ('example.com/x', 'v1.0.0', 'h1:o', 'h1:o', 1)",
  ]) {
    assert.throws(() => ledger.database.exec(statement), statement)
  }
})

void test('no sequence of enterSums() changes a recorded sum', () => {
  const sum = fc.constantFrom('h1:a', 'h1:b', 'h1:c')
  const call = fc.record({
    path: fc.constantFrom('example.com/x', 'example.com/X'),
    version: fc.constantFrom('v1.0.0', 'v1.0.1'),
    modSum: sum,
    zipSum: fc.option(sum, { nil: undefined }),
  })
  fc.assert(
    fc.property(fc.array(call, { maxLength: 40 }), (calls) => {
      const ledger = openSums()
      const model = new Map<string, { modSum: string; zipSum?: string }>()
      for (const { path, version, modSum, zipSum } of calls) {
        const entry = { modSum, ...(zipSum === undefined ? {} : { zipSum }) }
        const key = `${path}@${version}`
        const known = model.get(key) ?? { modSum }
        const agrees =
          known.modSum === modSum && (!zipSum || !known.zipSum || known.zipSum === zipSum)
        const enter = () => ledger.enterSums({ path, version, ...entry })
        if (agrees) {
          enter()
          model.set(key, { ...known, ...entry })
        } else {
          assert.throws(enter, { code: 'mismatch' })
        }
      }
      for (const [key, expected] of model) {
        const [path = '', version = ''] = key.split('@')
        assert.deepEqual(ledger.sumsOf(path, version), { ...expected, firstSeen: 1000 })
      }
      const count = ledger.database.prepare('select count(*) as rows from sums').get()
      assert.equal(count?.['rows'], model.size)
      ledger.database.close()
    }),
  )
})

void test('sumsIn() works inside a transaction of the caller', () => {
  const ledger = openSums()
  ledger.database.exec('begin')
  ledger.enterSums({ ...name, modSum: 'h1:m' })
  ledger.database.exec('rollback')
  assert.equal(ledger.sumsOf(name.path, name.version), undefined)
})

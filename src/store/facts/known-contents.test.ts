import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDatabase } from './database.ts'
import { delayedWrites } from './delayed-writes.ts'
import { knownContentsIn, type KnownContentRow } from './known-contents.ts'

const row: KnownContentRow = {
  path: 'example.com/x',
  version: 'v1.0.0',
  hash: 'a'.repeat(40),
  root: 'example.com/x',
  dir: '',
  vcs: 'git',
  url: 'https://example.com/x',
  goModSum: 'h1:mod',
  zipSum: 'h1:zip',
  at: 1000,
  proof: null,
}

function openContents(database = openDatabase(':memory:')) {
  const writes = delayedWrites(database)
  return { database, ...knownContentsIn(database, writes), close: () => writes.tryFlush() }
}

void test('knownContents() tells what was saved, before it is written and after', () => {
  const { database, saveContents, knownContents, close } = openContents()
  const proof = { leads: ['b'.repeat(40)], bases: [] }
  assert.deepEqual(saveContents([row, { ...row, hash: 'c', at: 2000, proof }]), [])
  const expected = [{ ...row, hash: 'c', at: 2000, proof }, row]
  assert.deepEqual(knownContents(row.path, row.version), expected)
  close()
  assert.deepEqual(openContents(database).knownContents(row.path, row.version), expected)
  assert.deepEqual(knownContents(row.path, 'v1.0.1'), [])
})

void test('what was saved first stays first when the clock is set back', () => {
  const { database, saveContents, knownContents, close } = openContents()
  saveContents([row])
  saveContents([{ ...row, hash: 'b', at: 9 }])
  close()
  saveContents([{ ...row, hash: 'c', at: 8 }])
  const hashes = () => knownContents(row.path, row.version).map(({ hash }) => hash)
  const expected = ['c', 'b', row.hash]
  assert.deepEqual(hashes(), expected)
  close()
  assert.deepEqual(hashes(), expected)
  assert.deepEqual(
    knownContents(row.path, row.version).map(({ at }) => at),
    [row.at + 2, row.at + 1, row.at],
  )
  assert.equal(openContents(database).knownContents(row.path, row.version).length, 3)
})

void test('the table keeps the order in which processes wrote, whatever their clocks say', () => {
  const first = openContents()
  const second = openContents(first.database)
  first.saveContents([row])
  second.saveContents([{ ...row, hash: 'b', at: 9 }])
  first.close()
  second.close()
  const { knownContents } = openContents(first.database)
  assert.deepEqual(
    knownContents(row.path, row.version).map(({ hash }) => hash),
    ['b', row.hash],
  )
})

void test('saveContents() completes a row, and notes where it was read last', () => {
  const { saveContents, knownContents } = openContents()
  const proof = { leads: ['b'], bases: ['c'] }
  saveContents([{ ...row, zipSum: null }])
  saveContents([{ ...row, url: 'https://other.example/x', at: 9, proof }])
  saveContents([{ ...row, url: 'https://other.example/x', zipSum: null, at: 9 }])
  assert.deepEqual(knownContents(row.path, row.version), [
    { ...row, url: 'https://other.example/x', proof },
  ])
})

for (const other of [{ goModSum: 'h1:other' }, { zipSum: 'h1:other' }]) {
  const what = Object.keys(other).join('')
  void test(`saveContents() keeps what is known when another ${what} comes, and tells of it`, () => {
    const { database, saveContents, knownContents, close } = openContents()
    saveContents([row])
    assert.deepEqual(saveContents([{ ...row, ...other, url: 'u' }]), [row])
    assert.deepEqual(knownContents(row.path, row.version), [row])
    close()
    const second = openContents(database)
    assert.deepEqual(second.saveContents([{ ...row, ...other }]), [row])
    second.close()
    assert.deepEqual(second.knownContents(row.path, row.version), [row])
  })

  void test(`the table keeps what another process wrote meanwhile, whatever ${what} comes`, () => {
    const first = openContents()
    const second = openContents(first.database)
    first.saveContents([row])
    second.saveContents([{ ...row, ...other }])
    first.close()
    second.close()
    assert.deepEqual(openContents(first.database).knownContents(row.path, row.version), [row])
    assert.throws(() => first.database.exec("update known_contents set zip_sum = 'h1:o'"))
  })
}

void test('the same commit in another folder of a repository is something else', () => {
  const { saveContents, knownContents } = openContents()
  const elsewhere = [
    { ...row, dir: 'sub', goModSum: 'h1:sub' },
    { ...row, root: 'example.com', goModSum: 'h1:root' },
  ]
  assert.deepEqual(saveContents([row, ...elsewhere]), [])
  assert.equal(knownContents(row.path, row.version).length, 3)
})

void test('saveContents() and close() take a database that cannot be written', () => {
  const { database, saveContents, knownContents, close } = openContents()
  database.exec('pragma query_only = on')
  const rows = Array.from({ length: 3000 }, (_, index) => ({ ...row, version: `v1.0.${index}` }))
  assert.deepEqual(saveContents(rows), [])
  assert.equal(knownContents(row.path, 'v1.0.2999').length, 1)
  close()
  database.exec('pragma query_only = off')
  close()
  const count = database.prepare('select count(*) as rows from known_contents').get()
  assert.equal(count?.['rows'], 3000)
})

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { pathToFileURL } from 'node:url'
import { openDatabase } from './database.ts'
import { migrations } from './migrations.ts'

function newFile(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-database-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return join(folder, 'headwater.db')
}

function pragma(file: string, name: string): unknown {
  using database = openDatabase(file)
  return database.prepare(`pragma ${name}`).get()?.[name]
}

void test('openDatabase() is durable and up to date', (t) => {
  const file = newFile(t)
  assert.equal(pragma(file, 'user_version'), migrations.length)
  assert.equal(pragma(file, 'journal_mode'), 'wal')
  assert.equal(pragma(file, 'synchronous'), 2)
  assert.equal(pragma(file, 'foreign_keys'), 1)
})

void test('openDatabase() runs the steps that are missing, once, in order', (t) => {
  const file = newFile(t)
  const steps = ['create table a (x)', 'insert into a values (1)', 'insert into a values (2)']
  for (const known of [1, 1, 2, 3, 3]) openDatabase(file, steps.slice(0, known)).close()
  using database = openDatabase(file, steps)
  const rows = database.prepare('select x from a order by rowid').all()
  assert.deepEqual(
    rows.map((row) => row['x']),
    [1, 2],
  )
})

void test('openDatabase() leaves the database as it was when a step fails', (t) => {
  const file = newFile(t)
  openDatabase(file, ['create table a (x)']).close()
  const steps = ['create table a (x)', 'create table b (x); create table broken (']
  assert.throws(() => openDatabase(file, steps))
  using database = openDatabase(file, ['create table a (x)'])
  const tables = database.prepare("select name from sqlite_schema where type = 'table'").all()
  assert.deepEqual(
    tables.map((row) => row['name']),
    ['a'],
  )
})

void test('openDatabase() refuses a database that a newer program has changed', (t) => {
  const file = newFile(t)
  {
    using database = openDatabase(file)
    database.exec(`pragma user_version = ${migrations.length + 1}`)
  }
  assert.throws(() => openDatabase(file), { code: 'unsupported', message: /its format is \d+/ })
})

void test('openDatabase() refuses a database that it may only read', (t) => {
  const file = newFile(t)
  openDatabase(file).close()
  const readOnly = `${pathToFileURL(file).href}?mode=ro`
  assert.throws(() => openDatabase(readOnly), { errcode: 8 })
})

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { Failure } from '../failure.ts'
import type { Damage } from './damage.ts'
import { zipFile } from './content.conformance.ts'
import { openStore } from './open-store.ts'
import type { Store } from './open-store.ts'

const path = 'example.com/x'
const version = 'v1.0.0'
const info = Buffer.from(
  '{"Version":"v1.0.0","Time":"2026-01-02T03:04:05Z","Origin":{"VCS":"git"}}',
)
const mod = Buffer.from('module example.com/x\n')
const record = { path, version, info, mod }
const held = { path, version, time: '2026-01-02T03:04:05Z', originJson: '{"VCS":"git"}' }

function newFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-store-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return folder
}

/** Turns the holds of a store into those of a process that died: what is under way stays as it is. */
function orphan(folder: string): void {
  using database = new DatabaseSync(join(folder, 'headwater.db'))
  database.exec("update pending set owner = 'dead'")
}

async function adopt(store: Store) {
  const { file, facts } = await zipFile(store.scratch, Buffer.from('zip'))
  await store.content.adoptZip(path, version, file, facts)
  return facts
}

void test('openStore() keeps what was held', async (t) => {
  const folder = join(newFolder(t), 'not', 'there', 'yet')
  const store = await openStore({ folder, now: () => 5000 })
  store.facts.beginHold(path, version, { modSum: 'h1:m', zipSum: 'h1:z' })
  await store.content.writeRecord(record)
  store.facts.finishHold({ ...held, zipSize: null })
  store.close()
  store.close()
  const again = await openStore({ folder })
  assert.deepEqual(await again.content.read(path, version), record)
  assert.deepEqual(again.facts.heldVersion(path, version), { ...held, heldAt: 5000, zipSize: null })
  again.close()
  assert.deepEqual(readdirSync(join(folder, 'tmp')), [])
})

void test('openStore() several times at once gives stores that see each other', async (t) => {
  const folder = newFolder(t)
  const stores = await Promise.all(Array.from({ length: 5 }, () => openStore({ folder })))
  assert.equal(new Set(stores.map((store) => store.scratch)).size, 5)
  for (const store of stores) assert.ok(existsSync(store.scratch))
  stores[0]?.facts.enterSums({ path, version, modSum: 'h1:m' })
  for (const store of stores) assert.equal(store.facts.sumsOf(path, version)?.modSum, 'h1:m')
  for (const store of stores) store.close()
})

void test('openStore() by several processes at once brings the database up to date once', async (t) => {
  const folder = newFolder(t)
  const source = `
    import { openStore } from ${JSON.stringify(new URL('open-store.ts', import.meta.url).href)}
    const store = await openStore({ folder: ${JSON.stringify(folder)} })
    store.facts.enterSums({ path: 'example.com/' + process.pid, version: 'v1.0.0', modSum: 'h1:m' })
    store.facts.enterSums({ path: 'example.com/all', version: 'v1.0.0', modSum: 'h1:m' })
    store.close()`
  const children = Array.from({ length: 4 }, () =>
    spawn(process.execPath, ['--input-type=module', '-e', source], { stdio: 'inherit' }),
  )
  const ends = await Promise.all(children.map((child) => once(child, 'exit')))
  assert.deepEqual(
    ends.map(([code]) => code),
    [0, 0, 0, 0],
  )
  const store = await openStore({ folder })
  for (const { pid } of children) assert.ok(store.facts.sumsOf(`example.com/${pid}`, 'v1.0.0'))
  store.close()
})

void test('openStore() removes the scratch files of the dead and leaves those of the living', async (t) => {
  const folder = newFolder(t)
  const living = await openStore({ folder })
  writeFileSync(join(living.scratch, 'unfinished'), 'x')
  writeFileSync(join(folder, 'tmp', 'stray'), 'x')
  writeFileSync(join(folder, 'tmp', '1-dead.alive'), '')
  const store = await openStore({ folder })
  const names = readdirSync(join(folder, 'tmp'))
  assert.deepEqual(
    names.filter((name) => !name.startsWith(`${process.pid}-`)),
    [],
  )
  assert.equal(names.length, 4)
  assert.deepEqual(readdirSync(living.scratch), ['unfinished'])
  for (const one of [living, store]) one.close()
})

void test('openStore() drops the hold of a dead process that wrote no record', async (t) => {
  const folder = newFolder(t)
  const store = await openStore({ folder })
  store.facts.beginHold(path, version, { modSum: 'h1:m', zipSum: 'h1:z' })
  await adopt(store)
  orphan(folder)
  const again = await openStore({ folder })
  assert.equal(again.facts.heldVersion(path, version), undefined)
  assert.equal(await again.content.read(path, version), undefined)
  assert.equal(again.facts.sumsOf(path, version)?.zipSum, 'h1:z')
  for (const one of [store, again]) one.close()
})

void test('openStore() finishes the hold of a dead process that wrote the record', async (t) => {
  const folder = newFolder(t)
  const store = await openStore({ folder })
  const zip = await adopt(store)
  store.facts.beginHold(path, version, { modSum: 'h1:m', zipSum: zip.h1 })
  await store.content.writeRecord({ ...record, zip })
  orphan(folder)
  const again = await openStore({ folder, now: () => 5000 })
  assert.deepEqual(again.facts.heldVersion(path, version), { ...held, heldAt: 5000, zipSize: 3 })
  for (const one of [store, again]) one.close()
})

void test('openStore() leaves the holds of the living alone', async (t) => {
  const folder = newFolder(t)
  const store = await openStore({ folder })
  store.facts.beginHold(path, version, { modSum: 'h1:m' })
  await store.content.writeRecord(record)
  const again = await openStore({ folder })
  assert.equal(again.facts.heldVersion(path, version), undefined)
  store.facts.finishHold({ ...held, zipSize: null })
  assert.ok(again.facts.heldVersion(path, version))
  for (const one of [store, again]) one.close()
})

void test('openStore() sets aside a record whose zip contradicts the ledger', async (t) => {
  const folder = newFolder(t)
  const damages: Damage[] = []
  const store = await openStore({ folder })
  const zip = await adopt(store)
  store.facts.beginHold(path, version, { modSum: 'h1:m', zipSum: 'h1:other' })
  await store.content.writeRecord({ ...record, zip })
  orphan(folder)
  const again = await openStore({ folder, onDamage: (damage) => damages.push(damage) })
  assert.equal(again.facts.heldVersion(path, version), undefined)
  assert.equal(await again.content.read(path, version), undefined)
  assert.match(damages[0]?.why ?? '', /h1:other/)
  for (const one of [store, again]) one.close()
})

void test('a lost zip or record is no longer held, and stays in the ledger', async (t) => {
  const folder = newFolder(t)
  const damages: Damage[] = []
  const store = await openStore({ folder, onDamage: (damage) => damages.push(damage) })
  const zip = await adopt(store)
  store.facts.beginHold(path, version, { modSum: 'h1:m', zipSum: zip.h1 })
  const full = await store.content.writeRecord({ ...record, zip })
  store.facts.finishHold({ ...held, zipSize: 3 })
  const stem = join(folder, 'modules', 'v1', 'example.com', 'x', '@v', 'v1.0.0')
  rmSync(`${stem}.zip`)
  assert.equal(await store.content.openZip(full), undefined)
  assert.equal(store.facts.heldVersion(path, version)?.zipSize, null)
  truncateSync(`${stem}.record`, 10)
  assert.equal(await store.content.read(path, version), undefined)
  assert.equal(store.facts.heldVersion(path, version), undefined)
  assert.equal(store.facts.sumsOf(path, version)?.zipSum, zip.h1)
  assert.deepEqual(
    damages.map((damage) => damage.kind),
    ['zip', 'record'],
  )
  store.close()
})

void test('openStore() refuses the folder of a newer program and leaves no trace', async (t) => {
  const folder = newFolder(t)
  const store = await openStore({ folder })
  store.close()
  {
    using database = new DatabaseSync(join(folder, 'headwater.db'))
    database.exec('pragma user_version = 9999')
  }
  await assert.rejects(openStore({ folder }), { name: 'Failure', code: 'unsupported' })
  assert.deepEqual(readdirSync(join(folder, 'tmp')), [])
})

void test('openStore() tells why a folder cannot be the data folder, and what to do', async (t) => {
  const parent = newFolder(t)
  const inParent = (name: string) => resolve(parent, name)
  writeFileSync(inParent('file'), '')
  mkdirSync(inParent('garbage'))
  writeFileSync(inParent('garbage/headwater.db'), 'no database '.repeat(1000))
  mkdirSync(inParent('folder/headwater.db'), { recursive: true })
  symlinkSync('circle', inParent('circle'))
  for (const [name, reason] of [
    ['file', /there is a file of that name/],
    ['file/below', /a part of that path is a file/],
    ['garbage', /headwater\.db or a lock in it is damaged, or no SQLite database/],
    ['folder', /headwater\.db or a lock in it is not a file/],
    ['circle', /links lead in a circle|there is a file of that name/],
    ['x'.repeat(300), /the name is too long/],
    ...(existsSync('/proc/self') ? ([['/proc/x/y', /no folder can be made/]] as const) : []),
  ] as const) {
    const folder = inParent(name)
    const error: unknown = await openStore({ folder }).then(String, (reason) => reason)
    assert.ok(Failure.is(error, 'invalid'), String(error))
    assert.ok(error.message.startsWith(`Cannot open the data folder ${folder}: `), error.message)
    assert.match(error.message, reason)
    assert.match(error.details.hint ?? '', /--data/)
  }
})

void test('lock() excludes other stores on the same folder', async (t) => {
  const folder = newFolder(t)
  const stores = await Promise.all([openStore({ folder }), openStore({ folder })])
  const [one, two] = stores
  const mine = await one.lock('a')
  const aborter = new AbortController()
  const waiting = two.lock('a', aborter.signal)
  aborter.abort()
  await assert.rejects(waiting, { code: 'stopped' })
  await mine[Symbol.asyncDispose]()
  for (const store of stores) store.close()
})

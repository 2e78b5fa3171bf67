import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { mkdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { hold, recordOf, testContent, zipBytes, zipFile } from './content.conformance.ts'
import { openContent } from './content-files.ts'
import { decodeRecord, encodeRecord } from './content-record.ts'
import type { Damage } from './damage.ts'
import { openLocks } from './locks.ts'

const { path, version } = recordOf('')
const stem = join('modules', 'v1', 'example.com', '!acme', 'x', '@v', 'v1.2.3-!r!c1')

async function openFiles(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-content-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const scratch = join(folder, 'tmp')
  await mkdir(scratch)
  const damages: Damage[] = []
  const locks = await openLocks(join(folder, 'locks'))
  const onDamage = (damage: Damage) => damages.push(damage)
  const content = openContent({ folder, scratch, locks, onDamage })
  const record = join(folder, `${stem}.record`)
  const zip = join(folder, `${stem}.zip`)
  return { folder, scratch, content, damages, record, zip }
}

testContent('openContent()', openFiles)

async function flipBit(file: string, at: number): Promise<void> {
  const bytes = await readFile(file)
  bytes[at] = (bytes[at] ?? 0) ^ 1
  const { ctimeNs } = statSync(file, { bigint: true })
  do await writeFile(file, bytes)
  while (statSync(file, { bigint: true }).ctimeNs === ctimeNs)
}

void test('decodeRecord() notices any changed, lost or added byte', () => {
  const zip = { size: 5, sha256: 'ab', h1: 'h1:x' }
  const bytes = encodeRecord(recordOf('a', zip))
  assert.deepEqual(decodeRecord(bytes, path, version), recordOf('a', zip))
  for (let at = 0; at < bytes.length; at++) {
    const flipped = Buffer.from(bytes)
    flipped[at] = (flipped[at] ?? 0) ^ 0x20
    assert.ok('damage' in decodeRecord(flipped, path, version), `byte ${at} flipped`)
    assert.ok('damage' in decodeRecord(bytes.subarray(0, at), path, version), `cut at ${at}`)
  }
  assert.ok('damage' in decodeRecord(Buffer.concat([bytes, bytes]), path, version))
  assert.ok('damage' in decodeRecord(bytes, path, 'v9.0.0'))
})

for (const [what, damage] of [
  ['a flipped bit', (file: string) => flipBit(file, 150)],
  ['a lost end', (file: string) => truncate(file, 150)],
  ['no bytes', (file: string) => truncate(file, 0)],
] as const) {
  void test(`read() sets a record with ${what} aside and tells once`, async (t) => {
    const opened = await openFiles(t)
    const { content, damages } = opened
    const held = await hold(opened, 'a', Buffer.from('zip'))
    await damage(opened.record)
    const bad = await readFile(opened.record)
    const got = await Promise.all(Array.from({ length: 5 }, () => content.read(path, version)))
    assert.deepEqual(got, Array.from({ length: 5 }))
    assert.equal(damages.length, 1)
    const { kind, movedTo } = damages[0] ?? assert.fail('was not told')
    assert.equal(kind, 'record')
    assert.ok(movedTo?.startsWith(join(opened.folder, 'damaged')))
    assert.deepEqual(await readFile(movedTo ?? ''), bad)
    assert.ok(!existsSync(opened.record))
    await content.writeRecord(held)
    assert.deepEqual(await content.read(path, version), held)
  })
}

void test('writeRecord() replaces a damaged record', async (t) => {
  const { content, damages, record } = await openFiles(t)
  await content.writeRecord(recordOf('a'))
  await flipBit(record, 150)
  await content.writeRecord(recordOf('a'))
  assert.equal(damages.length, 1)
  assert.deepEqual(await content.read(path, version), recordOf('a'))
})

for (const [what, damage, moved] of [
  ['has a flipped bit', (file: string) => flipBit(file, 1000), true],
  ['lost its end', (file: string) => truncate(file, 1000), true],
  ['is missing', (file: string) => rm(file), false],
] as const) {
  for (const before of ['before', 'after'] as const) {
    void test(`openZip() gives nothing when the file ${what} ${before} the first look`, async (t) => {
      const opened = await openFiles(t)
      const { content, damages } = opened
      const bytes = Buffer.alloc(2000, 'zip')
      const held = await hold(opened, 'a', bytes)
      if (before === 'after') assert.ok(await zipBytes(content, held))
      await damage(opened.zip)
      const got = await Promise.all(Array.from({ length: 5 }, () => content.openZip(held)))
      assert.deepEqual(got, Array.from({ length: 5 }))
      assert.equal(damages.length, 1)
      assert.equal(damages[0]?.kind, 'zip')
      assert.equal(damages[0]?.movedTo !== undefined, moved)
      assert.ok(!existsSync(opened.zip))
      assert.deepEqual(await content.read(path, version), recordOf('a'))
      const again = await hold(opened, 'a', bytes)
      assert.deepEqual(await zipBytes(content, again), bytes)
      assert.equal(damages.length, 1)
    })
  }
}

void test('openZip() of an outdated record gives the zip that took its place', async (t) => {
  const opened = await openFiles(t)
  const { content, damages } = opened
  const old = await hold(opened, 'a', Buffer.from('first bytes'))
  await rm(opened.zip)
  assert.equal(await content.openZip(old), undefined)
  await hold(opened, 'a', Buffer.from('other bytes'))
  assert.deepEqual(await zipBytes(content, old), Buffer.from('other bytes'))
  assert.equal(damages.length, 1)
})

void test('openZip() looks again at a file that was replaced', async (t) => {
  const opened = await openFiles(t)
  const held = await hold(opened, 'a', Buffer.from('zip'))
  assert.ok(await zipBytes(opened.content, held))
  const copy = `${opened.zip}.copy`
  await writeFile(copy, 'piz')
  await rename(copy, opened.zip)
  assert.equal(await opened.content.openZip(held), undefined)
})

void test('adoptZip() leaves a refused file to the caller and an adopted one to nobody', async (t) => {
  const opened = await openFiles(t)
  const { content, scratch } = opened
  await hold(opened, 'a', Buffer.from('zip'))
  await hold(opened, 'a', Buffer.from('zip'))
  assert.deepEqual(readdirSync(scratch), [])
  const { file, facts } = await zipFile(scratch, Buffer.from('piz'))
  await assert.rejects(content.adoptZip(path, version, file, facts))
  assert.ok(existsSync(file))
})

void test('adoptZip() replaces a zip that no record names', async (t) => {
  const opened = await openFiles(t)
  const { file, facts } = await zipFile(opened.scratch, Buffer.from('left by a crash'))
  await opened.content.adoptZip(path, version, file, facts)
  const held = await hold(opened, 'a', Buffer.from('zip'))
  assert.deepEqual(await zipBytes(opened.content, held), Buffer.from('zip'))
  assert.deepEqual(opened.damages, [])
})

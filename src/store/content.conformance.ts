import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import type { TestContext } from 'node:test'
import type { Content, VersionRecord, ZipFacts } from './content.ts'

/** An empty implementation under test, and a folder for files to adopt; cleaned up after `t`. */
export interface OpenedContent {
  readonly content: Content
  readonly scratch: string
}

const path = 'example.com/Acme/x'
const version = 'v1.2.3-RC1'

/** A record of `example.com/Acme/x` whose bytes come from `text`. */
export function recordOf(text: string, zip?: ZipFacts): VersionRecord {
  const info = Buffer.from(`{"Version":"${version}","Time":"2026-01-02T03:04:05Z"}${text}`)
  const mod = Buffer.from(`module ${path}\n// ${text}\n`)
  return { path, version, info, mod, ...(zip ? { zip } : {}) }
}

/** Writes a file to adopt, and gives the facts of it. The h1 is made up, but differs with the bytes. */
export async function zipFile(scratch: string, bytes: Uint8Array) {
  const hash = createHash('sha256').update(bytes)
  const file = join(scratch, randomUUID())
  await writeFile(file, bytes)
  const h1 = `h1:${hash.copy().digest('base64')}`
  const facts: ZipFacts = { size: bytes.length, sha256: hash.digest('hex'), h1 }
  return { file, facts }
}

/** Adopts a zip of these bytes and writes the record that names it. */
export async function hold({ content, scratch }: OpenedContent, text: string, bytes: Uint8Array) {
  const { file, facts } = await zipFile(scratch, bytes)
  await content.adoptZip(path, version, file, facts)
  return content.writeRecord(recordOf(text, facts))
}

/** All bytes of the zip a record names, or undefined. */
export async function zipBytes(content: Content, record: VersionRecord) {
  const zip = await content.openZip(record)
  if (zip === undefined) return undefined
  await using file = zip.file
  const bytes = await file.readFile()
  assert.equal(bytes.length, zip.size)
  return bytes
}

/** What every {@link Content} promises. A new implementation needs one call to this. */
export function testContent(name: string, open: (t: TestContext) => Promise<OpenedContent>): void {
  void suite(`${name} is a Content`, () => {
    void test('read() is undefined when nothing was written', async (t) => {
      const { content } = await open(t)
      assert.equal(await content.read(path, version), undefined)
      assert.deepEqual(await content.usage(), { files: 0, bytes: 0 })
    })

    void test('read() gives back the exact bytes', async (t) => {
      const { content } = await open(t)
      const every = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
      const samples = [Buffer.alloc(0), Buffer.from('\n'), Buffer.from('{}\r\n\0'), every]
      let patch = 0
      for (const info of samples) {
        for (const mod of samples) {
          const record = { path, version: `v1.0.${patch++}`, info, mod }
          await content.writeRecord(record)
          assert.deepEqual(await content.read(path, record.version), record)
        }
      }
    })

    void test('read() keeps names apart that differ only in capitals', async (t) => {
      const { content } = await open(t)
      await content.writeRecord({ ...recordOf('a'), path: 'example.com/ACME' })
      await content.writeRecord({ ...recordOf('b'), path: 'example.com/acme' })
      const kept = await content.read('example.com/ACME', version)
      assert.equal(kept?.path, 'example.com/ACME')
      assert.equal(await content.read('example.com/acme', version.toLowerCase()), undefined)
    })

    void test('read() finds names longer than file systems allow', async (t) => {
      const { content } = await open(t)
      const long = `example.com/${'A'.repeat(300)}`
      const longer = `example.com/${'abcdefg/'.repeat(400)}x`
      for (const path of [long, `${long}b`, longer, `${longer}y`]) {
        for (const version of ['v1.0.0', `v1.0.0-${'R'.repeat(300)}`]) {
          const record = { path, version, info: Buffer.from(path), mod: Buffer.from(version) }
          await content.writeRecord(record)
          assert.deepEqual(await content.read(path, version), record)
        }
      }
    })

    for (const [bad, from] of [
      ['../x', 'v1.0.0'],
      ['example.com/../x', 'v1.0.0'],
      ['/etc', 'v1.0.0'],
      ['example.com/x', '../v1.0.0'],
      ['example.com/x', 'a/b'],
      ['example.com/x', '..'],
      ['example.com/x', ''],
    ] as const) {
      void test(`read() and writeRecord() refuse ${JSON.stringify(`${bad}@${from}`)}`, async (t) => {
        const { content } = await open(t)
        await assert.rejects(content.read(bad, from), { name: 'Failure', code: 'invalid' })
        const record = { ...recordOf('a'), path: bad, version: from }
        await assert.rejects(content.writeRecord(record), { name: 'Failure', code: 'invalid' })
      })
    }

    void test('writeRecord() adds a zip to a record, and keeps it', async (t) => {
      const opened = await open(t)
      const { content } = opened
      await content.writeRecord(recordOf('a'))
      const full = await hold(opened, 'a', Buffer.from('zip'))
      assert.deepEqual(await content.read(path, version), full)
      assert.deepEqual(await content.writeRecord(recordOf('a')), full)
      assert.deepEqual(await content.writeRecord(full), full)
      assert.deepEqual(await content.read(path, version), full)
    })

    void test('writeRecord() refuses to change what a record says', async (t) => {
      const opened = await open(t)
      const { content } = opened
      const held = await hold(opened, 'a', Buffer.from('zip'))
      const zip = held.zip ?? assert.fail('has no zip')
      for (const other of [
        { ...held, info: Buffer.from('{}') },
        { ...held, mod: Buffer.from('module y\n') },
        { ...held, zip: { ...zip, size: zip.size + 1 } },
        { ...held, zip: { ...zip, sha256: '0'.repeat(64) } },
        { ...held, zip: { ...zip, h1: 'h1:other' } },
        recordOf('b'),
      ]) {
        await assert.rejects(content.writeRecord(other), { name: 'Failure', code: 'mismatch' })
        assert.deepEqual(await content.read(path, version), held)
      }
      assert.deepEqual(await zipBytes(content, held), Buffer.from('zip'))
    })

    void test('writeRecord() refuses a zip that was not adopted', async (t) => {
      const { content, scratch } = await open(t)
      const { facts } = await zipFile(scratch, Buffer.from('zip'))
      await assert.rejects(content.writeRecord(recordOf('a', facts)), { code: 'mismatch' })
      assert.equal(await content.read(path, version), undefined)
    })

    void test('adoptZip() refuses another zip than the record names, and a wrong size', async (t) => {
      const opened = await open(t)
      const { content, scratch } = opened
      const held = await hold(opened, 'a', Buffer.from('zip'))
      const { file, facts } = await zipFile(scratch, Buffer.from('piz'))
      await assert.rejects(content.adoptZip(path, version, file, facts), { code: 'mismatch' })
      const wrong = content.adoptZip(path, 'v9.0.0', file, { ...facts, size: 4 })
      await assert.rejects(wrong, { code: 'mismatch' })
      assert.deepEqual(await zipBytes(content, held), Buffer.from('zip'))
    })

    void test('adoptZip() takes the same zip again', async (t) => {
      const opened = await open(t)
      await hold(opened, 'a', Buffer.from('zip'))
      const again = await hold(opened, 'a', Buffer.from('zip'))
      assert.deepEqual(await zipBytes(opened.content, again), Buffer.from('zip'))
    })

    void test('openZip() is undefined when the record names no zip', async (t) => {
      const { content } = await open(t)
      assert.equal(await content.openZip(await content.writeRecord(recordOf('a'))), undefined)
    })

    void test('openZip() gives the bytes adopted, to many at once', async (t) => {
      const opened = await open(t)
      const bytes = Buffer.alloc(3_000_001, 'zip')
      const held = await hold(opened, 'a', bytes)
      const all = await Promise.all(
        Array.from({ length: 10 }, () => zipBytes(opened.content, held)),
      )
      for (const got of all) assert.ok(got?.equals(bytes))
    })

    void test('writeRecord() of the same version by many at once succeeds for all', async (t) => {
      const { content } = await open(t)
      const writes = Array.from({ length: 20 }, () => content.writeRecord(recordOf('a')))
      const reads = Array.from({ length: 20 }, () => content.read(path, version))
      for (const got of await Promise.all(writes)) assert.deepEqual(got, recordOf('a'))
      for (const got of await Promise.all(reads))
        assert.deepEqual(got ?? recordOf('a'), recordOf('a'))
      assert.deepEqual(await content.read(path, version), recordOf('a'))
    })

    void test('writeRecord() by many at once that disagree lets one win', async (t) => {
      const { content } = await open(t)
      const texts = Array.from({ length: 12 }, (_, index) => `${index}`)
      const results = await Promise.allSettled(
        texts.map((text) => content.writeRecord(recordOf(text))),
      )
      const winners = results.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
      assert.equal(winners.length, 1)
      for (const one of results) {
        if (one.status === 'rejected') assert.equal(one.reason.code, 'mismatch')
      }
      assert.deepEqual(await content.read(path, version), winners[0])
    })

    void test('usage() counts the files and their bytes', async (t) => {
      const opened = await open(t)
      await hold(opened, 'a', Buffer.alloc(1000))
      const { files, bytes } = await opened.content.usage()
      assert.equal(files, 2)
      assert.ok(bytes > 1000 && bytes < 2000)
    })
  })
}

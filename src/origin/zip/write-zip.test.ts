import assert from 'node:assert/strict'
import { createHash, hash } from 'node:crypto'
import { test } from 'node:test'

import * as fc from 'fast-check'
import { fromBufferPromise } from 'yauzl'

import { inChunks } from '../../../test/zip/make-tar.ts'
import { createZipWriter, type WrittenZip } from './write-zip.ts'

interface Content {
  readonly name: string
  readonly content: Uint8Array
}

async function write(
  files: readonly Content[],
  chunkSize = 50_000,
): Promise<{ bytes: Buffer; zip: WrittenZip }> {
  const chunks: Uint8Array[] = []
  const writer = createZipWriter(async (bytes) => void chunks.push(bytes))
  for (const { name, content } of files) {
    await writer.add(name, content.length, inChunks(content, chunkSize))
  }
  const zip = await writer.finish()
  writer.close()
  return { bytes: Buffer.concat(chunks), zip }
}

async function read(bytes: Buffer): Promise<{ name: string; content: Buffer; method: number }[]> {
  const zip = await fromBufferPromise(bytes, { lazyEntries: true })
  const files = []
  for await (const entry of zip.eachEntry()) {
    const content = Buffer.concat(await Array.fromAsync(await zip.openReadStreamPromise(entry)))
    files.push({ name: entry.fileName, content, method: entry.compressionMethod })
  }
  return files
}

/** Bytes that look random and are always the same. */
function noise(length: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, index) =>
    createHash('sha256').update(String(index)).digest(),
  )
  return Buffer.concat(blocks).subarray(0, length)
}

const text = (length: number): Buffer => Buffer.alloc(length, 'func main() { println("hello") }\n')

test('createZipWriter() writes files that others read', async () => {
  const files: Content[] = [
    { name: 'm@v1.0.0/go.mod', content: text(300) },
    { name: 'm@v1.0.0/empty', content: Buffer.alloc(0) },
    { name: 'm@v1.0.0/日本.go', content: text(5000) },
    { name: 'm@v1.0.0/noise', content: noise(5000) },
    { name: 'm@v1.0.0/small', content: text(2 ** 20) },
    { name: 'm@v1.0.0/large', content: text(2 ** 20 + 1) },
    { name: 'm@v1.0.0/large noise', content: noise(2 ** 21) },
    { name: 'm@v1.0.0/last', content: text(10_000) },
  ]
  const { bytes, zip } = await write(files)
  const found = await read(bytes)
  assert.deepEqual(
    found.map(({ name, content }) => ({ name, content })),
    files.map(({ name, content }) => ({ name, content: Buffer.from(content) })),
  )
  assert.deepEqual(
    found.map(({ method }) => method),
    [8, 0, 8, 0, 8, 8, 8, 8],
  )
  assert.equal(zip.size, bytes.length)
  assert.equal(zip.sha256, hash('sha256', bytes, 'hex'))
  assert.deepEqual(
    zip.files,
    files.map(({ name, content }) => ({
      name,
      sha256: hash('sha256', content, 'hex'),
      size: content.length,
    })),
  )
})

test('createZipWriter() writes the same bytes whatever the chunks', async () => {
  const files: Content[] = [
    { name: 'a', content: text(200_000) },
    { name: 'b', content: Buffer.concat([text(900_000), noise(300_000), text(900_000)]) },
    { name: 'c', content: noise(70_000) },
  ]
  const { bytes } = await write(files)
  for (const chunkSize of [997, 65_536, 10_000_000]) {
    assert.deepEqual((await write(files, chunkSize)).bytes, bytes)
  }
})

test('createZipWriter() writes no times and no extra fields', async () => {
  const { bytes } = await write([{ name: 'a', content: text(100) }])
  const zip = await fromBufferPromise(bytes, { lazyEntries: true })
  for await (const entry of zip.eachEntry()) {
    assert.equal(entry.lastModFileDate, 0)
    assert.equal(entry.lastModFileTime, 0)
    assert.equal(entry.extraFieldLength, 0)
    assert.equal(entry.generalPurposeBitFlag, 0)
  }
})

test('createZipWriter() writes a zip without files', async () => {
  const { bytes, zip } = await write([])
  assert.deepEqual(await read(bytes), [])
  assert.equal(zip.size, 22)
})

test('createZipWriter() calls its sink in order, one call at a time', async () => {
  const chunks: Uint8Array[] = []
  let calls = 0
  const writer = createZipWriter(async (bytes) => {
    calls += 1
    assert.equal(calls, 1)
    await new Promise((resolve) => setImmediate(resolve))
    chunks.push(bytes)
    calls -= 1
  })
  const content = noise(300_000)
  for (const name of ['a', 'b', 'c', 'd', 'e']) {
    await writer.add(name, content.length, inChunks(content, 9000))
  }
  await writer.finish()
  writer.close()
  assert.equal((await read(Buffer.concat(chunks))).length, 5)
})

test('createZipWriter() throws when a body is not as long as was said', async () => {
  for (const size of [0, 5, 7, 2 ** 21]) {
    const writer = createZipWriter(async () => undefined)
    await assert.rejects(writer.add('a', size, inChunks(Buffer.from('abcdef'), 6)), RangeError)
    writer.close()
  }
})

test('createZipWriter() fails with the error of its sink or of a body', async () => {
  const full = new Error('full')
  const content = noise(2 ** 19)
  const toFull = createZipWriter(async () => Promise.reject(full))
  const add = async (): Promise<void> => {
    for (let index = 0; index < 20; index += 1) {
      await toFull.add(`a${index}`, content.length, inChunks(content, 2 ** 16))
    }
  }
  await assert.rejects(add, full)
  toFull.close()

  const cut = new Error('cut')
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield content
    throw cut
  }
  for (const size of [2 ** 20, 2 ** 21]) {
    const writer = createZipWriter(async () => undefined)
    await assert.rejects(writer.add('a', size, broken()), cut)
    writer.close()
  }
})

test('createZipWriter() keeps any names and contents', async () => {
  const name = fc.stringMatching(/^[a-zé日]{1,9}(\/[a-z]{1,9})?$/u)
  const file = fc.record({ name, content: fc.uint8Array({ maxLength: 3000 }) })
  const files = fc.uniqueArray(file, { selector: ({ name }) => name, maxLength: 30 })
  await fc.assert(
    fc.asyncProperty(files, fc.integer({ min: 1, max: 4000 }), async (list, chunkSize) => {
      const { bytes } = await write(list, chunkSize)
      assert.deepEqual(
        (await read(bytes)).map(({ name, content }) => ({ name, content })),
        list.map(({ name, content }) => ({ name, content: Buffer.from(content) })),
      )
    }),
    { numRuns: 40 },
  )
})

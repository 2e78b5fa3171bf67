import assert from 'node:assert/strict'
import { test } from 'node:test'

import * as fc from 'fast-check'

import { block, inChunks, makeTar, paxRecord, seal } from '../../../test/zip/make-tar.ts'
import { Failure } from '../../failure.ts'
import { readTar } from './read-tar.ts'

interface Read {
  readonly name: string
  readonly kind: string
  readonly content: string
}

async function readAll(tar: Uint8Array, chunkSize = 1000): Promise<Read[]> {
  const entries: Read[] = []
  for await (const { name, kind, size, body } of readTar(inChunks(tar, chunkSize))) {
    const content = Buffer.concat(await Array.fromAsync(body))
    assert.equal(content.length, size)
    entries.push({ name, kind, content: content.toString('latin1') })
  }
  return entries
}

const long = `prefix/${'long name/'.repeat(40)}é.go`
const end = Buffer.alloc(1024)

test('readTar() gives the entries of an archive that git writes', async () => {
  const tar = makeTar([
    { name: 'prefix/' },
    { name: 'prefix/a.go', content: 'package a\n' },
    { name: 'prefix/empty', content: '' },
    { name: 'prefix/link', symlink: 'a.go' },
    { name: long, content: 'x'.repeat(513) },
    { name: 'prefix/block', content: 'x'.repeat(1024) },
  ])
  for (const chunkSize of [1, 511, 512, 513, 100_000]) {
    assert.deepEqual(await readAll(tar, chunkSize), [
      { name: 'prefix/', kind: 'directory', content: '' },
      { name: 'prefix/a.go', kind: 'file', content: 'package a\n' },
      { name: 'prefix/empty', kind: 'file', content: '' },
      { name: 'prefix/link', kind: 'symlink', content: '' },
      { name: long, kind: 'file', content: 'x'.repeat(513) },
      { name: 'prefix/block', kind: 'file', content: 'x'.repeat(1024) },
    ])
  }
})

test('readTar() joins the prefix field and the name', async () => {
  const header = block('b/c', '0', Buffer.alloc(0))
  header.write('prefix/a', 345)
  seal(header)
  const [entry] = await readAll(Buffer.concat([header, end]))
  assert.equal(entry?.name, 'prefix/a/b/c')
})

test('readTar() takes the size of a pax header', async () => {
  const pax = block('x', 'x', paxRecord('size', Buffer.from('3')))
  const file = block('prefix/a', '0', Buffer.from('abc'))
  file.write('00000000000\0', 124)
  seal(file)
  const entries = await readAll(Buffer.concat([pax, file, end]))
  assert.deepEqual(entries, [{ name: 'prefix/a', kind: 'file', content: 'abc' }])
})

test('readTar() flags a name that is not UTF-8', async () => {
  const tar = makeTar([{ name: Buffer.from([0x61, 0xff]), content: '' }])
  for await (const { name, isUtf8 } of readTar(inChunks(tar, 512))) {
    assert.deepEqual({ name, isUtf8 }, { name: 'a\udcff', isUtf8: false })
  }
})

test('readTar() passes over content that is not read, or not to its end', async () => {
  const tar = makeTar([
    { name: 'a', content: 'x'.repeat(5000) },
    { name: 'b', content: 'y'.repeat(5000) },
    { name: 'c', content: 'z' },
  ])
  const names: string[] = []
  for await (const { name, body } of readTar(inChunks(tar, 700))) {
    names.push(name)
    if (name === 'b') for await (const chunk of body) if (chunk.length > 0) break
  }
  assert.deepEqual(names, ['a', 'b', 'c'])
})

test('readTar() closes its source when the reader stops early or fails', async () => {
  let closed = 0
  async function* source(tar: Uint8Array): AsyncGenerator<Uint8Array> {
    try {
      yield* inChunks(tar, 512)
    } finally {
      closed += 1
    }
  }
  for await (const { name } of readTar(source(makeTar([{ name: 'a', content: '' }])))) {
    if (name === 'a') break
  }
  assert.equal(closed, 1)
  await assert.rejects(Array.fromAsync(readTar(source(Buffer.alloc(512, 1)))), Failure)
  assert.equal(closed, 2)
})

function damaged(change: (header: Buffer) => void): Buffer {
  const tar = Buffer.concat([block('prefix/a', '0', Buffer.from('abc')), end])
  change(tar)
  return tar
}

const sealed = (change: (header: Buffer) => void): Buffer =>
  damaged((header) => {
    change(header)
    seal(header)
  })

const pax = (body: string | Buffer): Buffer => block('x', 'x', Buffer.from(body as string))

const hostile: [title: string, tar: Uint8Array, message: RegExp][] = [
  ['is empty', Buffer.alloc(0), /cut short/],
  ['ends in a header', block('a', '0', Buffer.alloc(0)).subarray(0, 100), /cut short/],
  ['ends in a body', block('a', '0', Buffer.alloc(2000)).subarray(0, 1500), /cut short/],
  ['ends in padding', block('a', '0', Buffer.alloc(10)).subarray(0, 600), /cut short/],
  ['has no end mark', block('a', '0', Buffer.alloc(10)), /cut short/],
  ['has half an end mark', Buffer.concat([block('a', '0', end), Buffer.alloc(512)]), /cut short/],
  ['has a wrong checksum', damaged((header) => header.write('b', 0)), /checksum/],
  ['has a checksum that is no number', damaged((header) => header.write('zz', 148)), /checksum/],
  ['is no ustar', sealed((header) => header.write('gnutar', 257)), /no ustar/],
  ['has a size that is no number', sealed((header) => header.write('-1234567890', 124)), /size/],
  ['has a binary size', sealed((header) => header.writeUInt8(0x80, 124)), /size/],
  ['has a size beyond its end', sealed((header) => header.write('77777777777', 124)), /cut short/],
  ['has a link with a body', sealed((header) => header.write('2', 156)), /symlink has a body/],
  ['has a device', sealed((header) => header.write('3', 156)), /unknown type "3"/],
  ['has an empty name', sealed((header) => header.fill(0, 0, 100)), /proper name/],
  ['has a zero in a pax path', Buffer.concat([pax('12 path=a\0b\n'), damaged(() => {})]), /proper/],
  ['has a pax size that is no number', pax('9 size=x\n'), /number/],
  ['has an absurd pax size', pax('25 size=9999999999999999\n'), /number/],
  ['has a pax record beyond its header', pax('99 path=a\n'), /malformed/],
  ['has a pax record of no length', pax('0 path=a\n'), /malformed/],
  ['has a pax record without key', pax('6 abc\n'), /malformed/],
  ['has a pax header of no records', pax('\0'.repeat(20)), /number|malformed/],
  ['has a long pax header', pax(Buffer.alloc(2 ** 20 + 1)), /header has 1048577 bytes/],
  ['has pax headers only', Buffer.concat(Array(100).fill(pax('9 a=bcde\n'))), /follow one another/],
  ['goes on after its end', Buffer.concat([end, Buffer.from('x')]), /follows its end/],
  ['never ends', Buffer.alloc(2 ** 21), /follows its end/],
]

for (const [title, tar, message] of hostile) {
  test(`readTar() throws when the archive ${title}`, async () => {
    await assert.rejects(readAll(tar), (error) => {
      assert.ok(Failure.is(error, 'unreachable'), String(error))
      assert.match(error.message, message)
      return true
    })
  })
}

test('readTar() fails with the error of its source', async () => {
  const broken = new Failure('stopped', 'Cannot go on')
  async function* source(): AsyncGenerator<Uint8Array> {
    yield block('a', '0', Buffer.alloc(2000)).subarray(0, 1500)
    throw broken
  }
  const reading = async (): Promise<void> => {
    for await (const { body } of readTar(source())) await Array.fromAsync(body)
  }
  await assert.rejects(reading, broken)
})

test('readTar() gives what was put in, and never anything but a Failure', async () => {
  const name = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !text.includes('\0'))
  const entry = fc.record({ name, content: fc.uint8Array({ maxLength: 1200 }) })
  const damage = fc.option(fc.record({ at: fc.nat(5000), byte: fc.nat(255) }))
  await fc.assert(
    fc.asyncProperty(fc.array(entry, { maxLength: 4 }), damage, async (entries, change) => {
      const tar = makeTar(entries)
      if (change !== null && change.at < tar.length) tar[change.at] = change.byte
      try {
        const read = await readAll(tar, 300)
        if (change !== null) return
        assert.deepEqual(
          read.map(({ name, content }) => [name, content]),
          entries.map(({ name, content }) => [name, Buffer.from(content).toString('latin1')]),
        )
      } catch (error) {
        assert.ok(change !== null && Failure.is(error), String(error))
      }
    }),
  )
})

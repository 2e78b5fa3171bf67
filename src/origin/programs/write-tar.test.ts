import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { readTar } from '../zip/read-tar.ts'
import { writeTar, type TarItem } from './write-tar.ts'

function item(name: string, content: string | undefined): TarItem {
  const bytes = Buffer.from(content ?? '')
  const kind = content === undefined ? 'symlink' : 'file'
  return { name: Buffer.from(name), kind, size: bytes.length, body: Readable.from([bytes]) }
}

test('writeTar() writes what readTar() reads', async () => {
  const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 })
  const pair = fc.tuple(
    name.filter((text) => !text.includes('\0') && text.isWellFormed()),
    fc.option(fc.string({ maxLength: 2000 }), { nil: undefined }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(pair, { maxLength: 5 }), async (pairs) => {
      const tar = writeTar(Readable.from(pairs.map(([name, content]) => item(name, content))))
      const read: [string, string | undefined][] = []
      for await (const { name, kind, body } of readTar(tar)) {
        read.push([name, kind === 'file' ? (await buffer(body)).toString() : undefined])
      }
      assert.deepEqual(read, pairs)
    }),
    { numRuns: 50 },
  )
})

test('writeTar() fails when a body has another size than announced', async () => {
  for (const size of [3, 5]) {
    const items = Readable.from([{ ...item('x', 'four'), size }])
    await assert.rejects(buffer(writeTar(items)), /x has not the \d bytes/)
  }
})

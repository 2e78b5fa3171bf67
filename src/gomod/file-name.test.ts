import assert from 'node:assert/strict'
import { test } from 'node:test'

import * as fc from 'fast-check'

import { decodeFileName } from './file-name.ts'

test('decodeFileName() marks each byte that is not UTF-8', () => {
  const tables: [number[], string][] = [
    [[], ''],
    [[0x61, 0x2f, 0xc3, 0xa9], 'a/é'],
    [[0xef, 0xbb, 0xbf, 0x61], '\ufeffa'],
    [[0xf0, 0x9f, 0x98, 0x80], '😀'],
    [[0xff, 0x61], '\udcffa'],
    [[0x61, 0xe2, 0x82], 'a\udce2\udc82'],
    [[0xed, 0xa0, 0x80], '\udced\udca0\udc80'],
    [[0xc0, 0xaf], '\udcc0\udcaf'],
    [[0xff, 0xc3, 0xa9], '\udcffé'],
    [[0xef, 0xbf, 0xbd], '\ufffd'],
  ]
  for (const [bytes, text] of tables) assert.equal(decodeFileName(Uint8Array.from(bytes)), text)
})

const toLetter = (code: number): string => String.fromCodePoint(code).toWellFormed()

test('decodeFileName() gives different texts when bytes differ, and UTF-8 back as it was', () => {
  const letter = fc.integer({ min: 0, max: 0x10ffff }).map(toLetter)
  const bytes = fc.uint8Array({ maxLength: 8 })
  fc.assert(
    fc.property(bytes, bytes, (a, b) => {
      assert.equal(decodeFileName(a) === decodeFileName(b), Buffer.compare(a, b) === 0)
    }),
  )
  fc.assert(
    fc.property(fc.array(letter), (letters) => {
      const text = letters.join('')
      assert.equal(decodeFileName(Buffer.from(text)), text)
    }),
  )
})

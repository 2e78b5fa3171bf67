import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { decodeText } from './decode.ts'

// Facts: `[]rune(string(bytes))` in Go; the number of U+FFFD is that of the bytes.
const damaged: [bytes: number[], text: string][] = [
  [[0x61, 0xff, 0x62], 'a\ufffdb'],
  [[0x80], '\ufffd'],
  [[0xc0, 0x80], '\ufffd\ufffd'],
  [[0xc1, 0xbf], '\ufffd\ufffd'],
  [[0xc3], '\ufffd'],
  [[0xc3, 0x28], '\ufffd('],
  [[0xe2, 0x82], '\ufffd\ufffd'],
  [[0xe2, 0x82, 0x61], '\ufffd\ufffda'],
  [[0xe0, 0x9f, 0xbf], '\ufffd\ufffd\ufffd'],
  [[0xed, 0xa0, 0x80], '\ufffd\ufffd\ufffd'],
  [[0xf0, 0x9f, 0x98], '\ufffd\ufffd\ufffd'],
  [[0xf0, 0x8f, 0xbf, 0xbf], '\ufffd\ufffd\ufffd\ufffd'],
  [[0xf4, 0x90, 0x80, 0x80], '\ufffd\ufffd\ufffd\ufffd'],
  [[0xf5, 0x80, 0x80, 0x80], '\ufffd\ufffd\ufffd\ufffd'],
  [[0xff, 0xc3, 0xa9, 0xff, 0xf0, 0x9f, 0x98, 0x80], '\ufffdé\ufffd😀'],
  [[0xef, 0xbb, 0xbf, 0x61], '\ufeffa'],
  [[0xff, 0xef, 0xbb, 0xbf], '\ufffd\ufeff'],
]

test('decodeText() gives one U+FFFD a byte when the bytes are not UTF-8', async (t) => {
  for (const [bytes, text] of damaged) {
    await t.test(bytes.map((byte) => byte.toString(16)).join(' '), () => {
      assert.equal(decodeText(Uint8Array.from(bytes)), text)
    })
  }
})

test('decodeText() gives the text when the bytes are UTF-8, whatever stands around them', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const bytes = new TextEncoder().encode(text)
      assert.equal(decodeText(bytes), text)
      assert.equal(decodeText(Uint8Array.of(0xff, ...bytes, 0xff)), `\ufffd${text}\ufffd`)
      assert.equal(decodeText(text), text)
    }),
  )
})

test('decodeText() replaces lone surrogates when given a string', () => {
  assert.equal(decodeText('a\ud800b'), 'a\ufffdb')
})

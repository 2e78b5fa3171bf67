import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { unquote } from './unquote.ts'

// Facts: https://go.dev/ref/spec#String_literals and strconv's quote_test.go.
const literals: [literal: string, value: string | undefined][] = [
  ['""', ''],
  ['"a b"', 'a b'],
  ['"\\a\\b\\f\\n\\r\\t\\v\\\\\\""', '\u0007\b\f\n\r\t\v\\"'],
  ['"\\x41\\101\\u0041\\U00000041"', 'AAAA'],
  ['"\\U0001F600"', '😀'],
  ['"\\xf0\\x9f\\x98\\x80"', '😀'],
  ['"\\303\\251"', 'é'],
  ['"\\xff"', '\ufffd'],
  ['"\\u00ff\\xff"', 'ÿ\ufffd'],
  ['"\t"', '\t'],
  ['``', ''],
  ['`a\\n"b"`', 'a\\n"b"'],
  ['`a\r\nb\r`', 'a\nb'],
  ['', undefined],
  ['"', undefined],
  ['`', undefined],
  ['a', undefined],
  ['"a', undefined],
  ['a"', undefined],
  ['"a`', undefined],
  ["'a'", undefined],
  ['"a"b"', undefined],
  ['`a`b`', undefined],
  ['"a"b', undefined],
  ['"\n"', undefined],
  ['"\\\n"', undefined],
  ['"\\"', undefined],
  ['"\\q"', undefined],
  ['"\\\'"', undefined],
  ['"\\x4"', undefined],
  ['"\\x4g"', undefined],
  ['"\\400"', undefined],
  ['"\\18"', undefined],
  ['"\\ud800"', undefined],
  ['"\\U00110000"', undefined],
  ['"\\u12"', undefined],
]

test('unquote() gives the value when the text is a Go string, undefined when not', async (t) => {
  for (const [literal, value] of literals) {
    await t.test(JSON.stringify(literal), () => assert.equal(unquote(literal), value))
  }
})

test('unquote() gives back the text when it was put in backquotes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const clean = text.replaceAll(/[`\r]/g, '')
      assert.equal(unquote(`\`${clean}\``), clean)
    }),
  )
})

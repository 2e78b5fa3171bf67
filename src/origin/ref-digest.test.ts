import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { suite, test } from 'node:test'
import { goQuote } from './go-quote.ts'
import { refDigest } from './ref-digest.ts'

suite('goQuote()', () => {
  // What fmt.Printf("%q") prints.
  const table = [
    ['v1.0.0', String.raw`"v1.0.0"`],
    ['a"b\\c', String.raw`"a\"b\\c"`],
    ['\x07\b\f\n\r\t\v', String.raw`"\a\b\f\n\r\t\v"`],
    ['\x00\x1f\x7f', String.raw`"\x00\x1f\x7f"`],
    ['é日本', '"é日本"'],
    ['\u00ad\u200b\u2028\ufeff', String.raw`"\u00ad\u200b\u2028\ufeff"`],
    ['😀\u{e0001}', String.raw`"😀\U000e0001"`],
    ['a b\u00a0', String.raw`"a b\u00a0"`],
    ['\ufffd', '"\ufffd"'],
    ['\u0301', '"\u0301"'],
  ] as const
  for (const [text, quoted] of table) {
    test(`gives ${quoted}`, () => assert.equal(goQuote(text), quoted))
  }
})

test('refDigest() is the SHA-256 of a line for each ref', () => {
  const lines = '"refs/heads/main" 11\n"refs/tags/a\\"b" 22\n'
  const expected = createHash('sha256').update(lines).digest('base64')
  const pairs = [
    ['refs/heads/main', '11'],
    ['refs/tags/a"b', '22'],
  ] as const
  assert.equal(refDigest(pairs), expected)
  assert.equal(refDigest([]), '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=')
})

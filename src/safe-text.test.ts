import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import * as fc from 'fast-check'
import { quoted, safeJson, safeText } from './safe-text.ts'

const table: [text: string, utf8: string, ascii: string][] = [
  ['plain text 1.0', 'plain text 1.0', 'plain text 1.0'],
  ['\u001b[31mred', '‹1B›[31mred', '<1B>[31mred'],
  ['a\nb\rc', 'a‹0A›b‹0D›c', 'a<0A>b<0D>c'],
  ['\u009b2J', '‹9B›2J', '<9B>2J'],
  ['a\u202eb\u200bc', 'a‹U+202E›b‹U+200B›c', 'a<U+202E>b<U+200B>c'],
  ['\u{e0041}', '‹U+E0041›', '<U+E0041>'],
  ['\ud800', '‹U+D800›', '<U+D800>'],
  ['é → x', 'é → x', '<E9> -> x'],
  ['::error::x', '‹3A›:error::x', '<3A>:error::x'],
  ['a ::error::x', 'a ‹3A›:error::x', 'a <3A>:error::x'],
  ['"PRIVATE+KEY+a+1a2b+AbC/+=" x', '"PRIVATE+KEY…" x', '"PRIVATE+KEY<U+2026>" x'],
  ['?k=private%2Bkey%2Ba%2B1&b', '?k=PRIVATE+KEY…', '?k=PRIVATE+KEY<U+2026>'],
  ['##[error]x', '‹23›#[error]x', '<23>#[error]x'],
]

suite('safeText()', () => {
  for (const [text, utf8, ascii] of table) {
    test(`safeText() makes ${JSON.stringify(text)} harmless`, () => {
      assert.deepEqual([safeText(text), safeText(text, false)], [utf8, ascii])
    })
  }
})

test('safeText() leaves nothing that a terminal obeys, whatever it is given', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (text, utf8) => {
      const safe = safeText(text, utf8)
      assert.doesNotMatch(safe, /\p{Control}|[\u202a-\u202e\u2066-\u2069]/u)
      if (!utf8) assert.match(safe, /^[ -~]*$/)
    }),
  )
})

test('safeJson() leaves nothing that a terminal obeys, and the same value', () => {
  assert.equal(safeJson('{\n\t"a": "\u009b\u{e0041}é"\n}'), '{\n\t"a": "\\u009B\\uDB40\\uDC41é"\n}')
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const json = safeJson(JSON.stringify(text))
      assert.doesNotMatch(json, /\p{Control}|[\u202a-\u202e\u2066-\u2069]/u)
      assert.equal(JSON.parse(json), text)
    }),
  )
})

test('quoted() is one line that says what a server said, and no more than its beginning', () => {
  assert.equal(quoted(' not "found"\nhere \n'), String.raw`"not \"found\" here"`)
  assert.equal(quoted('\u001b[2J'), '"‹1B›[2J"')
  assert.equal(quoted(' \n'), 'nothing')
  assert.equal(quoted('nothing'), '"nothing"')
  assert.equal(quoted('x'.repeat(300)), `"${'x'.repeat(200)}…"`)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { fields, isPrint, isSpace, trimSpace } from './chars.ts'

test('isSpace() is true when Go counts the character as white space', () => {
  const spaces = [0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x20, 0x85, 0xa0, 0x1680, 0x2000, 0x200a, 0x2028]
  for (const unit of [...spaces, 0x2029, 0x202f, 0x205f, 0x3000])
    assert.ok(isSpace(unit), `${unit}`)
  for (const unit of [0x08, 0x0e, 0x1f, 0x61, 0x180e, 0x200b, 0xfeff]) {
    assert.ok(!isSpace(unit), `${unit}`)
  }
})

test('isPrint() is true when Go counts the character as printable', () => {
  for (const char of [' ', '~', 'a', 'é', '漢', '😀', '\u0301', '€', '\ufffd', '½']) {
    assert.ok(isPrint(char.codePointAt(0) ?? 0), char)
  }
  for (const char of ['\0', '\x7f', '\u0085', '\u00a0', '\u00ad', '\u200b', '\ufeff', '\ue000']) {
    assert.ok(!isPrint(char.codePointAt(0) ?? 0), JSON.stringify(char))
  }
})

const spacing = fc.stringMatching(/^[ \t\r\n\v\f\u0085\u00a0\u2003\u3000]{1,4}$/)
const word = fc.stringMatching(/^[^\s\u0085]{1,5}$/)

test('fields() gives the words when any white space parts and surrounds them', () => {
  fc.assert(
    fc.property(fc.array(word), spacing, fc.boolean(), (words, space, around) => {
      const text = words.join(space)
      assert.deepEqual(fields(around ? space + text + space : text), words)
    }),
  )
})

test('trimSpace() takes white space off the ends only', () => {
  fc.assert(
    fc.property(word, word, spacing, (first, last, space) => {
      const text = first + space + last
      assert.equal(trimSpace(space + text + space), text)
    }),
  )
  assert.equal(trimSpace(' \u0085 '), '')
  assert.equal(trimSpace('\ufeffa'), '\ufeffa')
})

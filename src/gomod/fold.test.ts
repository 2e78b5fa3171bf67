import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { test } from 'node:test'

import * as fc from 'fast-check'

import { foldKey } from './fold.ts'

test('foldKey() is the same when names differ in letter case only', () => {
  const same = [
    ['go.mod', 'GO.MOD', 'Go.Mod'],
    ['k', 'K', '\u212a'],
    ['s', 'S', 'ſ'],
    ['ß', 'ẞ'],
    ['σ', 'ς', 'Σ'],
    ['å', 'Å', '\u212b'],
    ['µ', 'μ', 'Μ'],
    ['ǆ', 'ǅ', 'Ǆ'],
    ['Ꭰ', 'ꭰ'],
    ['𐐀/a', '𐐨/A'],
  ]
  for (const names of same) assert.equal(new Set(names.map(foldKey)).size, 1, names.join(' '))
})

test('foldKey() differs when names are equal only by longer mappings or for Turkish', () => {
  const different = [
    ['ß', 'ss'],
    ['ﬁ', 'fi'],
    ['i', 'ı', 'İ'],
    ['é', 'e\u0301'],
    ['ΐ', '\u1fd3'],
  ]
  for (const names of different) {
    assert.equal(new Set(names.map(foldKey)).size, names.length, names.join(' '))
  }
})

// Letters with a case pair that came with Unicode 15.1 to 17, which unicode.SimpleFold of Go 1.26
// does not know.
const newer =
  /[\u019b\u0264\u1c89\u1c8a\ua7cb-\ua7cf\ua7d2-\ua7d5\ua7da-\ua7dc\u{10d50}-\u{10d85}\u{16ea0}-\u{16ed3}]/u

test('foldKey() has the orbits of unicode.SimpleFold over all code points', () => {
  const orbits = new Map<string, number[]>()
  for (let code = 0; code < 0x110000; code += 1) {
    const letter = String.fromCodePoint(code)
    if (code >= 0xd800 && code < 0xe000) continue
    const key = foldKey(letter)
    if (key === letter || newer.test(letter)) continue
    const orbit = orbits.get(key) ?? [key.codePointAt(0) ?? 0]
    orbits.set(key, [...orbit, code])
  }
  const real = Array.from(orbits.values(), (orbit) => orbit.toSorted((a, b) => a - b))
    .toSorted(([a = 0], [b = 0]) => a - b)
    .map((orbit) => orbit.map((code) => code.toString(16)).join(' '))
  assert.equal(real.length, 1424)
  assert.equal(
    hash('sha256', real.join('\n'), 'hex'),
    '27d77d9f1112d7ae38c9831eb5c05e436f98911600566540f4de9fdd97862292',
  )
})

test('foldKey() of a text is made of those of its letters', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'A', 'k', '\u212a', 'é', 'É', '😀', '/') })
  fc.assert(
    fc.property(text, text, (a, b) => {
      assert.equal(foldKey(a + b), foldKey(a) + foldKey(b))
      assert.equal(foldKey(foldKey(a)), foldKey(a))
    }),
  )
})

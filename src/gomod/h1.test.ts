import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { test } from 'node:test'

import * as fc from 'fast-check'

import { goModSum, hash1, isForeignHash, isHash1 } from './h1.ts'
import { InvalidError } from './invalid-error.ts'

const file = (name: string, content: string): { name: string; sha256: string } => ({
  name,
  sha256: hash('sha256', content, 'hex'),
})

test('hash1() gives what go.sum records when given the files of a module', () => {
  const root = 'github.com/acme/'
  const main = 'package legacy\n'
  const tables: [string, { name: string; sha256: string }[]][] = [
    ['h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=', []],
    ['h1:HIwa6dSpNVt0n3mT9I8bwqIRRKghKJ1I/xLi9jtpkJQ=', [file(`${root}legacy@v1.0.0/l.go`, main)]],
    [
      'h1:uFMG5Uz2ZD/FlaGDomuzTGDPEpWAkD2MaSkTHFNE04Y=',
      [file(`${root}legacy@v2.0.0+incompatible/l.go`, main)],
    ],
  ]
  for (const [expected, files] of tables) assert.equal(hash1(files), expected)
})

test('hash1() orders names by their UTF-8 bytes when UTF-16 would order them otherwise', () => {
  const expected = `h1:${hash('sha256', 'b  Ａ\na  😀\n', 'base64')}`
  const files = [
    { name: '😀', sha256: 'a' },
    { name: 'Ａ', sha256: 'b' },
  ]
  assert.equal(hash1(files), expected)
  assert.equal(hash1(files.toReversed()), expected)
})

test('hash1() does not depend on the order given', () => {
  const names = fc.uniqueArray(fc.string({ unit: fc.constantFrom('a', 'B', '/', 'é', 'Ａ', '😀') }))
  fc.assert(
    fc.property(names, (list) => {
      const files = list.map((name) => file(name, name))
      assert.equal(hash1(files.toReversed()), hash1(files))
    }),
  )
})

test('hash1() throws when a name has a newline or is not Unicode text', () => {
  for (const name of ['a\nb', '\n', 'a\udcff']) {
    assert.throws(() => hash1([file(name, '')]), InvalidError, JSON.stringify(name))
  }
})

test('goModSum() gives what go.sum records for a go.mod', () => {
  const synthesised = Buffer.from('module github.com/acme/legacy\n')
  assert.equal(goModSum(synthesised), 'h1:MKNqFVY0UwScbF29FvXhdt2J4+5aoW+3+0nCjSqm43Y=')
})

test('isHash1() and isForeignHash() tell hashes from each other and from anything else', () => {
  const own = 'h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
  assert.ok(isHash1(own) && !isForeignHash(own))
  for (const text of ['h2:x', 'h12:x', 'h0:x']) {
    assert.ok(isForeignHash(text) && !isHash1(text), text)
  }
  const stray = own.replace('U=', 'V=')
  for (const text of ['', 'h1:', 'h1:x', 'h2:', 'H1:x', 'x', own.slice(3), `${own}=`, stray]) {
    assert.ok(!isForeignHash(text) && !isHash1(text), text)
  }
})

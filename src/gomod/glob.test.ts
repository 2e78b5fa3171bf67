import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { globMatches, parseGlob } from './glob.ts'

// Source: facts of Go's path match_test; the last group is what Go answers to hostile cases.
const table: [glob: string, name: string, expected: boolean | undefined][] = [
  ['abc', 'abc', true],
  ['*', 'abc', true],
  ['*c', 'abc', true],
  ['a*', 'a', true],
  ['a*', 'abc', true],
  ['a*', 'ab/c', false],
  ['a*/b', 'abc/b', true],
  ['a*/b', 'a/c/b', false],
  ['a*b*c*d*e*/f', 'axbxcxdxe/f', true],
  ['a*b*c*d*e*/f', 'axbxcxdxexxx/f', true],
  ['a*b*c*d*e*/f', 'axbxcxdxe/xxx/f', false],
  ['a*b*c*d*e*/f', 'axbxcxdxexxx/fff', false],
  ['a*b?c*x', 'abxbbxdbxebxczzx', true],
  ['a*b?c*x', 'abxbbxdbxebxczzy', false],
  ['ab[c]', 'abc', true],
  ['ab[b-d]', 'abc', true],
  ['ab[e-g]', 'abc', false],
  ['ab[^c]', 'abc', false],
  ['ab[^b-d]', 'abc', false],
  ['ab[^e-g]', 'abc', true],
  ['a\\*b', 'a*b', true],
  ['a\\*b', 'ab', false],
  ['a?b', 'a☺b', true],
  ['a[^a]b', 'a☺b', true],
  ['a???b', 'a☺b', false],
  ['[a-ζ]*', 'α', true],
  ['*[a-ζ]', 'A', false],
  ['a?b', 'a/b', false],
  ['a*b', 'a/b', false],
  ['[\\]a]', ']', true],
  ['[\\-]', '-', true],
  ['[x\\-]', '-', true],
  ['[\\-x]', 'a', false],
  ['[]a]', ']', undefined],
  ['[-]', '-', undefined],
  ['[x-]', 'x', undefined],
  ['[-x]', 'x', undefined],
  ['\\', 'a', undefined],
  ['[a-b-c]', 'a', undefined],
  ['[', 'a', undefined],
  ['[^', 'a', undefined],
  ['[^bc', 'a', undefined],
  ['a[', 'a', undefined],
  ['a[', 'ab', undefined],
  ['*x', 'xxx', true],
  ['', '', true],
  ['', 'a', false],
  ['*', '', true],
  ['**', 'ab', true],
  ['*?', '', false],
  ['[/]', '/', true],
  ['[*]', '*', true],
  ['[a*', 'a', undefined],
  ['*[^a]*c', 'x/yc', false],
  ['x[^a]*c', 'x/yc', true],
]

test('globMatches() answers as path.Match', () => {
  for (const [text, name, expected] of table) {
    const glob = parseGlob(text)
    assert.equal(glob && globMatches(glob, name), expected, `${text} on ${name}`)
  }
})

test('globMatches() takes a literal for itself only', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', '.', '/', '-'), maxLength: 6 })
  fc.assert(
    fc.property(word, word, (text, name) => {
      const glob = parseGlob(text)
      assert.ok(glob)
      assert.equal(globMatches(glob, name), text === name)
    }),
  )
})

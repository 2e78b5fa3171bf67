import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isVerdictClass, isVerdictCode, meaningOf, verdictCodes } from './verdicts.ts'

test('meaningOf() gives every code a class, a word, a shape and a sentence', () => {
  const classes = Map.groupBy(verdictCodes, (code) => meaningOf(code).class)
  assert.deepEqual(
    [...classes].map(([name, codes]) => [name, codes.length]),
    [
      ['ok', 2],
      ['fragile', 9],
      ['undetermined', 11],
      ['lost', 7],
      ['changed', 4],
    ],
  )
  for (const code of verdictCodes) {
    const { word, shape, sentence } = meaningOf(code)
    assert.match(word, /^[A-Z]/, code)
    assert.match(shape, /^(disc|triangle|ring|square|diamond)$/, code)
    assert.match(sentence, /^\S.*\.$/, code)
  }
})

test('isVerdictCode() and isVerdictClass() know nothing but the table', () => {
  for (const text of ['', 'constructor', 'Lost', 'toString']) {
    assert.equal(isVerdictCode(text) || isVerdictClass(text), false, text)
  }
  assert.ok(isVerdictCode('repo-gone'))
  assert.ok(isVerdictClass('lost'))
})

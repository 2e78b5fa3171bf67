import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fieldAt, isSegment, textAt, textsOf } from './fields.ts'

const value: unknown = JSON.parse('{"a":{"b":"c","d":1,"e":null},"__proto__":{"f":"g"}}')

test('fieldAt() and textAt() find own members only', () => {
  assert.equal(fieldAt(value, 'a', 'd'), 1)
  assert.equal(fieldAt(value, 'a', 'e', 'x'), undefined)
  assert.equal(fieldAt(value, 'f'), undefined)
  assert.equal(fieldAt('text', 'length'), undefined)
  assert.equal(fieldAt(value, 'constructor', 'name'), undefined)
  assert.equal(textAt(value, 'a', 'b'), 'c')
  assert.equal(textAt(value, 'a', 'd'), undefined)
  assert.deepEqual(textsOf(fieldAt(value, 'a'), ['e', 'd', 'b', 'toString']), ['c'])
})

test('isSegment() takes names, and nothing that leads elsewhere', () => {
  for (const text of ['a', '~a', 'a.b-c_d', '...']) assert.ok(isSegment(text), text)
  const others = [undefined, '', '.', '..', 'a/b', 'a\\b', 'a%2Fb', 'a b', 'a?b', 'a#b', 'a:b', 'ä']
  for (const text of [...others, 'x'.repeat(256)]) assert.ok(!isSegment(text), text)
})

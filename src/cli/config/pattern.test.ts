import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parsePattern } from './pattern.ts'

test('parsePattern() gives the pattern', () => {
  for (const text of ['corp.example', 'corp.example/*', '*.corp.example/a?/[a-z]*', 'a/', '*']) {
    assert.equal(parsePattern(text), text)
  }
})

test('parsePattern() throws a RangeError for what fits no module path, and names what was meant', () => {
  for (const [text, reason] of [
    ['https://corp.example', /no scheme and no port; "corp\.example"\?$/],
    ['https://me@corp.example:80/a/', /no scheme and no port; "corp\.example\/a"\?$/],
    ['corp.example:8080', /no scheme and no port; "corp\.example"\?$/],
    ['corp.example:8080/*', /no scheme and no port; "corp\.example\/\*"\?$/],
    ['https://', /no scheme and no port$/],
    ['', /"" is not a module path pattern/],
    ['a b', /"a b" is not a module path pattern/],
    ['a,b', /"a,b" is not a module path pattern/],
    ['[a', /"\[a" is not a module path pattern/],
  ] as const) {
    assert.throws(() => parsePattern(text), { name: 'RangeError', message: reason }, text)
  }
})

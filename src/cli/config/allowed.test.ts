import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseAllowed } from './allowed.ts'

test('parseAllowed() gives networks, addresses and host names as they are', () => {
  for (const text of ['10.0.0.0/8', '::1', 'Git.corp.example'])
    assert.equal(parseAllowed(text), text)
})

test('parseAllowed() throws a RangeError that says what is not possible', () => {
  for (const [text, reason] of [
    ['foo:80', /"foo:80" .* ports and brackets are not possible, every port/],
    ['[::1]:80', /ports and brackets are not possible/],
    ['*.corp.example', /wildcards are not possible/],
    ['https://a.example', /no scheme and no path/],
    ['a b', /"a b" is neither .* nor a host name$/],
  ] as const) {
    assert.throws(() => parseAllowed(text), { name: 'RangeError', message: reason }, text)
  }
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseListen } from './listen.ts'

test('parseListen() splits host and port', () => {
  for (const [text, host, port] of [
    ['127.0.0.1:3000', '127.0.0.1', 3000],
    ['localhost:0', 'localhost', 0],
    [':80', '', 80],
    ['[::1]:3000', '::1', 3000],
    ['[::]:65535', '::', 65_535],
  ] as const) {
    assert.deepEqual(parseListen(text), { host, port }, text)
  }
})

test('parseListen() throws a RangeError naming the text when it is no address', () => {
  for (const text of [
    '',
    '3000',
    'localhost',
    '::1:3000',
    '[::1]',
    '[x]:1',
    'a b:1',
    'http://a:1',
    'a:65536',
    'a:-1',
  ]) {
    assert.throws(
      () => parseListen(text),
      (error: Error) => error.message.startsWith(`"${text}"`),
      text,
    )
  }
})

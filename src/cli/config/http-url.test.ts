import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseHttpUrl } from './http-url.ts'

test('parseHttpUrl() gives the normal form without a slash at its end', () => {
  for (const [text, url] of [
    ['https://Go.Corp.example/', 'https://go.corp.example'],
    ['https://a.example:443/x//', 'https://a.example/x'],
    ['http://[::1]:80', 'http://[::1]'],
    ['HTTP://a.example:8080/Path', 'http://a.example:8080/Path'],
  ] as const) {
    assert.equal(parseHttpUrl(text, { credentials: false }), url, text)
  }
})

test('parseHttpUrl() throws a RangeError when other URLs cannot be made from it', () => {
  for (const [text, reason] of [
    ['', /not an absolute/],
    ['a.example', /not an absolute/],
    ['//a.example', /not an absolute/],
    ['https:a.example', /not an absolute/],
    ['ftp://a.example/', /not an absolute/],
    ['https://a.example/?', /query or a fragment/],
    ['https://a.example/#x', /query or a fragment/],
    ['https://me@a.example/', /user name or a password/],
  ] as const) {
    assert.throws(
      () => parseHttpUrl(text, { credentials: false }),
      { name: 'RangeError', message: reason },
      text,
    )
  }
})

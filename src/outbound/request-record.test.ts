import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { withoutCredentials } from './request-record.ts'

suite('withoutCredentials()', () => {
  const table = [
    ['https://a.example/x', 'https://a.example/x'],
    ['https://user@a.example/x', 'https://a.example/x'],
    ['https://user:secret@a.example/x', 'https://a.example/x'],
    ['https://user:sec@ret@a.example/x', 'https://a.example/x'],
    ['https://:secret@a.example', 'https://a.example'],
    ['HTTPS://user:secret@a.example/', 'HTTPS://a.example/'],
    ['https://a.example/x@v1.0.0', 'https://a.example/x@v1.0.0'],
    ['https://a.example?x=@', 'https://a.example?x=@'],
    ['https://a.example#@', 'https://a.example#@'],
    ['git+ssh://git@a.example/x', 'git+ssh://a.example/x'],
    ['no URL', 'no URL'],
  ] as const
  for (const [url, expected] of table) {
    test(`gives ${expected} when it is ${url}`, () => {
      assert.equal(withoutCredentials(url), expected)
    })
  }
})

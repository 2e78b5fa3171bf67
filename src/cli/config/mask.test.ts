import assert from 'node:assert/strict'
import { test } from 'node:test'
import { maskCredentials } from './mask.ts'

test('maskCredentials() hides user information and nothing else', () => {
  for (const [text, masked] of [
    ['https://me:secret@a.example/x', 'https://***@a.example/x'],
    ['https://token@a.example', 'https://***@a.example'],
    ['"http://a:p@ss@b/",http://c:d@e|direct', '"http://***@b/",http://***@e|direct'],
    ['mailto:ops@corp.example', 'mailto:ops@corp.example'],
    ['https://a.example/x@v1', 'https://a.example/x@v1'],
    ['https://a.example/?q=me@you', 'https://a.example/?q=me@you'],
  ] as const) {
    assert.equal(maskCredentials(text), masked, text)
  }
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { maskCredentials, maskUrl } from './mask.ts'

test('maskCredentials() hides user information and nothing else', () => {
  for (const [text, masked] of [
    ['https://me:secret@a.example/x', 'https://***@a.example/x'],
    ['https://token@a.example', 'https://***@a.example'],
    ['"http://a:p@ss@b/",http://c:d@e|direct', '"http://***@b/",http://***@e|direct'],
    ['http://a:b@c,http://d:e@f|https://g@h', 'http://***@c,http://***@f|https://***@h'],
    ['ssh://git@a.example/x', 'ssh://git@a.example/x'],
    ['"SSH://git:a@b@c/", git+ssh://d:e@f', '"SSH://git:***@c/", git+ssh://d:***@f'],
    ['ssh://:a@b svn+ssh://me@c', 'ssh://:***@b svn+ssh://***@c'],
    ['from https://a.example to me@b.example', 'from https://a.example to me@b.example'],
    ['mailto:ops@corp.example', 'mailto:ops@corp.example'],
    ['https://a.example/x@v1', 'https://a.example/x@v1'],
    ['https://a.example/?q=me@you', 'https://a.example/?q=me@you'],
  ] as const) {
    assert.equal(maskCredentials(text), masked, text)
  }
})

test('maskUrl() hides all that stands before the host', () => {
  for (const [url, masked] of [
    ['https://me:a b"c@d@a.example/x@y', 'https://***@a.example/x@y'],
    ['https://a.example/x', 'https://a.example/x'],
    ['not a URL', 'not a URL'],
  ] as const) {
    assert.equal(maskUrl(url), masked)
  }
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isSecure, normalUrl, plainUrl } from './normal-url.ts'

test('normalUrl() has no capitals in scheme and host, whatever the scheme, and no dots', () => {
  for (const [url, normal] of [
    ['HTTPS://A.example/B/../C', 'https://a.example/C'],
    ['SSH://Git@Git.Example:22/A/./B', 'ssh://Git@git.example:22/A/B'],
    ['git://GIT.example', 'git://git.example'],
    ['git+ssh://[FE80::1]/X', 'git+ssh://[fe80::1]/X'],
    ['no url', 'no url'],
  ] as const) {
    assert.equal(normalUrl(url), normal)
    assert.equal(normalUrl(normal), normal)
  }
})

test('plainUrl() leaves only the user of the secure shell', () => {
  for (const [url, plain] of [
    ['https://me:secret@a.example/x', 'https://a.example/x'],
    ['git://me@a.example/x', 'git://a.example/x'],
    ['ssh://me@a.example/x', 'ssh://me@a.example/x'],
    ['ssh://me:secret@a.example/x@y', 'ssh://me@a.example/x@y'],
    ['ssh://:secret@a.example/x', 'ssh://a.example/x'],
    ['git+ssh://a.example/x:y@z', 'git+ssh://a.example/x:y@z'],
  ] as const) {
    assert.equal(plainUrl(url), plain)
  }
})

test('isSecure() knows what is protected on its way', () => {
  for (const url of ['https://a/', 'ssh://a/', 'git+ssh://a/', 'ssh+git://a/'])
    assert.ok(isSecure(url))
  for (const url of ['http://a/', 'git://a/', 'ftp://a/', 'x']) assert.ok(!isSecure(url))
})

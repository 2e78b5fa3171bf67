import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseUrlPrefix } from './url-prefix.ts'

test('parseUrlPrefix() gives the normal form, and keeps the slash at the end, or its absence', () => {
  for (const [text, prefix] of [
    ['https://a.example', 'https://a.example'],
    ['https://A.example/', 'https://a.example/'],
    ['https://u:p@a.example/b', 'https://u:p@a.example/b'],
    ['https://a.example/b/', 'https://a.example/b/'],
    ['ssh://git@Git.example', 'ssh://git@git.example'],
    ['SSH://Git@git.example:2222/', 'ssh://Git@git.example:2222/'],
    ['git+ssh://git.example/a/../b/', 'git+ssh://git.example/b/'],
    ['git://[::1]:9419/X', 'git://[::1]:9419/X'],
  ] as const) {
    assert.equal(parseUrlPrefix(text), prefix, text)
  }
})

test('parseUrlPrefix() throws a RangeError that shows no password', () => {
  for (const text of [
    'ftp://me:secret@a.example/',
    'svn+ssh://me:secret@a.example/',
    'ssh://me:secret@a.example/',
    'ssh://me:secret@/',
    'git:secret',
    'git://a.example/?secret',
    'git://a.example/#secret',
    'ssh://a.example/secret x',
  ]) {
    assert.throws(
      () => parseUrlPrefix(text),
      (error) => error instanceof RangeError && !error.message.includes('secret'),
      text,
    )
  }
})

test('parseUrlPrefix() says which schemes there are, and how a short form is written as a URL', () => {
  for (const [text, reason] of [
    ['svn+ssh://a.example/', /begins with none of https:.*ssh:.*git:/],
    ['a.example/b', /begins with none of/],
    ['git@a.example:b/c.git', /write "ssh:\/\/git@a\.example\/b\/c\.git"/],
    ['git@a.example:/srv/b/', /write "ssh:\/\/git@a\.example\/srv\/b\/"/],
  ] as const) {
    assert.throws(() => parseUrlPrefix(text), { name: 'RangeError', message: reason }, text)
  }
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { greeting } from './greeting.ts'

const listening = 'http://127.0.0.1:3000'
const url = 'https://go.corp.example'

for (const [what, privateGlobs, key, use, undo] of [
  ['nothing else', [], undefined, '', ''],
  ['private modules', ['a/*', 'b'], undefined, " GONOSUMDB='a/*,b'", ' GONOSUMDB'],
  ['a log', [], 'log+1+A', ' GOSUMDB=log+1+A', ' GOSUMDB'],
  [
    'private modules and a log',
    ['a/*'],
    'log+1+A',
    ' GOSUMDB=log+1+A GONOSUMDB=none GONOPROXY=none',
    ' GOSUMDB GONOSUMDB GONOPROXY',
  ],
] as const) {
  void test(`a server with ${what} says what clients set, and how they undo it`, () => {
    const text = greeting({ listening, url, privateGlobs, key })
    assert.match(text, /^Headwater is ready on http:\/\/127\.0\.0\.1:3000\n/)
    assert.ok(text.includes(`    go env -w GOPROXY=${url}${use}\n`), text)
    assert.ok(text.includes(`    go env -u GOPROXY${undo}\n`), text)
  })
}

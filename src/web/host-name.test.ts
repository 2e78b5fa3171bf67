import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hostIn, hostPath } from './host-name.ts'

const typed: [text: string, host: string | undefined][] = [
  ['git.sr.ht', 'git.sr.ht'],
  ['  GIT.sr.ht. ', 'git.sr.ht'],
  ['git.corp.example:8443', 'git.corp.example:8443'],
  ['https://git.sr.ht:443/~a/b?c', 'git.sr.ht'],
  ['ssh://git@git.sr.ht/~a/b', 'git.sr.ht'],
  ['https://user:secret@git.sr.ht', 'git.sr.ht'],
  ['[::1]:8080', '[::1]:8080'],
  ['bücher.example', 'xn--bcher-kva.example'],
  ['//evil.example', 'evil.example'],
  ['', undefined],
  ['   ', undefined],
  ['a b', undefined],
  ['a\u0000b', undefined],
  ['a'.repeat(3000), undefined],
]

for (const [text, host] of typed) {
  test(`hostIn(${JSON.stringify(text.slice(0, 40))}) is ${host}`, () => {
    assert.equal(hostIn(text), host)
  })
}

test('hostPath() leaves nothing that ends a segment', () => {
  assert.equal(hostPath('a.example:8443'), 'a.example%3A8443')
  assert.equal(hostPath('../?#%'), '..%2F%3F%23%25')
  assert.equal(hostPath('\ud800'), '%EF%BF%BD')
})

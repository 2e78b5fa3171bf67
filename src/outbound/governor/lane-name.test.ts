import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Purpose } from '../request-record.ts'
import { laneName } from './lane-name.ts'

const cases: [url: string, purpose: Purpose, name: string][] = [
  ['https://git.corp.example/x', 'refs', 'git.corp.example'],
  ['https://git.corp.example:8443/x', 'content', 'git.corp.example:8443'],
  ['https://git.corp.example:443/x', 'content', 'git.corp.example'],
  ['ssh://git@git.corp.example:2222/x', 'refs', 'git.corp.example:2222'],
  ['https://a.corp.example/robots.txt', 'rules', 'a.corp.example'],
  ['https://a.corp.example/x?go-get=1', 'import-page', 'corp.example'],
  ['https://b.corp.example:8443/x?go-get=1', 'import-page', 'corp.example'],
  ['https://corp.example/x?go-get=1', 'import-page', 'corp.example'],
  ['https://go.corp.co.uk/x?go-get=1', 'import-page', 'corp.co.uk'],
  ['https://somebody.github.io/x?go-get=1', 'import-page', 'somebody.github.io'],
  ['https://a.somebody.github.io/x?go-get=1', 'import-page', 'somebody.github.io'],
  ['https://127.0.0.1:8080/x?go-get=1', 'import-page', '127.0.0.1:8080'],
  ['https://[::1]:8080/x?go-get=1', 'import-page', '[::1]:8080'],
  ['https://localhost:8080/x?go-get=1', 'import-page', 'localhost:8080'],
  ['https://co.uk/x?go-get=1', 'import-page', 'co.uk'],
]

suite('laneName()', () => {
  for (const [url, purpose, name] of cases) {
    test(`${purpose} of ${url} waits in the lane ${name}`, () => {
      assert.equal(laneName(url, purpose), name)
    })
  }
})

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { RequestRecord } from '../../outbound/request-record.ts'
import { refsRead } from './refs-read.ts'

const read: RequestRecord = {
  at: 1000,
  host: 'a.example',
  method: 'POST',
  url: 'https://a.example/x/git-upload-pack',
  purpose: 'refs',
  reason: 'foreground',
  status: 200,
  sent: 10,
  received: 100,
  millis: 12,
  failure: '',
}

const cases: [what: string, record: Partial<RequestRecord>, url: string | undefined][] = [
  ['a question in version 2', {}, 'https://a.example/x'],
  [
    'an advertisement',
    { url: 'https://a.example/x.git/info/refs?service=git-upload-pack' },
    'https://a.example/x.git',
  ],
  ['one over plain http', { url: 'http://a.example/x/git-upload-pack' }, 'http://a.example/x'],
  ['a session over ssh', { url: 'ssh://git@a.example/x' }, 'ssh://git@a.example/x'],
  ['a session over git://', { url: 'git://a.example/x' }, 'git://a.example/x'],
  ['the HEAD of plain files', { url: 'https://a.example/x/HEAD' }, undefined],
  ['a name within the path', { url: 'https://a.example/git-upload-pack/x' }, undefined],
  ['objects', { purpose: 'content' }, undefined],
  ['a page', { purpose: 'import-page' }, undefined],
  ['an answer that broke off', { failure: 'unreachable' }, undefined],
  ['a refusal', { status: 401 }, undefined],
  ['what was not modified', { status: 304 }, undefined],
  ['no answer', { status: 0, failure: 'unreachable' }, undefined],
]

suite('refsRead()', () => {
  for (const [what, record, url] of cases) {
    test(`is ${url ?? 'nothing'} for ${what}`, () => {
      assert.equal(refsRead({ ...read, ...record }), url)
    })
  }
})

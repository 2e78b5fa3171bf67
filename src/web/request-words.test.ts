import assert from 'node:assert/strict'
import { test } from 'node:test'
import { requestOf, siteFacts } from './memory-hosts.test-data.ts'
import { answerText, whatText, whyText } from './request-words.ts'
import type { RecordedRequest } from '../store/facts/requests.ts'

const repository = 'https://git.sr.ht/~rjarry/aerc'

const whats: [request: Partial<RecordedRequest>, text: string][] = [
  [
    { purpose: 'refs', url: `${repository}/git-upload-pack`, method: 'POST' },
    'ls-refs ~rjarry/aerc',
  ],
  [
    { purpose: 'refs', url: `${repository}/info/refs?service=git-upload-pack` },
    'ls-refs ~rjarry/aerc',
  ],
  [
    { purpose: 'content', url: `${repository}/git-upload-pack`, method: 'POST' },
    'fetch ~rjarry/aerc',
  ],
  [{ purpose: 'commits', url: 'ssh://git.sr.ht/~rjarry/aerc' }, 'fetch ~rjarry/aerc'],
  [{ purpose: 'content', url: 'https://hg.sr.ht/~a/b?cmd=getbundle' }, 'GET /~a/b?cmd=getbundle'],
  [{ purpose: 'rules', url: 'https://git.sr.ht/robots.txt' }, 'GET /robots.txt'],
  [{ purpose: 'import-page', url: 'https://git.sr.ht?go-get=1' }, 'GET ?go-get=1'],
  [{ purpose: 'page', url: 'https://git.sr.ht', method: 'HEAD' }, 'HEAD /'],
]

for (const [request, text] of whats) {
  test(`whatText() says ${text}`, () => assert.equal(whatText(requestOf(request)), text))
}

const whys: [request: Partial<RecordedRequest>, text: string][] = [
  [{ purpose: 'refs', reason: 'foreground' }, 'a version was asked for here'],
  [{ purpose: 'refs', reason: 'background' }, 'background: look due'],
  [{ purpose: 'refs', reason: 'floor' }, 'once a week, though nobody asks any more'],
  [{ purpose: 'refs', reason: 'push' }, 'you told us of a push'],
  [{ purpose: 'rules', reason: 'background' }, 'rules, once a day'],
  [{ purpose: 'page', reason: 'foreground' }, 'somebody here checks whether it is still there'],
]

for (const [request, text] of whys) {
  test(`whyText() says ${text}`, () => {
    assert.equal(whyText(requestOf(request), siteFacts), text)
  })
}

test('whyText() knows how often the floor is', () => {
  const request = requestOf({ reason: 'floor' })
  assert.match(whyText(request, { ...siteFacts, floorDays: 30 }), /^every 30 days, /)
})

test('answerText() has a status or a reason', () => {
  assert.equal(answerText(requestOf({ status: 404 })), '404')
  assert.equal(answerText(requestOf({ status: 0, failure: 'unreachable' })), 'unreachable')
  assert.equal(answerText(requestOf({ status: 0, failure: '' })), 'done')
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure } from '../failure.ts'
import { evidenceOf } from './evidence.ts'

const subject = { path: 'a.test/x', version: 'v1.0.0', scope: 'build', requiredBy: [] } as const

test('evidenceOf() tells no credentials and does not repeat the module', () => {
  const url = 'https://me:secret@git.test/x'
  const failure = new Failure('not-found', `a.test/x@v1.0.0 does not exist: no tag at ${url}`, {
    at: 'ref',
    url,
  })
  const page = { at: 1000, url, status: 0, saw: `Cannot ask ${url}: no answer` }
  assert.deepEqual(evidenceOf(subject, { look: { kind: 'failed', at: 0, failure }, page }), [
    {
      at: '1970-01-01T00:00:00.000Z',
      channel: 'git',
      url: 'https://git.test/x',
      saw: 'no tag at https://git.test/x',
    },
    {
      at: '1970-01-01T00:00:01.000Z',
      channel: 'page',
      url: 'https://git.test/x',
      saw: 'Cannot ask https://git.test/x: no answer',
    },
  ])
})

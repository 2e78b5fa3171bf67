import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure, type FailureCode, type FailureDetails } from '../../failure.ts'
import { evidenceOf } from './evidence.ts'
import type { Look } from './observation.ts'

const subject = { path: 'a.test/x', version: 'v1.0.0', scope: 'build', requiredBy: [] } as const

test('evidenceOf() tells no credentials and does not repeat the module', () => {
  const url = 'https://me:secret@git.test/x'
  const failure = new Failure('not-found', `a.test/x@v1.0.0 does not exist: no tag at ${url}`, {
    at: 'ref',
    url,
  })
  const page = { at: 1000, url, status: 0, saw: `Cannot ask ${url}: no answer` }
  const look = { kind: 'failed', at: 0, failure } as const
  const repository = { vcs: 'git', url }
  assert.deepEqual(evidenceOf(subject, { look, page, repository }), [
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

function channels(look: Look, vcs?: string): string[] {
  const repository = vcs === undefined ? {} : { repository: { vcs, url: 'https://x.test/' } }
  return evidenceOf(subject, { look, ...repository }).map(({ channel }) => channel)
}

function failed(code: FailureCode, details: FailureDetails = {}): Look {
  return { kind: 'failed', at: 0, failure: new Failure(code, 'so it is', details) }
}

test('evidenceOf() names the channel as the origin does, else as the place does', () => {
  const found = { kind: 'found', at: 0, version: 'v1.0.0', goModSum: 'h1:a=' } as const
  assert.deepEqual(channels({ ...found, origin: { VCS: 'hg' } }, 'mod'), ['hg'])
  assert.deepEqual(channels(found, 'mod'), ['proxy'])
  assert.deepEqual(channels(failed('not-found', { at: 'ref' }), 'svn'), ['svn'])
  assert.deepEqual(channels(failed('not-found', { at: 'import-page' }), 'svn'), ['import-page'])
  assert.deepEqual(channels(failed('unreachable'), 'fossil'), ['fossil'])
  assert.deepEqual(channels(failed('stopped'), 'git'), ['headwater'])
  assert.deepEqual(channels(failed('invalid')), ['headwater'])
})

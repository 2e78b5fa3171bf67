import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure, type FailureCode, type FailureDetails } from '../../failure.ts'
import { channelOf, reasonOf } from './reason.ts'

const text = 'Cannot ask https://me:secret@git.test/x now'

for (const [code, details, reason] of [
  ['not-found', { at: 'repository', status: 404 }, '404'],
  ['auth-required', { at: 'repository', status: 401, words: '"no"' }, '401 "no"'],
  ['throttled', { status: 429, retryAfter: 600 }, '429'],
  ['not-found', { at: 'import-page', status: 404 }, '404 without a go-import tag for it'],
  ['unreachable', { at: 'import-page', status: 502 }, 'Cannot ask https://git.test/x now'],
  ['throttled', {}, 'Cannot ask https://git.test/x now'],
] satisfies [FailureCode, FailureDetails, string][]) {
  test(`reasonOf() is ${reason} for ${code} and ${JSON.stringify(details)}`, () => {
    assert.equal(reasonOf(new Failure(code, text, details), 'a.test/x', 'v1.0.0'), reason)
  })
}

for (const [path, vcs, details, channel] of [
  ['git.test/x.git', undefined, { at: 'repository', status: 403 }, 'git'],
  ['hg.test/x.hg/y', undefined, { at: 'repository', status: 403 }, 'hg'],
  ['git.test/x', 'svn', { at: 'repository', status: 403 }, 'svn'],
  ['git.test/x', undefined, { at: 'import-page', status: 403 }, 'import-page'],
  ['git.test/x', undefined, {}, 'headwater'],
] satisfies [string, string | undefined, FailureDetails, string][]) {
  test(`channelOf() is ${channel} for ${path}, ${String(vcs)} and ${JSON.stringify(details)}`, () => {
    assert.equal(channelOf(new Failure('auth-required', text, details), path, vcs), channel)
  })
}

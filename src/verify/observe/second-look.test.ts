import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure } from '../../failure.ts'
import type { Look } from '../judge/observation.ts'
import type { Repository } from '../judge/observation.ts'
import { answeredIn } from './second-look.ts'

function failed(at: 'ref' | 'repository'): Look {
  return { kind: 'failed', at: 2, failure: new Failure('not-found', 'no', { at }) }
}

function git(url: string): Repository {
  return { vcs: 'git', url }
}

test('answeredIn() knows by host what told its refs, and nothing that only refused', () => {
  const found = { kind: 'found', at: 1, version: 'v1.0.0', goModSum: 'h1:a=' } as const
  const answered = answeredIn([
    { look: found, repository: git('https://a.test/x') },
    { look: found, repository: git('https://a.test/x') },
    { look: failed('ref'), repository: git('https://a.test/y') },
    { look: failed('repository'), repository: git('https://b.test/x') },
    { look: found, repository: git('ssh://c.test/x') },
    { look: found },
  ])
  assert.deepEqual(
    [...answered].map(([host, controls]) => [host, controls.map(({ url }) => url)]),
    [['a.test', ['https://a.test/x', 'https://a.test/y']]],
  )
})

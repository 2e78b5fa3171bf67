import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure } from '../../failure.ts'
import type { Look } from '../judge/observation.ts'
import type { Repository } from '../judge/observation.ts'
import { answeredIn } from './answered.ts'

function failed(at: 'ref' | 'repository'): Look {
  return { kind: 'failed', at: 2, failure: new Failure('not-found', 'no', { at }) }
}

function git(url: string): Repository {
  return { vcs: 'git', url }
}

test('answeredIn() knows by host what answered, and nothing that only refused', () => {
  const found = { kind: 'found', at: 1, version: 'v1.0.0', goModSum: 'h1:a=' } as const
  const proxy = { vcs: 'mod', url: 'https://mods.test/p' }
  const answered = answeredIn(
    [
      { path: 'a.test/x', look: found, repository: git('https://a.test/x') },
      { path: 'github.com/a/x', look: found, repository: git('https://a.test/x') },
      { path: 'github.com/a/x', look: failed('ref'), repository: git('https://a.test/y') },
      { path: 'b.test/x', look: failed('repository'), repository: git('https://b.test/x') },
      { path: 'github.com/a/x', look: found, repository: git('ssh://c.test/x') },
      { path: 'github.com', look: found, repository: proxy },
      { path: 'd.test/x', look: found },
    ].map(({ path, ...seen }) => ({ subject: { path }, seen })),
  )
  assert.deepEqual(
    [...answered].map(([host, controls]) => [
      host,
      controls.map(({ url, of, vcs }) => [url, of, vcs]),
    ]),
    [
      [
        'a.test',
        [
          ['https://a.test/x', 'repository', 'git'],
          ['https://a.test/x?go-get=1', 'page', ''],
          ['https://a.test/y', 'repository', 'git'],
        ],
      ],
      ['mods.test', [['https://mods.test/p', 'module', 'mod']]],
    ],
  )
})

test('answeredIn() takes the first answer of each, on which later ones may rest', () => {
  const found = { kind: 'found', version: 'v1.0.0', goModSum: 'h1:a=' } as const
  const round = [3, 8].map((at) => ({
    subject: { path: 'a.test/x' },
    seen: { look: { ...found, at }, repository: git('https://a.test/x') },
  }))
  const [answers = []] = answeredIn(round).values()
  assert.deepEqual(
    answers.map(({ of, at }) => [of, at]),
    [
      ['repository', 3],
      ['page', 3],
    ],
  )
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure } from '../../failure.ts'
import { judge } from '../../verify/judge/judge.ts'
import type { Look } from '../../verify/judge/observation.ts'
import type { Subject } from '../subject.ts'
import { adviceOn, adviceText, type AdviceFacts } from './way-out.ts'

const path = 'github.com/acme/x'
const subject: Subject = { path, version: 'v1.0.0', scope: 'build', requiredBy: [], goSum: 'h1:a' }

function failed(failure: Failure): Look {
  return { kind: 'failed', at: Date.parse('2026-11-22T10:00:30Z'), failure }
}

function advice(look: Look, facts: Partial<AdviceFacts> = {}, of = subject): string[] {
  const verdict = judge(of, { look, again: look }, false)
  return adviceOn(of, verdict, { host: 'github.com', ...facts }).map(adviceText)
}

for (const [what, details, facts, text] of [
  ['until when it was told to wait', { retryAfter: 120 }, {}, 'again after 10:03 UTC'],
  ['a day off', { retryAfter: 90_000 }, {}, 'again after 23 Nov, 11:01 UTC'],
  ['nothing', {}, {}, 'again later'],
  [
    'that a token would count',
    { retryAfter: 120 },
    { tokenVariable: 'GITHUB_TOKEN' },
    'again after 10:03 UTC, or now with a token in GITHUB_TOKEN',
  ],
] as const) {
  test(`adviceOn() says when to try again after being throttled, knowing ${what}`, () => {
    const failure = new Failure('throttled', 'slow down', details)
    assert.deepEqual(advice(failed(failure), { failure, ...facts }), [text])
  })
}

test('adviceOn() blames the time for what was not asked only if it was to be asked', () => {
  const stopped = new Failure('stopped', 'over')
  const offline = new Failure('not-held', 'nobody is asked offline')
  assert.deepEqual(
    [stopped, offline].flatMap((failure) => advice(failed(failure), { failure })),
    ['run it again, with a longer --timeout if there was one', 'run it again without --offline'],
  )
})

for (const [facts, where] of [
  [{}, ''],
  [{ tokenVariable: 'GITHUB_TOKEN' }, ' in GITHUB_TOKEN'],
] as const) {
  test(`adviceOn() asks for a token${where} when credentials are wanted`, () => {
    const failure = new Failure('auth-required', 'no', { at: 'repository', status: 401 })
    assert.deepEqual(advice(failed(failure), { failure, ...facts }), [
      `give a token for that host${where}, or list the path in GOPRIVATE`,
    ])
  })

  test(`adviceOn() asks for a token${where} when a repository is suspected to be gone`, () => {
    const failure = new Failure('not-found', 'no', { at: 'repository', status: 404 })
    assert.deepEqual(advice(failed(failure), { failure, ...facts }), [
      'look again after 10:16 UTC',
      `if it is private: give a token for github.com${where}, or list the path in GOPRIVATE`,
    ])
  })
}

test('adviceOn() names another version with the command that takes it', () => {
  const look = failed(new Failure('not-found', 'no tag', { at: 'ref' }))
  const candidate = { kind: 'readable', version: 'v1.0.1' } as const
  assert.deepEqual(advice(look, { candidate }), [
    'v1.0.1 exists upstream, and can be read: go get github.com/acme/x@v1.0.1',
  ])
  const replaced = { ...subject, replaces: { path: 'a.test/y', version: '' } }
  assert.deepEqual(advice(look, { candidate }, replaced), [
    'v1.0.1 exists upstream, and can be read: go mod edit -replace=a.test/y=github.com/acme/x@v1.0.1 && go mod tidy',
  ])
  assert.deepEqual(advice(look), ['no other version is known upstream'])
})

test('adviceOn() does not say that there is no other version where none was looked for', () => {
  const look = failed(new Failure('not-found', 'no tag', { at: 'ref' }))
  for (const [bump, text] of [
    [undefined, ''],
    [{ kind: 'none', ways: 2 }, ', and no newer version of those who need this one does without'],
    [
      { kind: 'none', ways: 9 },
      ', and 9 requirements lead to this one, so that no few steps avoid it',
    ],
  ] as const) {
    assert.deepEqual(advice(look, { isPassedOver: true, ...(bump && { bump }) }), [
      `go takes another version of it already${text}`,
    ])
  }
})

test('adviceOn() puts an older version in the place of one that others need, too', () => {
  const look = failed(new Failure('not-found', 'no tag', { at: 'ref' }))
  const candidate = { kind: 'verified', version: 'v0.9.0' } as const
  const text = 'v0.9.0, an older version, verifies'
  assert.deepEqual(advice(look, { candidate }, { ...subject, requiredBy: ['me.test/main'] }), [
    `${text}: go get github.com/acme/x@v0.9.0`,
  ])
  const shared = { ...subject, requiredBy: ['me.test/main', 'github.com/acme/y@v1.0.0'] }
  assert.deepEqual(advice(look, { candidate }, shared), [
    `${text}: go mod edit -replace=github.com/acme/x@v1.0.0=github.com/acme/x@v0.9.0 && go mod tidy`,
  ])
})

test('adviceOn() says how to find who wrote a line of go.sum that upstream never had, whatever stands there', () => {
  const look = { kind: 'found', at: 0, version: 'v1.0.0', zipSum: 'h1:b', goModSum: 'h1:c' }
  for (const [goSum, command] of [
    ['h1:abc/+Z=', "git log -Sh1:abc/+Z= -- '*.sum'"],
    ['h1:$(id)', undefined],
    ['h1:', undefined],
  ] as const) {
    const verdict = judge({ ...subject, goSum }, { look: look as Look }, false)
    const told = adviceOn(subject, { ...verdict, code: 'gosum-mismatch' }, { host: 'a.test' })
    assert.equal(told.find(({ label }) => label === 'next')?.command, command, goSum)
    assert.equal(told.at(-1)?.label, 'never')
  }
})

test('adviceOn() never tells anybody to delete go.sum', () => {
  const look: Look = { kind: 'found', at: 0, version: 'v1.0.0', zipSum: 'h1:b', goModSum: 'h1:c' }
  const texts = advice(look)
  assert.deepEqual(
    texts.filter((text) => text.includes('delete')),
    ['never delete go.sum, or set GONOSUMDB or GOSUMDB=off for this'],
  )
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  claims,
  commits,
  controls,
  daysAgo,
  found,
  known,
  looks,
  named,
  now,
  page,
  places,
  targets,
  twice,
} from './cases/seen.test-data.ts'
import { judge, judgeFolder } from './judge.ts'
import { conclude } from './judged.ts'
import type { Observations } from './observation.ts'

const { tag, tagWithoutSums } = claims
const { a, b } = commits
const gone: Observations = {
  ...twice(looks.git404),
  page: page(404),
  control: controls.repository,
}

const confidences: [what: string, seen: Observations, confidence: string][] = [
  ['other content', { look: found('h1:other') }, 'corroborated'],
  ['no tag, twice', twice(looks.noTag), 'corroborated'],
  ['no tag, once', { look: looks.noTag }, 'tentative'],
  ['a server error', { look: looks.git500 }, 'tentative'],
  ['equal content', { look: found('h1:zip') }, 'corroborated'],
  ['a commit that was hashed', { look: named(a), known: [known(a, 'h1:zip')] }, 'corroborated'],
  [
    'a commit that the module cache tells of',
    { look: named(a), known: [known(a, undefined, { from: 'module-cache' })] },
    'tentative',
  ],
  [
    'a redirect',
    { look: found('h1:zip', { answeredAt: targets.sameOwner }), repository: places.here },
    'tentative',
  ],
  [
    'a tag made anew',
    { look: found('h1:zip', { hash: b }), known: [known(a, 'h1:zip')] },
    'corroborated',
  ],
]

for (const [what, seen, confidence] of confidences) {
  test(`judge() is ${confidence} when it saw: ${what}`, () => {
    assert.equal(judge(tag, seen, false).confidence, confidence)
  })
}

test('judge() is tentative about equal content when there is nothing to compare it with', () => {
  assert.equal(judge(tagWithoutSums, { look: found('h1:zip') }, false).confidence, 'tentative')
  const onlyGoMod = { ...tagWithoutSums, goModSum: 'h1:mod' }
  assert.equal(judge(onlyGoMod, { look: found('h1:zip') }, false).confidence, 'tentative')
})

const histories: [looks: number, days: number, confidence: string][] = [
  [0, 9, 'corroborated'],
  [1, 9, 'corroborated'],
  [2, 2.99, 'corroborated'],
  [2, 3, 'confirmed'],
  [9, 0.5, 'corroborated'],
]

for (const [earlier, days, confidence] of histories) {
  test(`judge() is ${confidence} of a loss after ${earlier} looks in ${days} days`, () => {
    const history = { 'repo-gone': { since: daysAgo(days), looks: earlier } }
    const verdict = judge(tag, { ...gone, history }, false)
    assert.deepEqual([verdict.code, verdict.confidence], ['repo-gone', confidence])
    assert.equal(verdict.observations, earlier + 2)
    const since = earlier === 0 ? now : daysAgo(days)
    assert.equal(verdict.firstSeen, new Date(since).toISOString())
    assert.equal(verdict.lastSeen, new Date(now).toISOString())
  })
}

test('judge() confirms nothing that it only suspects, however often that was seen', () => {
  const history = { 'repo-gone': { since: daysAgo(30), looks: 99 } }
  const verdict = judge(tag, { look: looks.git404, history }, false)
  assert.deepEqual([verdict.code, verdict.confidence], ['suspected', 'tentative'])
})

test('judge() dates a suspicion, and looks again later and later', () => {
  const first = judge(tag, { look: looks.noTag }, false)
  assert.deepEqual(first.suspect, {
    code: 'version-gone',
    looks: 1,
    since: '2026-11-22T10:00:00.000Z',
    next: '2026-11-22T10:15:00.000Z',
  })
  const waits = [0, 1, 2, 3, 4, 40].map((earlier) => {
    const history = { 'version-gone': { since: daysAgo(1), looks: earlier } }
    const { suspect } = judge(tag, { look: looks.noTag, history }, false)
    assert.equal(suspect?.looks, earlier + 1)
    return (Date.parse(suspect.next) - now) / 3_600_000
  })
  assert.deepEqual(waits, [0.25, 1, 6, 24, 72, 72])
})

test('judge() gives both hashes and the commit as evidence of a moved version', () => {
  const { evidence } = judge(tag, { look: found('h1:other') }, false)
  assert.deepEqual(
    evidence.map(({ channel, saw }) => [channel, saw]),
    [
      ['go.sum', 'h1:zip'],
      ['git', `h1:other at commit ${a}`],
      ['git', `h1:mod for go.mod at commit ${a}`],
    ],
  )
})

test('judge() names both repositories of what is kept elsewhere', () => {
  const { detail } = judge(
    claims.vanity,
    { look: found('h1:other'), repository: places.elsewhere, before: places.here },
    false,
  )
  const text = `Its import page now names ${places.elsewhere.url}, before ${places.here.url}`
  assert.equal(detail, text)
})

test('judge() says in the evidence of what is fragile that its content is equal', () => {
  const seen = { look: found('h1:zip', { insecure: true }) }
  const { code, evidence } = judge(tag, seen, false)
  assert.deepEqual([code, evidence.at(-1)?.saw], ['insecure-origin', 'content verified'])
})

/** The code, and those of the notices. */
function codes(seen: Observations): string[] {
  const verdict = judge(tag, seen, false)
  return [verdict.code, ...conclude(tag, verdict, seen).notices.map(({ code }) => code)]
}

test('conclude() notes what is fragile beside the code, loudest first', () => {
  const seen: Observations = {
    look: found('h1:zip', {
      hash: b,
      answeredAt: targets.sameOwner,
      insecure: true,
      declaredPath: 'y',
    }),
    repository: places.here,
    known: [known(a, 'h1:zip')],
    forge: { at: now, url: 'https://api.github.com/', status: 200, archived: true },
    withdrawal: { in: 'v1.1.0', retracted: 'broken', deprecated: '' },
  }
  const rest = ['insecure-origin', 'path-mismatch', 'archived', 'retracted', 'deprecated']
  assert.deepEqual(codes(seen), ['redirected', 'recreated', ...rest])
  const moved = { ...seen, look: { ...seen.look, zipSum: 'h1:other' } }
  assert.deepEqual(codes(moved), ['version-moved', 'redirected', ...rest])
  assert.deepEqual(codes({ ...seen, ...twice(looks.noTag) }), [
    'version-gone',
    'archived',
    'retracted',
    'deprecated',
  ])
})

test('judgeFolder() says that the folder is missing', () => {
  const { code, class: of, evidence } = judgeFolder('there is no folder "../x"', now)
  assert.deepEqual(
    [code, of, evidence[0]?.saw],
    ['replace-missing', 'lost', 'there is no folder "../x"'],
  )
})

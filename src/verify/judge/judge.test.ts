import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { Failure, type FailureCode, type FailureDetails } from '../../failure.ts'
import { judge, judgeFolder } from './judge.ts'
import type { Control, Look, Observations, PageLook } from './observation.ts'
import type { Subject } from '../../check/subject.ts'

const at = Date.parse('2026-11-22T10:00:00Z')
const url = 'https://github.com/acme/x'
const named: Subject = {
  path: 'github.com/acme/x',
  version: 'v1.0.0',
  scope: 'build',
  requiredBy: [],
}
const known: Subject = { ...named, goSum: 'h1:zip', goModSum: 'h1:mod' }
const pseudo: Subject = { ...known, version: 'v0.0.0-20200102030405-0123456789ab' }

function found(zipSum: string, goModSum = 'h1:mod'): Look {
  return {
    kind: 'found',
    at,
    version: 'v1.0.0',
    zipSum,
    goModSum,
    origin: { VCS: 'git', URL: url, Hash: 'f'.repeat(40) },
  }
}

function failed(code: FailureCode, details: FailureDetails = {}): Look {
  return { kind: 'failed', at, failure: new Failure(code, 'so it is', { url, ...details }) }
}

function page(status: number, names?: boolean): PageLook {
  return { at, url, status, saw: String(status), ...(names !== undefined && { names }) }
}

const answers: Control = { at, url, of: 'page', saw: '200', answers: true }
const silent: Control = { at, url, of: 'page', saw: '503', answers: false }
const git404 = failed('not-found', { at: 'repository', status: 404 })
const git401 = failed('auth-required', { at: 'repository', status: 401 })
const git403 = failed('auth-required', { at: 'repository', status: 403 })
const git503 = failed('unreachable', { at: 'repository', status: 503 })
const noTag = failed('not-found', { at: 'ref' })
const noProxy = failed('not-found', { at: 'proxy', status: 404 })
const noCommit = failed('not-found', { at: 'commit' })
const noPage = failed('not-found', { at: 'import-page', status: 404 })
const untrue = failed('not-found', { at: 'pseudo' })
const noModule = failed('not-found', { at: 'content' })

const twice = (look: Look): Observations => ({ look, again: look })

const table: [what: string, subject: Subject, seen: Observations, code: string][] = [
  ['equal hashes', known, { look: found('h1:zip') }, 'verified'],
  ['nothing to compare with', named, { look: found('h1:any') }, 'verified'],
  ['another zip', known, { look: found('h1:other') }, 'version-moved'],
  ['another go.mod', known, { look: found('h1:zip', 'h1:other') }, 'version-moved'],
  ['another zip at a commit', pseudo, { look: found('h1:other') }, 'gosum-mismatch'],
  ['the same zip at a commit', pseudo, { look: found('h1:zip') }, 'verified'],
  ['no tag, twice', known, twice(noTag), 'version-gone'],
  ['no tag, once', known, { look: noTag }, 'suspected version-gone'],
  ['no tag, then trouble', known, { look: noTag, again: git503 }, 'suspected version-gone'],
  ['no tag, then there', known, { look: noTag, again: found('h1:zip') }, 'verified'],
  ['no tag, then other', known, { look: noTag, again: found('h1:other') }, 'version-moved'],
  ['no commit, twice', pseudo, twice(noCommit), 'commit-gone'],
  ['no commit, once', pseudo, { look: noCommit }, 'suspected commit-gone'],
  ['untrue, twice', pseudo, twice(untrue), 'pseudo-invalid'],
  ['untrue, once', pseudo, { look: untrue }, 'suspected pseudo-invalid'],
  ['no module at the tag, known', known, twice(noModule), 'version-moved'],
  ['no module at the tag, not known', named, twice(noModule), 'version-gone'],
  ['no module at the tag, once', known, { look: noModule }, 'suspected version-moved'],
  ['404s and control', known, { ...twice(git404), page: page(404), control: answers }, 'repo-gone'],
  [
    '404s, 410, control',
    known,
    { ...twice(git404), page: page(410), control: answers },
    'repo-gone',
  ],
  [
    '404s, page 403, control',
    known,
    { ...twice(git404), page: page(403), control: answers },
    'suspected repo-gone',
  ],
  [
    '401s, 410, control',
    known,
    { ...twice(git401), page: page(410), control: answers },
    'suspected repo-gone',
  ],
  [
    '403s, 404, control',
    known,
    { ...twice(git403), page: page(404), control: answers },
    'suspected repo-gone',
  ],
  [
    '401, then 404, page and control',
    known,
    { look: git401, again: git404, page: page(404), control: answers },
    'suspected repo-gone',
  ],
  [
    '404, then 401, page and control',
    known,
    { look: git404, again: git401, page: page(404), control: answers },
    'suspected repo-gone',
  ],
  ['not at a proxy, control', known, { ...twice(noProxy), control: answers }, 'version-gone'],
  ['not at a proxy', known, twice(noProxy), 'suspected version-gone'],
  [
    'not at a proxy, control silent',
    known,
    { ...twice(noProxy), control: silent },
    'suspected version-gone',
  ],
  ['404s, no control', known, { ...twice(git404), page: page(404) }, 'suspected repo-gone'],
  [
    '404s, control silent',
    known,
    { ...twice(git404), page: page(404), control: silent },
    'suspected repo-gone',
  ],
  [
    '404s, but a page',
    known,
    { ...twice(git404), page: page(200), control: answers },
    'suspected repo-gone',
  ],
  [
    '404, then 503',
    known,
    { look: git404, again: git503, page: page(404), control: answers },
    'suspected repo-gone',
  ],
  ['404 once', known, { look: git404 }, 'suspected repo-gone'],
  ['404, then there', known, { look: git404, again: found('h1:zip') }, 'verified'],
  [
    '401s, page 200',
    known,
    { ...twice(git401), page: page(200), control: answers },
    'auth-required',
  ],
  ['401s, page 429', known, { ...twice(git401), page: page(429), control: answers }, 'throttled'],
  ['401s, no page', known, { ...twice(git401), page: page(0), control: answers }, 'auth-required'],
  ['401 once', known, { look: git401 }, 'auth-required'],
  [
    'no import, twice',
    known,
    { ...twice(noPage), page: page(404, false), control: answers },
    'import-dead',
  ],
  [
    'parked domain',
    known,
    { ...twice(noPage), page: page(200, false), control: answers },
    'import-dead',
  ],
  ['no import, once', known, { look: noPage }, 'suspected import-dead'],
  [
    'no import, but the plain page has it',
    known,
    { ...twice(noPage), page: page(200, true), control: answers },
    'suspected import-dead',
  ],
  [
    'no import, plain page 503',
    known,
    { ...twice(noPage), page: page(503, false), control: answers },
    'suspected import-dead',
  ],
  [
    'no import, host in trouble',
    known,
    { ...twice(noPage), page: page(404, false), control: silent },
    'suspected import-dead',
  ],
  ['no import, then there', known, { look: noPage, again: found('h1:zip') }, 'verified'],
  ['429', known, { look: failed('throttled', { retryAfter: 9 }) }, 'throttled'],
  ['503 or no name', known, { look: git503 }, 'unreachable'],
  ['certificate', known, { look: failed('tls-invalid') }, 'tls-invalid'],
  ['login on the import page', known, { look: failed('auth-required') }, 'auth-required'],
  ['hg', known, { look: failed('unsupported', { at: 'repository' }) }, 'unsupported'],
  ['too large', known, { look: failed('unusable', { at: 'content' }) }, 'unsupported'],
  ['refused address', known, { look: failed('refused') }, 'unsupported'],
  ['not there, nobody says where', known, { look: failed('not-found') }, 'unsupported'],
  ['time is up', known, { look: failed('stopped') }, 'pending'],
]

suite('judge()', () => {
  for (const [what, subject, seen, expected] of table) {
    test(`judge() says ${expected} when it saw: ${what}`, () => {
      const { code, suspect } = judge(subject, seen, false)
      assert.equal(suspect ? `${code} ${suspect.code}` : code, expected)
    })
  }
})

test('judge() is sure of what is corroborated only', () => {
  assert.equal(judge(known, { look: found('h1:other') }, false).confidence, 'corroborated')
  assert.equal(judge(known, twice(noTag), false).confidence, 'corroborated')
  assert.equal(judge(known, { look: noTag }, false).confidence, 'tentative')
  assert.equal(judge(known, { look: git503 }, false).confidence, 'tentative')
  assert.equal(judge(known, { look: found('h1:zip') }, false).confidence, 'corroborated')
  assert.equal(judge(named, { look: found('h1:zip') }, false).confidence, 'tentative')
})

test('judge() takes no private repository for lost when credentials are wanted', () => {
  const seen = { ...twice(git401), page: page(404), control: answers }
  assert.equal(judge(known, seen, true).code, 'auth-required')
  assert.equal(judge(known, seen, false).code, 'suspected')
})

test('judge() gives both hashes and the commit as evidence of a moved version', () => {
  const { evidence } = judge(known, { look: found('h1:other') }, false)
  assert.deepEqual(
    evidence.map(({ channel, saw }) => [channel, saw]),
    [
      ['go.sum', 'h1:zip'],
      ['git', `h1:other at commit ${'f'.repeat(40)}`],
      ['git', `h1:mod for go.mod at commit ${'f'.repeat(40)}`],
    ],
  )
})

test('judge() dates a suspicion and tells when to look again', () => {
  const { suspect, firstSeen, observations } = judge(known, { look: noTag }, false)
  assert.deepEqual(suspect, {
    code: 'version-gone',
    looks: 1,
    since: '2026-11-22T10:00:00.000Z',
    next: '2026-11-22T10:15:00.000Z',
  })
  assert.deepEqual([firstSeen, observations], ['2026-11-22T10:00:00.000Z', 1])
})

test('judgeFolder() says that the folder is missing', () => {
  const { code, class: of, evidence } = judgeFolder('there is no folder "../x"', at)
  assert.deepEqual(
    [code, of, evidence[0]?.saw],
    ['replace-missing', 'lost', 'there is no folder "../x"'],
  )
})

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Judged } from '../../verify/judge/judged.ts'
import type { VerdictCode } from '../../verify/judge/verdicts.ts'
import { meaningOf } from '../../verify/judge/verdicts.ts'
import type { Subject } from '../subject.ts'
import type { AnswerLine } from './wire.ts'
import { reconciled, wordOf } from './word.ts'

const server = 'https://go.corp.example'
const time = '2026-11-22T10:00:00.000Z'
const subject: Subject = {
  path: 'github.com/acme/x',
  version: 'v1.0.0',
  scope: 'build',
  goSum: 'h1:zip',
  goModSum: 'h1:mod',
  requiredBy: [],
}

function line(
  code: string,
  zip: string | null = 'h1:zip',
  mod: string | null = 'h1:mod',
): AnswerLine {
  const confidence = 'confirmed' as const
  const dates = { firstSeen: time, lastSeen: time, observations: 3 }
  return {
    index: 0,
    path: subject.path,
    version: subject.version,
    scope: 'build',
    verdict: { code, class: 'ok', confidence, evidence: [], ...dates },
    notices: [],
    origin: { vcs: 'git', url: 'https://github.com/acme/x', ref: null, hash: 'abc' },
    sum: { upstream: zip, goMod: { upstream: mod } },
    host: 'github.com',
    fromMemory: true,
  }
}

/** What comes of an answer: the code that is told, or `ask` where upstream must be asked. */
function outcome(of: Subject, answer: AnswerLine): string {
  const word = wordOf(of, answer, server)
  if (!word?.isEnough) return 'ask'
  const { code, confidence } = word.judged.verdict
  return `${code} ${confidence}`
}

const { goSum: _zip, goModSum: _mod, ...unsummed } = subject
const graph: Subject = { ...subject, scope: 'graph' }

const cases: { what: string; of?: Subject; answer: AnswerLine; is: string }[] = [
  { what: 'equal content', answer: line('verified'), is: 'unchanged corroborated' },
  { what: 'other content', answer: line('verified', 'h1:other'), is: 'ask' },
  { what: 'another go.mod', answer: line('verified', 'h1:zip', 'h1:other'), is: 'ask' },
  { what: 'no hash', answer: line('unchanged', null), is: 'ask' },
  {
    what: 'no zip, where none is needed',
    of: graph,
    answer: line('unchanged', null),
    is: 'unchanged corroborated',
  },
  {
    what: 'nothing to compare with',
    of: unsummed,
    answer: line('verified'),
    is: 'unchanged tentative',
  },
  { what: 'a fragile place', answer: line('redirected'), is: 'redirected confirmed' },
  { what: 'a fragile place and other content', answer: line('redirected', 'h1:other'), is: 'ask' },
  { what: 'a loss', answer: line('repo-gone', null, null), is: 'repo-gone confirmed' },
  { what: 'a change, whatever its hashes', answer: line('version-moved'), is: 'ask' },
  {
    what: 'a forge that throttles',
    answer: line('throttled', null, null),
    is: 'throttled confirmed',
  },
  { what: 'a missing credential', answer: line('auth-required', null, null), is: 'ask' },
  { what: 'a question that was not answered', answer: line('pending', null, null), is: 'ask' },
  { what: 'a code that nobody knows', answer: line('no-such-code'), is: 'ask' },
]

suite('wordOf()', () => {
  for (const { what, of = subject, answer, is } of cases) {
    test(`${what}: ${is}`, () => assert.equal(outcome(of, answer), is))
  }
})

/** What was found here. */
function own(code: VerdictCode): Judged<Subject> {
  return {
    subject,
    verdict: {
      code,
      class: meaningOf(code).class,
      confidence: 'corroborated',
      evidence: [],
      firstSeen: time,
      lastSeen: time,
      observations: 1,
    },
    notices: [],
    host: 'github.com',
  }
}

/** What is said where a server told one thing, and another was found here. */
function told(answer: AnswerLine, code: VerdictCode): string[] {
  const word = wordOf(subject, answer, server)
  assert.ok(word)
  const { verdict, notices } = reconciled(own(code), word, server)
  return [verdict.code, verdict.confidence, notices.map((notice) => notice.code).join()]
}

suite('reconciled()', () => {
  test('what was found here counts, and that the server told something else is noted', () => {
    assert.deepEqual(told(line('verified', 'h1:other'), 'verified'), [
      'verified',
      'corroborated',
      'server-differs',
    ])
    assert.deepEqual(told(line('version-moved', 'h1:other'), 'version-moved'), [
      'version-moved',
      'corroborated',
      '',
    ])
  })

  test('a change that the server saw is not forgotten where nobody here could ask', () => {
    assert.deepEqual(told(line('version-moved', 'h1:other'), 'unreachable'), [
      'version-moved',
      'tentative',
      '',
    ])
    assert.deepEqual(told(line('version-moved'), 'unreachable'), [
      'unreachable',
      'corroborated',
      '',
    ])
    assert.deepEqual(told(line('verified', 'h1:other'), 'unreachable'), [
      'unreachable',
      'corroborated',
      '',
    ])
  })
})

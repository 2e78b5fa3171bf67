import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure, type FailureCode } from '../../failure.ts'
import { judge } from '../../verify/judge/judge.ts'
import { conclude } from '../../verify/judge/judged.ts'
import { ruleFinder } from '../../verify/observe/rewrite-rules.ts'
import type { Outcome } from '../outcome.ts'
import { noteRewrites } from './rewritten.ts'
import type { Subject } from '../subject.ts'

const github = { from: 'https://github.com/', to: 'http://me:secret@mirror.test/github/' }
const acme = { from: 'https://github.com/acme/', to: 'http://mirror.test/acme/' }

test('ruleFinder() finds the longest rule, as the gate does, and none where none applies', () => {
  const ruleOf = ruleFinder([github, acme])
  assert.equal(ruleOf('https://github.com/acme/x'), acme)
  assert.equal(ruleOf('https://github.com/other/x'), github)
  assert.equal(ruleOf('https://github.com/'), github)
  assert.equal(ruleOf('https://github.company.test/'), undefined)
  assert.equal(ruleFinder([])('https://github.com/'), undefined)
})

function judged(path: string, code: FailureCode): Outcome {
  const subject: Subject = { path, version: 'v1.0.0', scope: 'build', requiredBy: [] }
  const failure = new Failure(code, 'so it is', { at: 'repository', url: `https://${path}` })
  const seen = { look: { kind: 'failed', at: 0, failure } } as const
  return { ...conclude(subject, judge(subject, seen, false), seen), advice: [] }
}

function notesOf(all: readonly Outcome[]): string[] {
  return noteRewrites(all, ruleFinder([github])).flatMap(({ advice }) =>
    advice.filter(({ label }) => label === 'note').map(({ text }) => text),
  )
}

test('noteRewrites() names the rule, without credentials, when no module of a host was heard of', () => {
  const note =
    'github.com is asked at http://mirror.test/github/, a [[rewrite]] of the configuration'
  const two = [judged('github.com/a/x', 'not-found'), judged('github.com/a/y', 'unreachable')]
  assert.deepEqual(notesOf(two), [note, note])
  assert.deepEqual(notesOf([...two, judged('github.com/a/z', 'throttled')]), [])
  assert.deepEqual(notesOf([judged('codeberg.org/a/x', 'not-found')]), [])
})

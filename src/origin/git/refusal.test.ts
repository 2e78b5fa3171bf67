import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FailureCode } from '../../failure.ts'
import { refusal } from './refusal.ts'

const said: readonly (readonly [string, FailureCode])[] = [
  ['access denied or repository not exported: /x', 'not-found'],
  ['no such repository: /x', 'not-found'],
  ["fatal: '/x' does not appear to be a git repository", 'not-found'],
  ['ERROR: Repository not found.\nfatal: Could not read from remote repository.', 'not-found'],
  ["remote: The project you were looking for could not be found or you don't", 'not-found'],
  ['Forgejo: Cannot find repository: a/b', 'not-found'],
  ['access denied', 'auth-required'],
  ['FATAL: R any x y DENIED by fallthru', 'auth-required'],
  ['ERROR: You do not have permission to read this', 'auth-required'],
  ['sh: git-upload-pack: command not found', 'unsupported'],
  ['Rate limit exceeded', 'throttled'],
  ['fatal: detected dubious ownership in repository', 'unreachable'],
  ['', 'unreachable'],
]
for (const [words, code] of said) {
  test(`refusal() is ${code} when the server says ${JSON.stringify(words)}`, () => {
    const failure = refusal(words, 'git://a.example/x')
    assert.equal(failure.code, code)
    assert.deepEqual(failure.details, { url: 'git://a.example/x', at: 'repository' })
  })
}

import assert from 'node:assert/strict'
import { tmpdir } from 'node:os'
import { test } from 'node:test'
import { Failure } from '../../failure.ts'
import { hgProgram } from '../hg/hg-program.ts'
import { runLocally } from './ask-program.ts'
import { programFailure } from './program-failure.ts'
import { isRevisionName } from './unknown-revision.ts'

test('runLocally() fails with unsupported, naming the Debian package, when a program is missing', async () => {
  const program = { ...hgProgram(tmpdir(), ['version']), command: 'headwater-has-no-such-program' }
  await assert.rejects(runLocally(program), (error) => {
    assert.ok(Failure.is(error, 'unsupported'))
    assert.match(error.details.hint ?? '', /apt-get install mercurial/)
    return true
  })
})

for (const [stderr, code] of [
  ['abort: HTTP Error 404: Not Found', 'not-found'],
  [
    "abort: 'https://x.test/' does not appear to be an hg repository:\n<p>a secret</p>",
    'not-found',
  ],
  ['abort: authorization failed', 'auth-required'],
  ['abort: HTTP Error 429: Too Many Requests', 'throttled'],
  ['abort: HTTP Error 502: Bad Gateway', 'unreachable'],
  ['abort: error: Connection refused', 'unreachable'],
  ['svn: E230001: Server SSL certificate verification failed', 'tls-invalid'],
  ["svn: E170000: URL 'https://x.test/' doesn't exist", 'not-found'],
  [
    "svn: E170013: Unable to connect to a repository at URL 'svn://x.test/'\nsvn: E210005: No repository found",
    'not-found',
  ],
  ["svn: E170013: Unable to connect to a repository at URL 'svn://x.test/'", 'unreachable'],
  ['server sends error: a secret', 'not-found'],
  ['', 'unreachable'],
] as const) {
  test(`programFailure() means ${code} when a program says "${stderr}"`, () => {
    const failure = programFailure('p', 'https://x.test/', stderr)
    assert.equal(failure.code, code)
    assert.doesNotMatch(failure.message, /secret|\n/)
  })
}

test('isRevisionName() takes names, and nothing that a program could take for more', () => {
  for (const name of ['v1.0.0', 'sub/v1.0.0', 'tip', 'ä b', '0a1b', '5', '{2024-01-01}', 'a-b']) {
    assert.ok(isRevisionName(name), name)
  }
  for (const name of [
    '',
    '-r',
    '--config=x',
    'a\nb',
    "a'b",
    'a"b',
    'a\\',
    '$(x)',
    'x'.repeat(2000),
  ]) {
    assert.ok(!isRevisionName(name), name)
  }
})

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
    "abort: 'https://x.test/' does not appear to be an hg repository:\n<p>a secret login</p>",
    'unreachable',
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
  ['server sends error: a secret\nserver says: 404', 'unreachable'],
  ['server says: 404 Not Found\nserver returned an error - clone aborted', 'not-found'],
  ['server says: 405 Method Not Allowed\nserver returned an error - clone aborted', 'unreachable'],
  ['Error: not authorized to clone\nserver returned an error - clone aborted', 'auth-required'],
  ["abort: error: 'http://x.test/404/login': Connection refused", 'unreachable'],
  ['', 'unreachable'],
] as const) {
  test(`programFailure() means ${code} when a program says "${stderr}"`, () => {
    const failure = programFailure('p', 'https://x.test/', stderr)
    assert.equal(failure.code, code)
    assert.doesNotMatch(failure.message, /secret|\n/)
  })
}

const unconnected = "svn: E170013: Unable to connect to a repository at URL 'https://x.test/404'"

for (const [line, code] of [
  ["E160013: '/m' path not found", 'not-found'],
  ["E210005: No repository found in 'svn://x.test/m'", 'not-found'],
  ["E175002: Unexpected HTTP status 404 'Not Found' on '/m'", 'not-found'],
  ["E175002: Unexpected HTTP status 410 'Gone' on '/m'", 'not-found'],
  ["E175002: Unexpected HTTP status 400 'Bad Request' on '/404'", 'unreachable'],
  ["E175002: Unexpected HTTP status 429 'Too Many Requests' on '/m'", 'throttled'],
  ["E175002: Unexpected server error 500 'Internal Server Error' on '/m'", 'unreachable'],
  ["E200007: The requested feature is not supported by '/m'", 'unreachable'],
  [
    "E175003: The server at 'https://x.test/m' does not support the HTTP/DAV protocol",
    'unreachable',
  ],
  ['E175009: The XML response contains invalid XML', 'unreachable'],
  ["E175015: The HTTP method 'OPTIONS' is not allowed on '/m'", 'unreachable'],
  ["E175013: Access to '/m' forbidden", 'auth-required'],
  ['E170001: Authorization failed', 'auth-required'],
  ['E215004: No more credentials or we tried too many times.', 'auth-required'],
  ["E000111: Can't connect to host 'x.test': Connection refused", 'unreachable'],
] as const) {
  test(`programFailure() means ${code}, and shows it, when svn says "${line}" behind a general line`, () => {
    const failure = programFailure('svn', 'https://x.test/', `${unconnected}\nsvn: ${line}\nmore`)
    assert.equal(failure.code, code)
    assert.ok(failure.message.endsWith(` (svn: ${line})`), failure.message)
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

import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { suite, test } from 'node:test'
import { Failure } from '../failure.ts'
import { openFilesLimit } from '../open-files.ts'
import { reportError } from './report-error.ts'

const evil = 'a\u009b2J\u202e\u001bb'
const safe = 'a‹9B›2J‹U+202E›‹1B›b'

function reported(error: unknown, verbose: boolean): string {
  const stderr = new PassThrough({ encoding: 'utf8' })
  reportError(error, stderr, verbose)
  return String(stderr.read())
}

suite('reportError()', () => {
  test('shows what a terminal would obey, and keeps lines', () => {
    const failure = new Failure('invalid', `one\n${evil}`, {
      hint: evil,
      cause: new Error(evil),
    })
    const text = reported(failure, true)
    assert.ok(
      text.startsWith(`headwater: one\n${safe}\n  ${safe}\n  because: Error: ${safe}\n`),
      text,
    )
    assert.ok(reported(new TypeError(evil), false).includes(`report it: TypeError: ${safe}\n`))
  })

  test('tells of a full disk once, and of a bug all the same', () => {
    const full = ['a', 'b', 'c'].map((what) => new Failure('no-space', `Cannot keep ${what}`))
    const twice = new SuppressedError(full[1], full[0])
    assert.equal(reported(new SuppressedError(full[2], twice), false), 'headwater: Cannot keep a\n')
    assert.match(reported(new SuppressedError(full[1], new TypeError('x')), false), /this is a bug/)
    assert.match(reported(new SuppressedError(new TypeError('x'), full[0]), false), /this is a bug/)
  })

  const tooMany = Object.assign(new Error('EMFILE: too many open files'), { code: 'EMFILE' })
  for (const [what, error] of [
    ['met', tooMany],
    ['met by something else', new Error('cannot load', { cause: tooMany })],
    ['met at the end of another error', new SuppressedError(tooMany, new TypeError('x'))],
    ['met at each address', new AggregateError([tooMany])],
  ] as const) {
    test(`tells of the limit on open files where it was ${what}, and how to raise it`, () => {
      assert.equal(
        reported(error, false),
        `headwater: Cannot go on: ${openFilesLimit.reason}\n  ${openFilesLimit.hint}\n`,
      )
    })
  }
})

import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { suite, test } from 'node:test'
import { Failure } from '../failure.ts'
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
})

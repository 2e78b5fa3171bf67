import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure } from '../failure.ts'
import { failureLog } from './failure-log.ts'

const quiet = () => assert.fail('it is an error')

void test('a full disk and bytes that differ are told to whoever looks after the server, the rest to clients alone', () => {
  const told: string[] = []
  let time = 0
  const log = {
    debug: quiet,
    info: quiet,
    warn: quiet,
    error: (facts: unknown) => told.push((facts as { reason: string }).reason),
  }
  const tell = failureLog(log, () => time)
  for (const [at, code, text] of [
    [0, 'not-found', 'nothing'],
    [0, 'unreachable', 'no answer'],
    [0, 'no-space', 'full 1'],
    [1, 'no-space', 'full 2'],
    [1, 'mismatch', 'x differs'],
    [2, 'mismatch', 'x differs'],
    [2, 'mismatch', 'y differs'],
    [60_000, 'no-space', 'full 3'],
  ] as const) {
    time = at
    tell(new Failure(code, text))
  }
  assert.deepEqual(told, ['full 1', 'x differs', 'y differs', 'full 3'])
})

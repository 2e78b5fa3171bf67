import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure } from '../failure.ts'
import { outward } from '../sumdb/log/trouble.ts'
import { databaseLog } from './database-log.ts'

/** What is written to the log, and a clock that stands still. */
function written() {
  const lines: (readonly [level: string, facts: unknown, text: string])[] = []
  const at = (level: string) => (facts: unknown, text: string) => lines.push([level, facts, text])
  const clock = { time: 0 }
  const log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
  return { lines, clock, tell: databaseLog(log, () => clock.time) }
}

void test('trouble of our log is told with all causes, and the way out of the innermost', () => {
  const { lines, tell } = written()
  const found = new Failure('mismatch', 'Cannot go on: it is too old', { hint: 'Put it back' })
  tell.own.onTrouble('reading', outward(found, 'sum.example'))
  const [[level, facts, text] = []] = lines
  assert.equal(level, 'error')
  assert.deepEqual(facts, {
    reason:
      'Cannot use the log sum.example: its database is not what was published; Cannot go on: it is too old',
    hint: 'Put it back',
  })
  assert.match(text ?? '', /^our checksum database cannot be used/)
})

void test('a refusal is told once a minute, and another one at once', () => {
  const { lines, clock, tell } = written()
  const [one, other] = ['one', 'other'].map((text) => new Failure('mismatch', text))
  for (const [time, failure] of [
    [0, one],
    [59_999, one],
    [60_000, one],
    [60_001, other],
    [60_002, one],
  ] as const) {
    clock.time = time
    tell.own.onMismatch(failure as Failure)
  }
  const reasons = lines.map(([, facts]) => (facts as { reason: string }).reason)
  assert.deepEqual(reasons, ['one', 'one', 'other', 'one'])
})

void test('a database that is not believed is louder than one that cannot be asked', () => {
  const { lines, tell } = written()
  tell.others.onTrouble('sum.example', new Failure('unreachable', 'no answer'))
  tell.others.onTrouble('sum.example', new Failure('mismatch', 'lies'))
  tell.others.onFork('sum.example', 'proof')
  tell.others.onRecovery('sum.example')
  assert.deepEqual(
    lines.map(([level]) => level),
    ['warn', 'error', 'error', 'info'],
  )
  const [, , [, fork] = []] = lines
  assert.match((fork as { hint: string }).hint, /"headwater sumdb thaw sum\.example"/)
})

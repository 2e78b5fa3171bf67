import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure } from '../failure.ts'
import { createStopper, type StopSignal } from './signals.ts'

type Step = readonly [StopSignal, 'process' | 'launcher']

function exitCodeAfter(steps: readonly Step[]): number | undefined {
  let code: number | undefined
  const stopper = createStopper((given) => (code ??= given))
  for (const step of steps) stopper.receive(...step)
  assert.equal(stopper.signal.aborted, steps.length > 0)
  assert.equal(stopper.stoppedBy(), steps[0]?.[0])
  if (steps.length > 0) assert.ok(Failure.is(stopper.signal.reason, 'stopped'))
  return code
}

test('createStopper() aborts on the first request and exits on the second', () => {
  const cases: [Step[], number | undefined][] = [
    [[], undefined],
    [[['SIGINT', 'process']], undefined],
    [
      [
        ['SIGINT', 'process'],
        ['SIGINT', 'process'],
      ],
      130,
    ],
    [
      [
        ['SIGTERM', 'process'],
        ['SIGTERM', 'process'],
      ],
      143,
    ],
    [
      [
        ['SIGINT', 'process'],
        ['SIGTERM', 'process'],
      ],
      143,
    ],
    [
      [
        ['SIGTERM', 'launcher'],
        ['SIGTERM', 'launcher'],
      ],
      143,
    ],
  ]
  for (const [steps, code] of cases) assert.equal(exitCodeAfter(steps), code, JSON.stringify(steps))
})

test('createStopper() takes a signal that process and launcher both got for one', () => {
  const both: Step[] = [
    ['SIGTERM', 'process'],
    ['SIGTERM', 'launcher'],
  ]
  assert.equal(exitCodeAfter(both), undefined)
  assert.equal(exitCodeAfter(both.toReversed()), undefined)
  assert.equal(exitCodeAfter([...both, ['SIGTERM', 'launcher']]), 143)
  assert.equal(exitCodeAfter([...both, ['SIGTERM', 'process']]), 143)
})

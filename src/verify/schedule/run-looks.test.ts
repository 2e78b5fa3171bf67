import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { virtualClock } from '../../../test/virtual-clock.ts'
import { runLooks } from './run-looks.ts'

/** A lock as processes share it, and runs that want it. */
function scene() {
  const clock = virtualClock()
  let holder: string | undefined
  const rounds: string[] = []
  const errors: unknown[] = []
  const started = (name: string, round: () => Promise<number> = async () => 1000) => {
    const stopping = new AbortController()
    const ended = runLooks({
      looks: {
        round() {
          rounds.push(`${name} ${clock.now()}`)
          return round()
        },
      },
      async tryLock() {
        if (holder !== undefined) return undefined
        holder = name
        return {
          async [Symbol.asyncDispose]() {
            holder = undefined
          },
        }
      },
      wait: clock.wait,
      signal: stopping.signal,
      onError: (error) => errors.push(error),
    })
    return { stop: () => stopping.abort(), ended }
  }
  return { clock, rounds, errors, started, holder: () => holder }
}

suite('runLooks()', () => {
  test('makes a round, rests for as long as that says, and goes on until it is stopped', async () => {
    const { clock, rounds, started, holder } = scene()
    const begun = clock.now()
    const run = started('a', async () => 5000)
    await clock.pass(0)
    await clock.pass(12_000)
    const expected = [0, 5000, 10_000].map((after) => `a ${begun + after}`)
    assert.deepEqual(rounds, expected)
    assert.equal(holder(), 'a')
    run.stop()
    await run.ended
    assert.equal(holder(), undefined)
    await clock.pass(60_000)
    assert.equal(rounds.length, 3)
  })

  test('only one of several makes looks; another takes over within a minute', async () => {
    const { clock, rounds, started, holder } = scene()
    const first = started('a')
    const second = started('b')
    await clock.pass(10_500)
    assert.ok(rounds.every((line) => line.startsWith('a ')))
    first.stop()
    await first.ended
    await clock.pass(60_000)
    assert.equal(holder(), 'b')
    assert.ok(rounds.at(-1)?.startsWith('b '))
    second.stop()
    await second.ended
  })

  test('tells of trouble, lets another try, and goes on after a minute', async () => {
    const { clock, rounds, errors, started, holder } = scene()
    const trouble = new Error('trouble')
    let isBroken = true
    const run = started('a', async () => {
      if (isBroken) throw trouble
      return 1000
    })
    await clock.pass(0)
    await clock.pass(59_999)
    assert.deepEqual([errors, rounds.length, holder()], [[trouble], 1, undefined])
    isBroken = false
    await clock.pass(1)
    assert.deepEqual([rounds.length, holder()], [2, 'a'])
    run.stop()
    await run.ended
  })

  test('a lock that cannot be tried is trouble like any other', async () => {
    const clock = virtualClock()
    const trouble = new Error('no lock')
    const errors: unknown[] = []
    const stopping = new AbortController()
    const ended = runLooks({
      looks: { round: () => assert.fail('it has no lock') },
      tryLock: () => Promise.reject(trouble),
      wait: clock.wait,
      signal: stopping.signal,
      onError: (error) => errors.push(error),
    })
    await clock.pass(0)
    await clock.pass(60_000)
    assert.deepEqual(errors, [trouble, trouble])
    stopping.abort()
    await ended
  })

  test('what fails because we stop is no trouble', async () => {
    const { clock, errors, started } = scene()
    const { promise, reject } = Promise.withResolvers<number>()
    const run = started('a', () => promise)
    await clock.pass(1)
    run.stop()
    reject(new Error('stopped'))
    await run.ended
    assert.deepEqual(errors, [])
  })

  test('does nothing when it is stopped before it began', async () => {
    await runLooks({
      looks: { round: () => assert.fail('nobody wants it') },
      tryLock: () => assert.fail('nobody wants it'),
      wait: (_, signal) => Promise.reject(signal.reason),
      signal: AbortSignal.abort(),
      onError: () => assert.fail('nothing failed'),
    })
  })
})

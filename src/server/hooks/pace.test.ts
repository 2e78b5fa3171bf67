import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure } from '../../failure.ts'
import { openPace } from './pace.ts'
import type { Pace, PaceParts } from './pace.ts'

/** A pace of 10 seconds whose time passes by `wait`, and the looks it had: when, and at what. */
function timed(parts: Partial<PaceParts> = {}) {
  const looks: string[] = []
  const errors: unknown[] = []
  let time = 0
  let tasks: { at: number; task: () => void }[] = []
  const pace: Pace = openPace({
    refresh: async (repositories, at) => {
      looks.push(`${at / 1000}: ${repositories.join(' ')}`)
      return repositories.length
    },
    intervalMs: 10_000,
    now: () => time,
    after(ms, task) {
      const entry = { at: time + ms, task }
      tasks.push(entry)
      return () => (tasks = tasks.filter((other) => other !== entry))
    },
    onError: (error) => errors.push(error),
    ...parts,
  })
  const wait = (seconds: number): void => {
    const end = time + seconds * 1000
    for (;;) {
      const next = tasks.toSorted((a, b) => a.at - b.at).find(({ at }) => at <= end)
      if (next === undefined) break
      tasks = tasks.filter((other) => other !== next)
      time = next.at
      next.task()
    }
    time = end
  }
  const setClock = (seconds: number): void => void (time = seconds * 1000)
  return { pace, looks, errors, wait, setClock, pending: () => tasks.length }
}

test('a pace looks at once, then once more for all who ask within the interval', async () => {
  const { pace, looks, wait, pending } = timed()
  assert.equal(await pace.look(['a']), 1)
  for (let i = 0; i < 5; i++) {
    wait(1)
    assert.equal(await pace.look(['a']), undefined)
  }
  assert.deepEqual(looks, ['0: a'])
  wait(100)
  assert.deepEqual(looks, ['0: a', '10: a'])
  assert.equal(pending(), 0)
  assert.equal(await pace.look(['a']), 1)
})

test('a pace counts its own later look too', async () => {
  const { pace, looks, wait } = timed()
  await pace.look(['a'])
  for (let i = 0; i < 60; i++) {
    wait(1)
    await pace.look(['a'])
  }
  wait(100)
  assert.deepEqual(looks, ['0: a', '10: a', '20: a', '30: a', '40: a', '50: a', '60: a', '70: a'])
})

test('a pace holds up no other repository', async () => {
  const { pace, looks, wait } = timed()
  await pace.look(['a'])
  wait(1)
  assert.equal(await pace.look(['a', 'b']), 1)
  wait(1)
  assert.equal(await pace.look(['b', 'a', 'c']), 1)
  wait(100)
  assert.deepEqual(looks, ['0: a', '1: b', '2: c', '10: a', '11: b'])
})

test('a pace is not held up by a clock that was set back', async () => {
  const { pace, looks, setClock } = timed()
  setClock(1000)
  await pace.look(['a'])
  setClock(0)
  assert.equal(await pace.look(['a']), 1)
  assert.deepEqual(looks, ['1000: a', '0: a'])
})

test('a pace tells of looks that fail, and goes on', async () => {
  const failure = new Failure('unreachable', 'no')
  const { pace, errors, wait } = timed({ refresh: () => Promise.reject(failure) })
  assert.equal(await pace.look(['a']), undefined)
  await pace.look(['a'])
  wait(10)
  await new Promise(setImmediate)
  assert.deepEqual(errors, [failure, failure])
})

test('a pace remembers a bounded number of repositories, for the interval only', async () => {
  const { pace, wait } = timed()
  const many = Array.from({ length: 10_000 }, (_, i) => `r${i}`)
  await pace.look(many)
  await assert.rejects(
    pace.look(['other']),
    (error) => Failure.is(error, 'throttled') && error.details.retryAfter === 10,
  )
  wait(10)
  assert.equal(await pace.look(['other']), 1)
})

test('stop() forgets what was to come later', async () => {
  const { pace, looks, wait, pending } = timed()
  await pace.look(['a'])
  await pace.look(['a'])
  assert.equal(pending(), 1)
  pace.stop()
  assert.equal(pending(), 0)
  wait(100)
  assert.deepEqual(looks, ['0: a'])
})

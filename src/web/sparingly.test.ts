import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { virtualClock } from '../../test/virtual-clock.ts'
import { sparingly } from './sparingly.ts'

const never = new AbortController().signal

/** Something that takes so many milliseconds to read, and how often it was read. */
function scene(millis: number) {
  const clock = virtualClock()
  let times = 0
  const read = sparingly(async () => {
    times++
    const mine = times
    if (millis > 0) await clock.wait(millis, never)
    if (mine === 3) throw new Error('broken')
    return mine
  }, clock.now)
  return { clock, read }
}

suite('sparingly()', () => {
  test('reads anew each time what takes no time', async () => {
    const { read } = scene(0)
    assert.deepEqual([await read(), await read()], [1, 2])
  })

  test('reads once for all who ask while it is read, and for twenty times as long', async () => {
    const { clock, read } = scene(100)
    const both = Promise.all([read(), read()])
    await clock.pass(100)
    assert.deepEqual(await both, [1, 1])
    await clock.pass(1899)
    assert.equal(await read(), 1)
    await clock.pass(1)
    const next = read()
    await clock.pass(100)
    assert.equal(await next, 2)
  })

  test('what could not be read is tried again, too', async () => {
    const { clock, read } = scene(10)
    for (const outcome of [1, 2]) {
      const one = read()
      await clock.pass(10_000)
      assert.equal(await one, outcome)
    }
    const third = assert.rejects(read(), /broken/)
    await clock.pass(10_000)
    await third
    const fourth = read()
    await clock.pass(10_000)
    assert.equal(await fourth, 4)
  })
})

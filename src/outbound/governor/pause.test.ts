import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Heard } from './heard.ts'
import { longWait, noPause, patience, pauseAfter, pauseAt, type Pause } from './pause.ts'

const now = 1_000_000
const good: Heard = { kind: 'good', why: '200' }
const trouble: Heard = { kind: 'trouble', why: '500' }
const limited: Heard = { kind: 'throttled', why: '429' }

function after(times: number, heard: Heard, random = 0, from = noPause): Pause {
  let pause = from
  for (let i = 0; i < times; i++) pause = pauseAfter(pause, heard, now, random)
  return pause
}

const lasting = (pause: Pause) => pause.until - now

suite('pauseAfter()', () => {
  test('obeys Retry-After to the second, whatever chance says', () => {
    for (const random of [0, 0.5, 0.999]) {
      const pause = pauseAfter(noPause, { ...limited, retryAfter: 120 }, now, random)
      assert.equal(lasting(pause), 120_000)
      assert.equal(pause.isAsked, true)
      assert.equal(pause.why, '429')
    }
  })

  test('waits a second at least, and a week at most', () => {
    assert.equal(lasting(pauseAfter(noPause, { ...limited, retryAfter: 0 }, now, 0)), 1000)
    const long = pauseAfter(noPause, { ...limited, retryAfter: 1e9 }, now, 0)
    assert.equal(lasting(long), 7 * 24 * 3600 * 1000)
  })

  test('a host that says "at once" time and again is asked less and less often, once a minute in the end', () => {
    const eager: Heard = { ...limited, retryAfter: 0 }
    const seconds = [1, 2, 3, 4, 20].map((times) => lasting(after(times, eager)) / 1000)
    assert.deepEqual(seconds, [1, 2, 4, 8, 60])
  })

  test('without Retry-After waits a minute, twice as long each time, up to a day', () => {
    const minutes = [1, 2, 3, 4].map((times) => lasting(after(times, limited)) / 60_000)
    assert.deepEqual(minutes, [1, 2, 4, 8])
    assert.equal(lasting(after(30, limited)), 24 * 3600 * 1000)
  })

  test('jitter takes away up to half', () => {
    assert.equal(lasting(after(1, limited, 0.5)), 45_000)
    assert.equal(lasting(after(1, limited, 0.999)), 30_030)
  })

  test('trouble is borne for a while, then the pauses grow, up to a minute', () => {
    assert.equal(after(patience - 1, trouble).until, 0)
    assert.equal(lasting(after(patience, trouble)), 1000)
    assert.equal(lasting(after(patience + 3, trouble)), 8000)
    assert.equal(lasting(after(patience + 50, trouble)), 60_000)
    assert.equal(after(patience, trouble).isAsked, false)
  })

  test('a long wait for no answer counts like as many as are borne, and once only', () => {
    const hung: Heard = { kind: 'trouble', why: 'unreachable', waited: longWait }
    assert.equal(after(1, { ...hung, waited: longWait - 1 }).until, 0)
    assert.equal(lasting(after(1, hung)), 1000)
    assert.equal(lasting(after(4, hung)), 8000)
    assert.equal(after(1, hung, 0, after(patience + 1, trouble)).troubles, patience + 2)
  })

  test('one good answer ends the count, but not a pause that runs', () => {
    const pause = pauseAfter(after(patience, trouble), good, now, 0)
    assert.equal(pause.troubles, 0)
    assert.equal(pause.isProving, false)
    assert.equal(lasting(pause), 1000)
    assert.equal(after(patience - 1, trouble, 0, pause).troubles, patience - 1)
  })

  test('a shorter pause never replaces a longer one', () => {
    const long = pauseAfter(noPause, { ...limited, retryAfter: 600 }, now, 0)
    const pause = pauseAfter(long, { ...limited, retryAfter: 5 }, now, 0)
    assert.equal(lasting(pause), 600_000)
  })

  test('what we ended ourselves changes nothing', () => {
    const pause = after(2, trouble)
    assert.equal(pauseAfter(pause, { kind: 'ours', why: '' }, now, 0), pause)
  })
})

suite('pauseAt()', () => {
  test('a pause of a clock that was set back lasts as long as it was to, from now on', () => {
    const pause = pauseAfter(noPause, { ...limited, retryAfter: 120 }, now, 0)
    assert.equal(pauseAt(pause, now), pause)
    assert.equal(pauseAt(pause, now + 500), pause)
    const back = pauseAt(pause, 1000)
    assert.deepEqual([back.at, back.until], [1000, 121_000])
  })
})

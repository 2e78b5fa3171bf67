import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { virtualClock } from '../../../test/virtual-clock.ts'
import { Failure } from '../../failure.ts'
import type { Heard } from './heard.ts'
import { openLane, type LaneOptions } from './lane.ts'
import { noPause, type Pause } from './pause.ts'
import type { Turn } from './turn.ts'

const good: Heard = { kind: 'good', why: '200' }
const trouble: Heard = { kind: 'trouble', why: '500' }
const never = new AbortController().signal
const url = 'https://forge.example/x'

function scene(options: Partial<LaneOptions> = {}, first: Pause = noPause) {
  const clock = virtualClock()
  const { now, wait } = clock
  const pauses: Pause[] = []
  const lane = openLane(
    'forge.example',
    { mostConnections: 8, interval: 1000, now, wait, random: () => 0, ...options },
    first,
    (pause) => pauses.push(pause),
  )
  const turns: Turn[] = []
  const enter = (signal = never) =>
    lane.enter(url, signal).then((turn) => {
      turns.push(turn)
      return turn
    })
  return { clock, lane, pauses, turns, enter }
}

async function told(enter: () => Promise<Turn>, heard: Heard): Promise<void> {
  const turn = await enter()
  turn.heard(heard)
  turn.leave()
}

const failing = (code: string, retryAfter?: number) => (error: unknown) => {
  assert.ok(Failure.is(error), String(error))
  assert.equal(error.code, code)
  if (retryAfter !== undefined) assert.equal(error.details.retryAfter, retryAfter)
  return true
}

suite('openLane()', () => {
  test('lets a few in at a time, the others in their turn', async () => {
    const { lane, turns, enter, clock } = scene()
    const all = Array.from({ length: 6 }, () => enter())
    await clock.pass(0)
    assert.equal(turns.length, 4)
    assert.deepEqual([lane.state.active, lane.state.waiting], [4, 2])
    turns[0]?.leave()
    turns[0]?.leave()
    await clock.pass(0)
    assert.equal(turns.length, 5)
    turns[1]?.leave()
    await Promise.all(all)
    assert.deepEqual([lane.state.active, lane.state.waiting], [4, 0])
  })

  test('who gives up waiting leaves the line', async () => {
    const { lane, enter } = scene({ mostConnections: 1 })
    const turn = await enter()
    const stop = new AbortController()
    const second = enter(stop.signal)
    const third = enter()
    stop.abort(new Error('enough'))
    await assert.rejects(second, /enough/)
    turn.leave()
    await third
    assert.deepEqual([lane.state.active, lane.state.waiting], [1, 0])
    await assert.rejects(lane.enter(url, AbortSignal.abort(new Error('before'))), /before/)
  })

  test('leaves a host alone that wants that, and says until when', async () => {
    const { clock, enter, pauses } = scene()
    await told(enter, { kind: 'throttled', why: '429', retryAfter: 60 })
    assert.equal(pauses.length, 1)
    await assert.rejects(enter(), failing('throttled', 60))
    await clock.pass(50_000)
    await assert.rejects(enter(), failing('throttled', 10))
    await clock.pass(10_000)
    await enter()
  })

  test('turns away all who wait when a pause begins', async () => {
    const { turns, enter, clock } = scene({ mostConnections: 2 })
    const all = Array.from({ length: 4 }, () => enter())
    await clock.pass(0)
    turns[0]?.heard({ kind: 'throttled', why: '429', retryAfter: 60 })
    for (const one of all.slice(2)) await assert.rejects(one, failing('throttled', 60))
  })

  test('leaves a host alone whose answers break off behind their heads', async () => {
    const { enter, lane } = scene()
    for (let i = 0; i < 5; i++) {
      assert.equal(lane.state.pause.until, 0)
      const turn = await enter()
      turn.heard(good)
      turn.heard({ kind: 'trouble', why: 'unreachable' })
      turn.leave()
    }
    assert.ok(lane.state.pause.until > 0)
  })

  test('turns away all who wait for a host that hangs, once those in front of them gave up', async () => {
    const { clock, turns, enter } = scene()
    const all = Array.from({ length: 8 }, () => enter())
    const ends = Promise.allSettled(all)
    await clock.pass(60_000)
    for (const turn of turns.slice()) {
      turn.heard({ kind: 'trouble', why: 'unreachable' })
      turn.leave()
    }
    const refused = (await ends).flatMap((end) => (end.status === 'rejected' ? [end.reason] : []))
    assert.equal(refused.length, 4)
    for (const reason of refused) failing('unreachable', 4)(reason)
  })

  test('a long answer that breaks off was no long wait', async () => {
    const { clock, lane, enter } = scene()
    const turn = await enter()
    turn.heard(good)
    await clock.pass(60_000)
    turn.heard(trouble)
    turn.leave()
    assert.deepEqual([lane.state.pause.until, lane.state.pause.troubles], [0, 1])
  })

  test('a short pause is waited for', async () => {
    const { clock, enter } = scene()
    await told(enter, { kind: 'throttled', why: '429', retryAfter: 2 })
    let isIn = false
    const next = enter().then(() => (isIn = true))
    await clock.pass(1900)
    assert.equal(isIn, false)
    await clock.pass(200)
    await next
  })

  test('after a pause one request finds out, and the others wait for that', async () => {
    const { clock, turns, enter, lane } = scene()
    await told(enter, { kind: 'throttled', why: '429', retryAfter: 60 })
    await clock.pass(60_000)
    const all = Array.from({ length: 3 }, () => enter())
    await clock.pass(0)
    assert.equal(lane.state.active, 1)
    turns[1]?.heard(good)
    await clock.pass(0)
    assert.ok(lane.state.active > 1)
    turns[1]?.leave()
    await clock.pass(0)
    turns[2]?.leave()
    await Promise.all(all)
  })

  test('does not ask a host that never answers again and again', async () => {
    const { clock, enter } = scene()
    for (let i = 0; i < 5; i++) await told(enter, trouble)
    await clock.pass(1000)
    for (let i = 0; i < 3; i++) {
      await told(enter, trouble)
      await clock.pass(8000)
    }
    await told(enter, trouble)
    await assert.rejects(enter(), failing('unreachable', 16))
    await clock.pass(16_000)
    await told(enter, good)
    await told(enter, trouble)
    await enter()
  })

  test('an answer that breaks off after its head counts as trouble', async () => {
    const { enter, lane } = scene()
    const turn = await enter()
    turn.heard(good)
    turn.heard(trouble)
    assert.equal(lane.state.pause.troubles, 1)
  })

  test('nobody joins a line that is too long', async () => {
    const { enter, clock } = scene()
    const stop = new AbortController()
    const all = Array.from({ length: 1004 }, () => enter(stop.signal).catch(() => undefined))
    await clock.pass(0)
    await assert.rejects(enter(), failing('throttled', 30))
    stop.abort()
    await Promise.all(all)
    await clock.pass(0)
  })

  suite('for the background', () => {
    test('lets one go at a time, and with pauses', async () => {
      const { lane, clock } = scene()
      const turn = lane.enterQuietly()
      assert.deepEqual(lane.mayEnterQuietly()?.why, 'busy')
      turn.heard(good)
      turn.leave()
      assert.deepEqual(lane.mayEnterQuietly(), { why: 'pace', until: clock.now() + 1000 })
      assert.deepEqual(lane.mayEnterQuietly(7000), { why: 'pace', until: clock.now() + 7000 })
      await clock.pass(1000)
      assert.equal(lane.mayEnterQuietly(), undefined)
      assert.equal(lane.mayEnterQuietly(7000)?.why, 'pace')
    })

    test('gives way to people who wait, or use all there is', async () => {
      const { lane, enter, clock } = scene({ mostConnections: 1 })
      const turn = await enter()
      assert.equal(lane.mayEnterQuietly()?.why, 'busy')
      const next = enter()
      turn.leave()
      assert.equal(lane.mayEnterQuietly()?.why, 'busy')
      const last = await next
      last.leave()
      await clock.pass(0)
      assert.equal(lane.mayEnterQuietly(), undefined)
    })

    test('has no turn during a pause', async () => {
      const { lane, enter, clock } = scene()
      await told(enter, { kind: 'throttled', why: '503', retryAfter: 5 })
      assert.deepEqual(lane.mayEnterQuietly(), { why: 'paused', until: clock.now() + 5000 })
    })

    test('is slower after trouble', async () => {
      const { lane, enter, clock } = scene()
      lane.enterQuietly().leave()
      await told(enter, trouble)
      assert.deepEqual(lane.mayEnterQuietly(), { why: 'pace', until: clock.now() + 2000 })
    })

    test('a clock that was set back keeps nobody for long', async () => {
      let time = 10_000_000
      const { lane } = scene({ now: () => time })
      lane.enterQuietly().leave()
      time = 5_000_000
      assert.equal(lane.mayEnterQuietly(), undefined)
    })
  })

  test('goes on as it stood before a restart', async () => {
    const { pauses, enter, clock } = scene()
    await told(enter, { kind: 'throttled', why: '429', retryAfter: 60 })
    const again = scene({ now: clock.now }, pauses[0])
    await assert.rejects(again.enter(), failing('throttled', 60))
  })
})

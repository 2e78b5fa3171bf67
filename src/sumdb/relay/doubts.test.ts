import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import {
  manyModules,
  strangerKey,
  sumDatabaseOf,
  sumServer,
  type SumAnswer,
} from '../../../test/sumdb/sum-server.ts'
import { openTestRelay, testLog } from './relay.test-data.ts'

const v = 'v1.0.0'
const tenMinutes = 10 * 60_000

/** Waits until something holds, for 10 seconds at most. */
async function until(holds: () => boolean): Promise<void> {
  for (let left = 1000; !holds(); left--) {
    assert.ok(left > 0, 'it never came to be so')
    await pause(10)
  }
}

/** All tiles of records are damaged. */
function damaged(path: string, answer: SumAnswer): SumAnswer {
  return path.startsWith('/tile/8/0/') ? Buffer.from(answer as Uint8Array).fill(1) : answer
}

suite('a head that cannot be shown to fit', () => {
  test('is refused and told once, with both notes, and freezes nothing', async () => {
    await using server = await sumServer(manyModules(1000))
    await using opened = openTestRelay([server.url])
    await opened.relay.lookup('m999.test/x', v)
    const { note } = opened.kept.relayedHead(testLog) ?? {}
    // The tiles of the larger tree are nowhere any more, and so nothing proves that the smaller one is of another history.
    server.database = sumDatabaseOf(manyModules(400).toReversed())
    for (let i = 0; i < 2; i++) {
      await assert.rejects(opened.relay.lookup('m1.test/x', v), { code: 'unreachable' })
    }
    assert.deepEqual(opened.forks, [])
    assert.equal(opened.doubts.length, 1)
    const [doubt] = opened.relay.standing().doubts
    assert.ok(doubt)
    assert.deepEqual([doubt.size, doubt.known, doubt.seenAt], [400, note, 1_000_000])
    assert.match(doubt.note, /^go\.sum database tree\n400\n/)
    assert.match(doubt.why, /does not give tile\/8\/0\/001, which its tree has/)
    await opened.relay.lookup('m999.test/x', v)
    assert.deepEqual(opened.again().standing().doubts, [doubt], 'after a restart')
    assert.equal(opened.kept.settleDoubts(testLog, 5), 1)
    assert.deepEqual(opened.relay.standing().doubts, [])
  })

  for (const [what, change] of [
    ['are damaged', damaged],
    [
      'are not there',
      (path: string, answer: SumAnswer) => (path.startsWith('/tile/8/0/') ? 404 : answer),
    ],
  ] as const) {
    test(`because tiles ${what} is held against the log again, and in no doubt once it fits`, async () => {
      await using server = await sumServer(manyModules(1000))
      await using opened = openTestRelay([server.url])
      await opened.relay.lookup('m999.test/x', v)
      server.database = sumDatabaseOf(manyModules(1100))
      server.change = change
      await assert.rejects(opened.relay.lookup('m1.test/x', v))
      assert.equal(opened.relay.standing().doubts[0]?.size, 1100)
      server.database = sumDatabaseOf(manyModules(1200))
      server.change = (_, answer) => answer
      await opened.relay.lookup('m2.test/x', v)
      await until(() => opened.relay.standing().doubts.length === 0)
      assert.deepEqual(opened.forks, [])
    })
  }

  test('is held against the log again every ten minutes, and is a fork where it is shown to contradict', async () => {
    await using server = await sumServer(manyModules(1000))
    await using opened = openTestRelay([server.url])
    await opened.relay.lookup('m999.test/x', v)
    server.database = sumDatabaseOf(manyModules(400).toReversed())
    await assert.rejects(opened.relay.lookup('m1.test/x', v), { code: 'unreachable' })
    server.database = sumDatabaseOf(manyModules(1000))
    server.change = (path, answer) => (path === '/tile/8/0/001' ? 503 : answer)
    server.news()
    await opened.relay.lookup('m1.test/x', v)
    await until(() => server.news().includes('/tile/8/0/001'))
    server.change = (_, answer) => answer
    await opened.relay.lookup('m2.test/x', v)
    assert.deepEqual(opened.forks, [])
    opened.time += tenMinutes
    await opened.relay.lookup('m3.test/x', v)
    await until(() => opened.forks.length === 1)
    await assert.rejects(opened.relay.latest(), { message: /two histories/ })
  })

  test('is none where the log could not be asked', async () => {
    await using server = await sumServer(manyModules(1000))
    await using opened = openTestRelay([server.url])
    await opened.relay.lookup('m999.test/x', v)
    server.database = sumDatabaseOf(manyModules(1100))
    server.change = (path, answer) => (path.startsWith('/tile/') ? 503 : answer)
    await assert.rejects(opened.relay.lookup('m1.test/x', v), { code: 'unreachable' })
    assert.deepEqual(opened.doubts, [])
  })
})

test('a source that gives no head, or none that is believed, is in trouble until it does', async () => {
  await using first = await sumServer(manyModules(300))
  await using second = await sumServer(manyModules(300))
  await using opened = openTestRelay([first.url, second.url])
  const { url } = second
  const stranger = sumDatabaseOf(manyModules(300), strangerKey)
  let n = 0
  for (const [code, change] of [
    ['unreachable', () => 503],
    ['not-found', () => 404],
    ['mismatch', (path: string) => stranger.answer(path)],
  ] as const) {
    second.change = change
    opened.time += tenMinutes
    await opened.relay.lookup(`m${n++}.test/x`, v)
    await until(() => opened.sourceTroubles.length === n)
    assert.deepEqual(opened.sourceTroubles.at(-1), [url, code])
    const [good, bad] = opened.relay.standing().sources
    assert.deepEqual(good, { url: first.url, comparedAt: opened.time, trouble: undefined })
    assert.deepEqual(bad, { url, comparedAt: undefined, trouble: { at: opened.time, code } })
    assert.equal(opened.relay.standing().trouble, undefined)
  }
  second.change = (_, answer) => answer
  opened.time += tenMinutes
  await opened.relay.lookup('m9.test/x', v)
  await until(() => opened.relay.standing().sources[1]?.comparedAt === opened.time)
  assert.equal(opened.relay.standing().sources[1]?.trouble, undefined)
})

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { openDatabase } from '../../store/facts/database.ts'
import { hostLedgerIn } from '../../store/facts/host-ledger.ts'
import type { RequestRecord } from '../../outbound/request-record.ts'
import { forgetOld } from './forget-old.ts'

const day = 24 * 3600_000
const now = Date.parse('2026-11-30T12:00:00Z')
const host = 'a.example'

const request = (at: number): RequestRecord => ({
  at,
  host,
  method: 'GET',
  url: `https://${host}/x`,
  purpose: 'page',
  reason: 'foreground',
  status: 200,
  sent: 1,
  received: 2,
  millis: 3,
  failure: '',
})

function scene(moments: readonly number[]) {
  const { ledger } = hostLedgerIn(openDatabase(':memory:'), () => now)
  for (const at of moments) ledger.recordRequest(request(at))
  ledger.requestsOf(host, { limit: 1 }) // writes what waits
  let breaths = 0
  const forget = (keepRequests: number, keepDays: number) =>
    forgetOld({
      facts: ledger,
      now,
      keepRequests,
      keepDays,
      async breathe() {
        breaths++
      },
    })
  return {
    forget,
    breaths: () => breaths,
    requests: () => ledger.requestsOf(host, { limit: 10_000 }).map(({ at }) => (now - at) / day),
    days: () => ledger.hostDays(host, '').map((one) => one.day),
  }
}

suite('forgetOld()', () => {
  test('forgets requests and days, each after its own time', async () => {
    const all = scene([now, now - day, now - 2 * day, now - 3 * day])
    assert.equal(all.days().length, 4)
    await all.forget(day, 2 * day)
    assert.deepEqual(all.requests(), [1, 0])
    assert.deepEqual(all.days(), ['2026-11-28', '2026-11-29', '2026-11-30'])
    await all.forget(day - 1, day)
    assert.deepEqual(all.requests(), [0])
    assert.deepEqual(all.days(), ['2026-11-29', '2026-11-30'])
  })

  test('forgets all of it, in steps between which others go on', async () => {
    const requests = Array.from({ length: 700 }, () => now - 2 * day)
    const few = scene(requests)
    await few.forget(day, 10 * day)
    assert.deepEqual([few.requests(), few.breaths()], [[], 2])
    const days = Array.from({ length: 700 }, (_, index) => now - (index + 5) * day)
    const long = scene(days)
    await long.forget(10_000 * day, 2 * day)
    assert.deepEqual([long.days(), long.requests().length, long.breaths()], [[], 700, 2])
  })

  test('keeps all where nothing is too old', async () => {
    const all = scene([now, now - day])
    await all.forget(10_000 * day, 10_000 * day)
    assert.deepEqual([all.days().length, all.requests().length, all.breaths()], [2, 2, 0])
  })
})

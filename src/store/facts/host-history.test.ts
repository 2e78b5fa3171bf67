import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { openDatabase } from './database.ts'
import type { HostDay } from './host-days.ts'
import { hostLedgerIn } from './host-ledger.ts'
import { request } from './requests.test-data.ts'

const noon = Date.UTC(2026, 10, 30, 12)
const day = 24 * 60 * 60 * 1000
const nothing = { requests: 0, bytes: 0 }
const nobodyAsked = { foreground: nothing, background: nothing, floor: nothing, push: nothing }
const blank = { asked: nobodyAsked, rules: nothing, errors: 0, saved: nothing }

function openLedger() {
  const database = openDatabase(':memory:')
  let clock = noon
  const { ledger } = hostLedgerIn(database, () => clock)
  return { database, ledger, setClock: (to: number) => (clock = to) }
}

void test('hostDays() tells each day that has anything, by the clock of the records', () => {
  const { ledger, setClock } = openLedger()
  ledger.recordRequest({ ...request, at: noon + 12 * 3_600_000 })
  ledger.recordRequest({ ...request, at: noon + 12 * 3_600_000 - 1, reason: 'floor' })
  ledger.recordRequest({ ...request, at: noon, reason: 'background', purpose: 'rules' })
  ledger.recordRequest({ ...request, at: noon, reason: 'background' })
  ledger.recordRequest({ ...request, at: noon, host: 'other.example' })
  setClock(noon - 2 * day)
  ledger.hosts.addSaved('a.example', 3, 30)
  const [one, two] = [110, 220].map((bytes) => ({ requests: bytes / 110, bytes }))
  const expected = [
    { ...blank, day: '2026-11-28', saved: { requests: 3, bytes: 30 } },
    {
      ...blank,
      day: '2026-11-30',
      asked: { ...nobodyAsked, background: two, floor: one },
      rules: one,
    },
    { ...blank, day: '2026-12-01', asked: { ...nobodyAsked, foreground: one } },
  ]
  assert.deepEqual(ledger.hostDays('a.example', '2026-01-01'), expected)
  assert.deepEqual(ledger.hostDays('a.example', '2026-11-29'), expected.slice(1))
  assert.deepEqual(ledger.hostDays('a.example', '2026-12-02'), [])
})

void test('errors are requests without an answer, or with one of 429 or 5xx', () => {
  const { ledger } = openLedger()
  for (const status of [0, 200, 304, 403, 404, 428, 429, 430, 499, 500, 503, 599]) {
    ledger.recordRequest({ ...request, at: noon, status })
  }
  assert.equal(ledger.hostTotals('2026-11-30')[0]?.errors, 5)
})

void test('hostTotals() sums up from a day on, and tells since when each host is kept', () => {
  const { ledger } = openLedger()
  ledger.recordRequest({ ...request, at: noon - 9 * day })
  ledger.recordRequest({ ...request, at: noon, host: 'é.example' })
  ledger.recordRequest({ ...request, at: noon, host: 'z.example' })
  ledger.recordRequest({ ...request, at: noon - day })
  ledger.recordRequest({ ...request, at: noon })
  const tell = (since: string) =>
    ledger.hostTotals(since).map((one) => [one.host, one.since, one.asked.foreground.requests])
  assert.deepEqual(tell('2026-11-29'), [
    ['a.example', '2026-11-21', 2],
    ['z.example', '2026-11-30', 1],
    ['é.example', '2026-11-30', 1],
  ])
  assert.deepEqual(tell('2026-01-01')[0], ['a.example', '2026-11-21', 3])
  assert.deepEqual(tell('2026-12-01'), [])
})

void test('hostTotals() tells a host that was only spared', () => {
  const { ledger } = openLedger()
  ledger.hosts.addSaved('a.example', 1, 10)
  assert.deepEqual(ledger.hostTotals('2026-11-30'), [
    { ...blank, host: 'a.example', since: '2026-11-30', saved: { requests: 1, bytes: 10 } },
  ])
})

void test('knownHost() tells since when, and is never forgotten', () => {
  const { ledger } = openLedger()
  assert.equal(ledger.knownHost('a.example'), undefined)
  ledger.hosts.addSpent('a.example', 1, 1)
  assert.equal(ledger.knownHost('a.example'), undefined)
  for (const at of [noon, noon - 5, noon + 5]) {
    ledger.recordRequest({ ...request, at })
    ledger.hostTotals('')
  }
  assert.equal(ledger.knownHost('a.example'), noon - 5)
  ledger.forgetRequests(noon + day, 99)
  ledger.forgetDays('2099-01-01', 99)
  assert.equal(ledger.knownHost('a.example'), noon - 5)
})

void test('forgetDays() forgets the first days in batches, and no totals', () => {
  const { ledger, setClock } = openLedger()
  for (let back = 0; back < 4; back++) {
    setClock(noon - back * day)
    ledger.hosts.addSaved('a.example', 1, 10)
  }
  const left = () => ledger.hostDays('a.example', '').map((one) => one.day.slice(-2))
  assert.deepEqual(left(), ['27', '28', '29', '30'])
  assert.equal(ledger.forgetDays('2026-11-30', 2), 2)
  assert.deepEqual(left(), ['29', '30'])
  assert.equal(ledger.forgetDays('2026-11-30', 2), 1)
  assert.equal(ledger.forgetDays('2026-11-30', 2), 0)
  assert.deepEqual(left(), ['30'])
  assert.equal(ledger.hosts.read('a.example')?.savedRequests, 4)
})

void test('days and totals agree with the requests, in whatever order they are written and read', () => {
  const one = fc.record({
    host: fc.constantFrom('a.example', 'b.example:8443'),
    at: fc.integer({ min: noon - 2 * day, max: noon + 2 * day }),
    reason: fc.constantFrom('foreground', 'background', 'floor', 'push'),
    purpose: fc.constantFrom('rules', 'refs'),
    status: fc.constantFrom(0, 200, 429, 500),
    received: fc.nat(1000),
    isRead: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(one, { maxLength: 40 }), (all) => {
      const { database, ledger } = openLedger()
      for (const { isRead, ...given } of all) {
        ledger.recordRequest({ ...request, ...given })
        if (isRead) ledger.hostTotals('')
      }
      for (const host of ['a.example', 'b.example:8443']) {
        const of = all.filter((given) => given.host === host)
        const days = ledger.hostDays(host, '')
        const total = ledger.hostTotals('').find((one) => one.host === host)
        const bytes = of.reduce((sum, { received }) => sum + received + request.sent, 0)
        assert.deepEqual(summed(days, total), [of.length, bytes, of.length, bytes])
        const moments = new Set(of.map(({ at }) => new Date(at).toISOString().slice(0, 10)))
        assert.deepEqual(
          days.map((one) => one.day),
          [...moments].sort(),
        )
      }
      database.close()
    }),
  )
})

function summed(days: readonly HostDay[], total?: Pick<HostDay, 'asked'>): number[] {
  let [requests, bytes] = [0, 0]
  for (const tally of days.flatMap((day) => Object.values(day.asked))) {
    requests += tally.requests
    bytes += tally.bytes
  }
  const all = Object.values(total?.asked ?? {})
  const sum = (of: 'requests' | 'bytes') => all.reduce((total, tally) => total + tally[of], 0)
  return [requests, bytes, sum('requests'), sum('bytes')]
}

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readEventId, readFeedQuery } from './query.ts'

const plain = { limit: 2000, order: 'asc', wait: 0, isExtended: false }
const extended = { ...plain, isExtended: true }

const good: [query: string, read: object][] = [
  ['', plain],
  ['since=&limit=&include=&prefix=&order=', plain],
  ['limit=0', plain],
  ['limit=1', { ...plain, limit: 1 }],
  ['limit=2000', plain],
  ['limit=2001', plain],
  ['limit=999999999999999', plain],
  ['include=all', plain],
  ['since=1970-01-01T00:00:01Z', { ...plain, since: 1_000_000 }],
  ['since=1970-01-01T02:00:01+02:00', { ...plain, since: 1_000_000 }],
  ['since=1970-01-01T00%3A00%3A01.000001%2B00%3A00', { ...plain, since: 1_000_001 }],
  ['after=0', { ...extended, after: 0 }],
  ['after=7&before=9', { ...extended, after: 7, before: 9 }],
  ['prefix=github.com/Acme/x-', { ...extended, paths: { prefix: 'github.com/Acme/x-' } }],
  ['module=github.com/Acme/x/v2', { ...extended, paths: { module: 'github.com/Acme/x/v2' } }],
  ['order=desc', { ...extended, order: 'desc' }],
  ['order=asc&type=added', extended],
  ['wait=30', { ...extended, wait: 30 }],
  ['wait=60s', { ...extended, wait: 60 }],
  ['wait=0&order=desc', { ...extended, order: 'desc' }],
]

for (const [query, read] of good) {
  test(`"${query}" is read`, () => {
    assert.deepEqual(readFeedQuery(new URLSearchParams(query)), read)
  })
}

const bad: [query: string, reason: RegExp][] = [
  ['since=yesterday', /"since" is "yesterday", and must be a time such as "20/],
  ['since=2026-02-30T00:00:00Z', /"since" is/],
  ['limit=x', /"limit" is "x", and must be a number of entries$/],
  ['limit=9999999999999999', /"limit" is/],
  ['limit=-1', /"limit" is "-1"/],
  ['limit=1.5', /"limit" is "1\.5"/],
  ['limit=1e3', /"limit" is "1e3"/],
  ['limit=%20', /"limit" is " "/],
  ['limit=1&limit=1', /"limit" is given twice/],
  ['include=none', /"include" is "none", and must be all/],
  ['after=x', /"after" is "x", and must be the number of an entry/],
  ['after=-1', /"after" is "-1"/],
  ['after=9999999999999999', /"after" is/],
  ['before=x', /"before" is "x"/],
  ['order=up', /"order" is "up", and must be asc or desc/],
  ['type=lost', /"type" is "lost", and must be added/],
  ['wait=61', /"wait" is "61", and must be a number of seconds up to 60/],
  ['wait=1m', /"wait" is "1m"/],
  ['wait=s', /"wait" is "s"/],
  ['wait=5&order=desc', /"wait" goes with order=asc only/],
  ['wait=5&before=3', /"wait" does not go with "before"/],
  ['module=nodot/x', /"module" is no module path: .*no dot/],
  ['module=a.test/!x', /"module" is no module path/],
  ['module=a.test/x&prefix=a', /"prefix" does not go with "module"/],
  ['prefix=a%20b', /"prefix" is "a b", with which no module path begins/],
  ['prefix=%F0', /"prefix" is/],
  ['prefix=!a', /"prefix" is/],
  ['sicne=2026-11-30T12:00:00Z', /there is no parameter "sicne"/],
  ['__proto__=1', /there is no parameter "__proto__"/],
  [`${'x'.repeat(2000)}=1`, /no parameter "x{100}…"/],
]

for (const [query, reason] of bad) {
  test(`"${query.slice(0, 50)}" is refused, with the reason`, () => {
    assert.throws(() => readFeedQuery(new URLSearchParams(query)), {
      code: 'invalid',
      message: reason,
    })
  })
}

test('an event stream goes on behind a number', () => {
  assert.equal(readEventId('17'), 17)
  for (const text of ['', 'x', '-1', '1.5']) {
    assert.throws(() => readEventId(text), { code: 'invalid', message: /Last-Event-ID/ })
  }
})

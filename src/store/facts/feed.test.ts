import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { openDatabase } from './database.ts'
import { feedIn, feedStatements, mostLookedAt } from './feed.ts'
import type { FeedEntry, FeedRange } from './feed.ts'

function openFeed(now: () => number = () => 1000) {
  const database = openDatabase(':memory:')
  return { database, ...feedIn(database, now) }
}

/** All that is wanted, however many questions it takes. */
function readAll(feed: ReturnType<typeof openFeed>, range: FeedRange): FeedEntry[] {
  const entries: FeedEntry[] = []
  let { above, below, limit } = range
  for (;;) {
    const part = feed.feedEntries({ ...range, above, below, limit })
    entries.push(...part.entries)
    limit -= part.entries.length
    if (part.reached === undefined) return entries
    if (range.order === 'asc') above = part.reached
    else below = part.reached
  }
}

const everything = { above: 0, below: Infinity, order: 'asc', limit: 1e6 } as const

test('times are unique and grow, whatever the clock does', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.integer({ min: -5, max: 5 }), fc.constant(NaN), fc.integer())),
      (times) => {
        let turn = 0
        const feed = openFeed(() => times[turn++] ?? 0)
        for (const index of times.keys()) feed.writer.noteAdded('a.test/x', `v1.0.${index}`)
        const entries = readAll(feed, everything)
        assert.deepEqual(
          entries.map(({ seq }) => seq),
          times.map((_, index) => index + 1),
        )
        let last = 0
        for (const { at } of entries) {
          assert.ok(at > last)
          last = at
        }
      },
    ),
    { numRuns: 50 },
  )
})

test('a clock that goes on is told to the millisecond, one that is set back by what came before', () => {
  const times = [10, 20, 5, 5, 21]
  const feed = openFeed(() => times.shift() ?? 0)
  for (const version of ['a', 'b', 'c', 'd', 'e']) feed.writer.noteAdded('a.test/x', version)
  assert.deepEqual(
    readAll(feed, everything).map(({ at }) => at),
    [10_000, 20_000, 20_001, 20_002, 21_000],
  )
  const found = [0, 10_000, 10_001, 20_000, 20_001, 20_002, 20_003, 21_000, 21_001, 2 ** 70, -1]
  assert.deepEqual(
    found.map((at) => feed.firstSince(at)),
    [1, 1, 2, 2, 3, 4, 5, 5, undefined, undefined, 1],
  )
})

test('an entry is neither changed nor removed, nor put before another', () => {
  const { database, writer } = openFeed()
  writer.noteAdded('a.test/x', 'v1.0.0')
  for (const [statement, reason] of [
    ['delete from feed', /never deleted/],
    ["update feed set version = 'v2'", /never change/],
    ["insert into feed (at, type, path, version) values (1000000, 'added', 'b', 'v1')", /later/],
    ["insert into feed (at, type, path, version) values (999999, 'added', 'b', 'v1')", /later/],
  ] as const) {
    assert.throws(() => database.exec(statement), reason, statement)
  }
})

const paths = ['a.test', 'a.test/x', 'a.test/x/y', 'a.test/xy', 'b.test/x', 'b.test/X', 'ab.test']
const prefixes = [
  '',
  'a',
  'a.test',
  'a.test/',
  'a.test/x',
  'a.test/x/',
  'b.test/X',
  'c',
  'zz',
  '%',
  '_',
]

test('every question gets what looking at all entries gives', () => {
  const entry = fc.record({ path: fc.constantFrom(...paths), version: fc.nat(30) })
  const wanted = fc.record({
    above: fc.nat(40),
    below: fc.oneof(fc.nat(40), fc.constant(Infinity)),
    order: fc.constantFrom('asc' as const, 'desc' as const),
    limit: fc.integer({ min: 1, max: 40 }),
    paths: fc.oneof(
      fc.constantFrom(...paths).map((module) => ({ module })),
      fc.constantFrom(...prefixes).map((prefix) => ({ prefix })),
    ),
  })
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 40 }), wanted, (added, range) => {
      const feed = openFeed()
      for (const { path, version } of added) feed.writer.noteAdded(path, `v1.0.${version}`)
      const fitting = readAll(feed, everything).filter(
        ({ seq, path }) =>
          seq > range.above &&
          seq < range.below &&
          ('module' in range.paths
            ? path === range.paths.module
            : path.startsWith(range.paths.prefix)),
      )
      const expected = range.order === 'asc' ? fitting : fitting.toReversed()
      assert.deepEqual(readAll(feed, range), expected.slice(0, range.limit))
    }),
    { numRuns: 200 },
  )
})

/** Fills the table with `count` rows, of which each tenth is of `b.test`, and the first of `c.test`. */
function fill({ database }: ReturnType<typeof openFeed>, count: number): void {
  database.exec(`
    with recursive counted(n) as (select 1 union all select n + 1 from counted where n < ${count})
    insert into feed (at, type, path, version)
      select n, 'added', case when n = 1 then 'c.test/x' when n % 10 = 0 then 'b.test/x' || n else 'a.test/x' end,
        'v1.0.' || n from counted`)
}

test('a prefix of many paths is read in parts, and none is left out or seen twice', () => {
  const feed = openFeed()
  const count = 3 * mostLookedAt + 7
  fill(feed, count)
  for (const order of ['asc', 'desc'] as const) {
    const range = { ...everything, order, paths: { prefix: 'a.test/' } }
    const first = feed.feedEntries(range)
    assert.ok(first.entries.length < mostLookedAt)
    assert.equal(first.reached, order === 'asc' ? mostLookedAt : count + 1 - mostLookedAt)
    const seen = readAll(feed, range).map(({ seq }) => seq)
    const expected = Array.from({ length: count }, (_, i) => i + 1).filter(
      (n) => n > 1 && n % 10 > 0,
    )
    assert.deepEqual(order === 'asc' ? seen : seen.toReversed(), expected)
    assert.equal(readAll(feed, { ...range, paths: { prefix: 'c.' } }).length, 1)
    assert.equal(
      readAll(feed, { ...range, paths: { prefix: 'b.test/x1' } })[0]?.path.slice(0, 9),
      'b.test/x1',
    )
    assert.equal(readAll(feed, { ...range, limit: 5 }).length, 5)
  }
})

const orders = ['asc', 'desc'] as const
const bounded: [what: string, statement: string, plan: RegExp, arguments: (string | number)[]][] = [
  ['newest', feedStatements.newest, /^SCAN feed$/, []], // from its end, one row
  ['since', feedStatements.since, /^SEARCH feed USING COVERING INDEX \w+ \(at>\?\)$/, [1]],
  [
    'count',
    feedStatements.count,
    /SEARCH feed USING COVERING INDEX feed_by_path \(path>\? AND path<\?\)/,
    ['a', 'b'],
  ],
  ...orders.flatMap((order): typeof bounded => {
    const inOrder = /^SEARCH feed USING INTEGER PRIMARY KEY \(rowid>\? AND rowid<\?\)$/
    return [
      [`all ${order}`, feedStatements.all(order), inOrder, [0, 9, 9]],
      [`many ${order}`, feedStatements.many(order), inOrder, ['a', 'b', 0, 9, 9]],
      [
        `module ${order}`,
        feedStatements.ofModule(order),
        /^SEARCH feed USING INDEX feed_by_path \(path=\? AND rowid>\? AND rowid<\?\)$/,
        ['a', 0, 9, 9],
      ],
      [
        `few ${order}`,
        feedStatements.few(order),
        /SEARCH feed USING INTEGER PRIMARY KEY \(rowid=\?\).*SEARCH feed USING COVERING INDEX feed_by_path \(path>\? AND path<\?\)/,
        ['a', 'b', 0, 9, 9],
      ],
    ]
  }),
]

for (const [what, statement, plan, values] of bounded) {
  test(`the statement "${what}" is answered from an index`, () => {
    const { database } = openFeed()
    const rows = database.prepare(`explain query plan ${statement}`).all(...values)
    const told = rows.map((row) => String(row['detail'])).join('; ')
    assert.match(told, plan)
    if (!what.startsWith('few')) assert.doesNotMatch(told, /TEMP B-TREE/)
  })
}

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { mostLookedAt } from '../store/facts/feed.ts'
import { memoryFeed } from './memory-feed.test-data.ts'
import { nextQuery } from './next-query.ts'
import { openIndex } from './open-index.ts'
import type { Index } from './open-index.ts'
import { readFeedQuery } from './query.ts'

const queryOf = (text: string) => readFeedQuery(new URLSearchParams(text))

/** What a client that goes on where each page ends sees, until a page has nothing. */
async function follow(index: Index, text: string): Promise<string[]> {
  const seen: string[] = []
  let next: string | undefined = text
  while (next !== undefined) {
    const query = queryOf(next)
    const page = await index.read(query)
    if (page.seqs.length === 0) break
    seen.push(...page.seqs.map((seq) => `${index.entry(seq).path}@${index.entry(seq).version}`))
    next = nextQuery(query, page)
  }
  return seen
}

const names = Array.from({ length: 50 }, (_, i) => `${'ab'[i % 2]}.test/${i % 5}@v1.0.${i}`)

test('a client that goes on where a page ends sees each entry once, whatever it asks for', async () => {
  const index = openIndex(memoryFeed(...names).feed)
  const since = '2026-11-30T12:00:10Z'
  for (const limit of [1, 7, 50, 2000]) {
    const of = (text: string) => follow(index, `limit=${limit}&${text}`)
    assert.deepEqual(await of(''), names)
    assert.deepEqual(await of('order=desc'), names.toReversed())
    assert.deepEqual(await of('after=10&before=20'), names.slice(10, 19))
    assert.deepEqual(await of('after=10&before=20&order=desc'), names.slice(10, 19).toReversed())
    assert.deepEqual(await of(`since=${since}`), names.slice(10))
    assert.deepEqual(await of(`since=${since}&order=desc`), names.slice(10).toReversed())
    assert.deepEqual(await of(`since=${since}&after=30`), names.slice(30))
    assert.deepEqual(
      await of('prefix=a.'),
      names.filter((name) => name.startsWith('a.')),
    )
    const ofModule = names.filter((name) => name.startsWith('b.test/3@'))
    assert.deepEqual(await of('module=b.test/3'), ofModule)
    assert.deepEqual(await of('module=b.test/3&order=desc'), ofModule.toReversed())
    assert.deepEqual(await of('module=c.test/3'), [])
  }
})

test('what is not listed is not shown, and stops nobody', async () => {
  const { feed, add } = memoryFeed(...names)
  const index = openIndex(feed, (path) => path.startsWith('b.'))
  const listed = names.filter((name) => name.startsWith('b.'))
  for (const limit of [1, 7, 2000]) {
    assert.deepEqual(await follow(index, `limit=${limit}`), listed)
    assert.deepEqual(await follow(index, `limit=${limit}&order=desc`), listed.toReversed())
  }
  assert.deepEqual(await follow(index, 'module=a.test/0'), [])
  assert.equal((await index.read(queryOf('module=b.test/1'))).reached, 50)
  add('a.test/new')
  const page = await index.read(queryOf('after=50'))
  assert.deepEqual([page.seqs, page.reached], [[], 51])
})

test('a cursor is never ahead of what was looked at, even where little fits', async () => {
  const { feed, add } = memoryFeed()
  add(
    ...Array.from(
      { length: mostLookedAt + 50 },
      (_, i) => `${i % 1000 === 7 ? 'rare' : 'x'}.test/${i}`,
    ),
  )
  const index = openIndex(feed)
  const rare = await follow(index, 'prefix=r&limit=3')
  assert.equal(rare.length, 21)
  const common = await follow(index, 'prefix=x.test/&limit=1999')
  assert.equal(common.length, mostLookedAt + 50 - 21)
  assert.equal(new Set(common).size, common.length)
})

test('a cursor that this index never gave is refused', async () => {
  const index = openIndex(memoryFeed(...names).feed)
  assert.equal((await index.read(queryOf('after=50'))).reached, 50)
  await assert.rejects(index.read(queryOf('after=51')), {
    code: 'gone',
    message: /behind entry 51 of the index: its last entry is 50\. It is another index/,
  })
})

test('the time to come waits for entries of that time', async () => {
  const { feed, add } = memoryFeed('a.test/x')
  const index = openIndex(feed)
  const query = queryOf('since=2026-11-30T12:00:03Z')
  const page = await index.read(query)
  assert.deepEqual([page.seqs, page.reached], [[], 1])
  assert.equal(nextQuery(query, page), 'since=2026-11-30T12%3A00%3A03.000000Z&after=1')
  add('b.test/x', 'c.test/x', 'd.test/x', 'e.test/x')
  assert.deepEqual((await index.read(queryOf(nextQuery(query, page) ?? ''))).seqs, [4, 5])
})

test('bounds that leave nothing between them set no cursor back', async () => {
  const index = openIndex(memoryFeed(...names).feed)
  const page = await index.read(queryOf('after=30&before=20'))
  assert.deepEqual([page.seqs, page.reached], [[], 30])
})

test('who waits is woken by what may be shown to them only', async () => {
  const { feed, add } = memoryFeed()
  const index = openIndex(feed, (path) => path !== 'hidden.test/x')
  const woken: string[] = []
  const over = new AbortController()
  const waiting = ['since=2026-11-30T12:00:05Z', 'module=b.test/x', 'prefix=b.', ''].map((text) =>
    index.wait(queryOf(text), 0, over.signal).then(() => woken.push(text)),
  )
  add('hidden.test/x')
  await pause(250)
  assert.deepEqual(woken, [])
  const comes = index.wait(queryOf('module=a.test/x'), 1, over.signal)
  add('a.test/x')
  await comes
  assert.deepEqual(woken, [''])
  over.abort()
  await Promise.all(waiting)
})

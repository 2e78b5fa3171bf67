import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDatabase } from './database.ts'
import { delayedWrites } from './delayed-writes.ts'
import { repositoriesIn } from './known-repositories.ts'

const day = 24 * 60 * 60 * 1000
const url = 'https://a.example/x'
const look = { at: 50, result: 'unchanged', saw: '3 tags as before' } as const

function openRepositories() {
  const database = openDatabase(':memory:')
  const writes = delayedWrites(database)
  const changes = database.prepare('select total_changes() as n')
  return {
    database,
    flush: () => writes.flush(),
    changes: () => Number(changes.get()?.['n']),
    ...repositoriesIn(database, writes),
  }
}

void test('repository() gives what was noted, written or not', () => {
  const all = openRepositories()
  const steps: [note: () => void, news: object][] = [
    [
      () => all.noteWanted(url, 'git', 10, 99),
      { url, vcs: 'git', host: 'a.example', wantedAt: 10, refsBytes: 0, quiet: 0, dueAt: 99 },
    ],
    [() => all.noteRefs(url, 20, 1234), { refsAt: 20, refsBytes: 1234 }],
    [() => all.notePublic(url, 21), { publicAt: 21 }],
    [() => all.noteLook(url, look, 3, 60), { look, quiet: 3, dueAt: 60 }],
    [() => all.notePush(url, 70), { pushedAt: 70 }],
    [() => all.setDue(url, 0), { dueAt: 0 }],
    [
      () => all.noteLook(url, { ...look, saw: '' }, 0, 80),
      { look: { ...look, saw: '' }, quiet: 0, dueAt: 80 },
    ],
    [() => all.noteRefs(url, 0, 0), { refsAt: 0, refsBytes: 0 }],
    [() => all.noteWanted(url, 'git', 10 + day), { wantedAt: 10 + day }],
    [() => all.noteWanted(url, 'hg', 11 + day), { vcs: 'hg', wantedAt: 11 + day }],
  ]
  assert.equal(all.repository(url), undefined)
  const expected = {}
  for (const [note, news] of steps) {
    note()
    Object.assign(expected, news)
    assert.deepEqual(all.repository(url), expected)
    all.flush()
    assert.deepEqual(all.repository(url), expected)
  }
})

void test('notes made within one second add up', () => {
  const all = openRepositories()
  all.noteRefs(url, 20, 1234)
  all.noteWanted(url, 'git', 10)
  all.noteLook(url, look, 3, 60)
  const before = all.repository(url)
  all.flush()
  assert.deepEqual(before, {
    url,
    vcs: 'git',
    host: 'a.example',
    wantedAt: 10,
    refsAt: 20,
    refsBytes: 1234,
    look,
    quiet: 3,
    dueAt: 60,
  })
  assert.deepEqual(all.repository(url), before)
})

void test('noteWanted() writes only what is news', () => {
  const all = openRepositories()
  const rows: [at: number, url: string, vcs: string, writes: 0 | 1][] = [
    [1000, url, 'git', 1],
    [1001, url, 'git', 0],
    [1000 + day - 1, url, 'git', 0],
    [1000 + day, url, 'git', 1],
    [1000 + day, `${url}2`, 'git', 1],
    [1001 + day, url, 'hg', 1],
    [1001 + day, url, 'hg', 0],
    [500, url, 'hg', 1],
    [501, url, 'hg', 0],
  ]
  for (const [at, url, vcs, writes] of rows) {
    const before = all.changes()
    all.noteWanted(url, vcs, at)
    all.flush()
    assert.equal(all.changes() - before > 0, writes === 1, `${url} at ${at}`)
    assert.equal(all.repository(url)?.vcs, vcs)
  }
  const later = repositoriesIn(all.database, delayedWrites(all.database))
  const before = all.changes()
  later.noteWanted(url, 'hg', 502)
  later.firstDue(0)
  assert.equal(all.changes(), before, 'what an earlier run noted counts')
})

void test('what is noted of a repository that nobody wanted is not kept', () => {
  const all = openRepositories()
  all.notePush(url, 1)
  assert.equal(all.repository(url), undefined)
  all.flush()
  assert.equal(all.repository(url), undefined)
  assert.deepEqual(all.lookBacklog(0), { known: 0, due: 0 })
})

void test('repositoriesOf() gives those of a host in pages', () => {
  const all = openRepositories()
  const urls = ['ssh://git@a.example:2222/x', 'git://a.example:2222/y', 'hg://a.example:2222/z']
  for (const one of urls) all.noteWanted(one, 'git', 1)
  all.noteWanted('https://a.example/x', 'git', 1)
  const tell = (limit: number, after?: string) =>
    all.repositoriesOf('a.example:2222', limit, after).map((one) => one.url)
  const sorted = urls.sort()
  assert.deepEqual(tell(9), sorted)
  assert.deepEqual(tell(2), sorted.slice(0, 2))
  assert.deepEqual(tell(2, sorted[1]), sorted.slice(2))
  assert.deepEqual(all.repositoriesOf('a.example', 9)[0]?.host, 'a.example')
})

/** A repository whose host has the first letter of its name. */
const on = (name: string) => `https://${name[0]}.example/${name}`

void test('firstDue() tells what is due first of each host, lookBacklog() how much there is', () => {
  const all = openRepositories()
  const dues = { a1: 30, a2: 10, a3: 10, b1: 40, c1: 5 }
  for (const [name, dueAt] of Object.entries(dues)) all.noteWanted(on(name), 'git', 1, dueAt)
  const due = (now: number) => all.firstDue(now).map(({ url }) => url.slice(-2))
  assert.deepEqual(due(4), [])
  assert.deepEqual(due(30), ['c1', 'a2'])
  assert.deepEqual(due(40), ['c1', 'a2', 'b1'])
  assert.deepEqual(all.lookBacklog(30), { known: 5, due: 4, oldest: 5 })
  all.setDue(on('c1'), 50)
  all.noteLook(on('a2'), look, 1, 31)
  assert.deepEqual(due(30), ['a3'])
  assert.deepEqual(all.lookBacklog(30), { known: 5, due: 2, oldest: 10 })
  assert.deepEqual(all.lookBacklog(9), { known: 5, due: 0 })
  assert.deepEqual(openRepositories().firstDue(9), [])
})

void test('firstDue() tells the same however many are due', () => {
  const all = openRepositories()
  for (let index = 0; index < 1002; index++)
    all.noteWanted(`https://a.example/${index}`, 'git', 1, 5)
  all.noteWanted('https://b.example/x', 'git', 1, 6)
  for (const now of [6, 5]) {
    const due = all.firstDue(now).map(({ url }) => url)
    assert.deepEqual(due, ['https://a.example/0', 'https://b.example/x'].slice(0, now - 4))
  }
  all.setDue('https://a.example/0', 9)
  assert.equal(all.firstDue(6)[0]?.url, 'https://a.example/1')
})

void test('firstDue() writes nothing on account of what is not due', () => {
  const all = openRepositories()
  all.noteWanted('https://a.example/x', 'git', 1, 2)
  assert.equal(all.firstDue(2).length, 1)
  const before = all.changes()
  all.setDue('https://a.example/x', 9)
  all.noteWanted('https://b.example/x', 'git', 1, 9)
  assert.deepEqual(all.firstDue(8), [])
  assert.equal(all.changes(), before)
  assert.equal(all.firstDue(9).length, 2)
})

void test('firstDue() gives none that was looked at while nothing can be written', () => {
  const all = openRepositories()
  for (const name of ['a', 'b']) all.noteWanted(`https://${name}.example/x`, 'git', 1)
  all.flush()
  all.database.exec('pragma query_only = on')
  all.noteLook('https://a.example/x', look, 1, 60)
  assert.deepEqual(
    all.firstDue(9).map((one) => one.url),
    ['https://b.example/x'],
  )
  assert.equal(all.repositoriesOf('a.example', 9)[0]?.dueAt, 60)
})

void test('repositoriesByKey() finds every spelling of an address, and no other', () => {
  const all = openRepositories()
  const same = ['https://a.example/x/y', 'https://a.example/x/y.git', 'ssh://git@a.example/x/y']
  for (const one of [...same, 'https://a.example/x', 'https://b.example/x/y']) {
    all.noteWanted(one, 'git', 1)
  }
  const found = all.repositoriesByKey(['a.example/x/y', 'c.example/x']).map(({ url }) => url)
  assert.deepEqual(found, same)
})

void test('notes of too many repositories that cannot be written are forgotten, and made again', () => {
  const all = openRepositories()
  all.database.exec('pragma query_only = on')
  for (let index = 0; index < 100_000; index++) all.noteWanted(`r${index}`, 'git', 1)
  for (const url of ['r0', 'r0', 'one more']) all.noteWanted(url, 'git', 1)
  all.database.exec('pragma query_only = off')
  assert.deepEqual(all.lookBacklog(1), { known: 100_000, due: 100_000, oldest: 1 })
  assert.equal(all.repository('r0'), undefined)
  all.noteWanted('r0', 'git', 1)
  assert.equal(all.lookBacklog(1).known, 100_001)
})

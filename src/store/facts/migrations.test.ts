import assert from 'node:assert/strict'
import { test } from 'node:test'
import { join } from 'node:path'
import { temporaryFolder } from '../../../test/forge/temporary-folder.ts'
import { openDatabase } from './database.ts'
import { feedIn } from './feed.ts'
import { hostLedgerIn } from './host-ledger.ts'
import { madeVersionsIn } from './made-versions.ts'
import { migrations } from './migrations.ts'

const noon = Date.UTC(2026, 10, 30, 12)
const day = 24 * 60 * 60 * 1000

const before = `
  insert into requests (at, host, method, url, purpose, status, sent, received, millis) values
    (${noon}, 'a.example', 'GET', 'https://a.example/x', 'refs', 200, 1, 10, 5),
    (${noon + 1}, 'a.example', 'GET', 'https://a.example/x', 'refs', null, 0, 0, 5),
    (${noon + day}, 'a.example', 'GET', 'https://a.example/robots.txt', 'rules', 429, 2, 20, 5),
    (${noon}, 'b.example', 'GET', 'https://b.example/x', 'refs', 404, 3, 30, 5);
  insert into locations (path, vcs, url, root, subdir, first_seen, last_seen) values
    ('a.example/x', 'git', 'ssh://git@a.example:2222/x', 'a.example/x', '', 5, 7),
    ('a.example/x/y', 'git', 'ssh://git@a.example:2222/x', 'a.example/x', 'y', 6, 8),
    ('b.example/x', 'mod', 'https://proxy.example', 'b.example/x', '', 6, 8);
  insert into sums (path, version, mod_sum, first_seen) values ('a.example/x', 'v1.0.0', 'h1:m', 1);
  insert into versions (path, version, origin_json, held_at) values
    ('a.example/x', 'v1.0.0', '{"URL":"ssh://git@a.example:2222/x","Hash":"abc"}', 1);
`

test('a database of an older program tells of hosts and repositories what it knew', async () => {
  await using folder = await temporaryFolder('migrations')
  const file = join(folder.path, 'headwater.db')
  {
    using old = openDatabase(file, migrations.slice(0, 1))
    old.exec(before)
  }
  using database = openDatabase(file)
  const { ledger } = hostLedgerIn(database, () => noon)
  const told = ledger
    .hostDays('a.example', '')
    .map(({ day, asked, errors, rules }) => [day, asked.foreground, errors, rules.requests])
  assert.deepEqual(told, [
    ['2026-11-30', { requests: 2, bytes: 11 }, 1, 0],
    ['2026-12-01', { requests: 1, bytes: 22 }, 1, 1],
  ])
  assert.equal(ledger.knownHost('b.example'), noon)
  assert.equal(ledger.requestsOf('b.example', { limit: 9 })[0]?.reason, 'foreground')
  const url = 'ssh://git@a.example:2222/x'
  const repository = { url, vcs: 'git', host: 'a.example:2222', wantedAt: 8, dueAt: 8 }
  assert.deepEqual(ledger.firstDue(noon), [{ ...repository, refsBytes: 0, quiet: 0 }])
  assert.deepEqual(ledger.repositoriesByKey(['a.example:2222/x']).length, 1)
  assert.deepEqual(madeVersionsIn(database).versionsOf(url), [
    { path: 'a.example/x', version: 'v1.0.0', ref: null, hash: 'abc' },
  ])
})

test('what an older program holds enters the feed, in the order in which it came', () => {
  using database = openDatabase(':memory:', migrations.slice(0, 9))
  const held = [
    ['b.example/x', 7],
    ['a.example/x', 7],
    ['c.example/x', 7],
    ['d.example/x', 5],
  ] as const
  for (const [path, at] of held) {
    database.exec(`
      insert into sums (path, version, mod_sum, first_seen) values ('${path}', 'v1.0.0', 'h1:m', 1);
      insert into versions (path, version, held_at) values ('${path}', 'v1.0.0', ${at});`)
  }
  for (const step of migrations.slice(9)) database.exec(step)
  const feed = feedIn(database, () => 6)
  feed.writer.noteAdded('e.example/x', 'v1.0.0')
  const { entries } = feed.feedEntries({ above: 0, below: 99, order: 'asc', limit: 99 })
  assert.deepEqual(
    entries.map(({ seq, at, type, path }) => [seq, at, type, path[0]]),
    [
      [1, 5000, 'added', 'd'],
      [2, 7000, 'added', 'a'],
      [3, 7001, 'added', 'b'],
      [4, 7002, 'added', 'c'],
      [5, 7003, 'added', 'e'],
    ],
  )
})

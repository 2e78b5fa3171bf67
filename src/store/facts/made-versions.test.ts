import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDatabase } from './database.ts'
import { feedIn } from './feed.ts'
import { holdsIn } from './holds.ts'
import { madeVersionsIn } from './made-versions.ts'
import { sumsIn } from './sums.ts'

const url = 'https://a.example/x'
const origin = { VCS: 'git', URL: url, Ref: 'refs/tags/v1.0.0', Hash: 'abc' }

function openHolds() {
  const database = openDatabase(':memory:')
  const sums = sumsIn(database, () => 1)
  const holds = holdsIn(database, sums, feedIn(database, () => 1).writer, 'me', () => 1)
  const hold = (path: string, version: string, originJson: string | null) => {
    holds.beginHold(path, version, { modSum: 'h1:m' })
    holds.finishHold({ path, version, time: null, originJson, zipSize: null })
  }
  return { database, hold, repairs: holds.repairs, made: madeVersionsIn(database) }
}

void test('versionsOf() gives what was made from a repository and is held', () => {
  const { hold, repairs, made } = openHolds()
  hold('a.example/y', 'v1.0.0', JSON.stringify(origin))
  hold('a.example/x', 'v1.1.0', JSON.stringify({ VCS: 'svn', URL: url }))
  hold('a.example/x', 'v1.0.0', JSON.stringify(origin))
  hold('a.example/x', 'v1.2.0', JSON.stringify({ ...origin, URL: `${url}2` }))
  const [ref, hash] = [origin.Ref, origin.Hash]
  const expected = [
    { path: 'a.example/x', version: 'v1.0.0', ref, hash },
    { path: 'a.example/x', version: 'v1.1.0', ref: null, hash: null },
    { path: 'a.example/y', version: 'v1.0.0', ref, hash },
  ]
  assert.deepEqual(made.versionsOf(url), expected)
  assert.deepEqual(
    [...made.countVersions([url, `${url}2`, 'b'])],
    [
      [url, 3],
      [`${url}2`, 1],
      ['b', 0],
    ],
  )
  repairs.lost('a.example/x', 'v1.1.0', 'record')
  assert.equal(made.versionsOf(url).length, 2)
})

void test('a version whose origin says nothing belongs to no repository', () => {
  const { hold, made } = openHolds()
  const odd = [null, '', '{', '{}', '[]', '7', '{"URL":null}', '{"URL":{}}', '{"URL":7}']
  for (const [index, json] of odd.entries()) hold('a.example/x', `v1.${index}.0`, json)
  for (const url of ['', 'null', '[]']) assert.deepEqual(made.versionsOf(url), [])
})

void test('versionsOf() and countVersions() look up an index', () => {
  const { database } = openHolds()
  for (const what of ['path', 'count(*)']) {
    const plan = database
      .prepare(`explain query plan select ${what} from versions where origin_url = 'x'`)
      .all()
    assert.match(
      String(plan[0]?.['detail']),
      /^SEARCH versions USING (?:COVERING )?INDEX versions_by_origin /,
    )
  }
})

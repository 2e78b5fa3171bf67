import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDatabase } from './database.ts'
import { verifiedPlacesIn } from './verified-places.ts'

const day = 24 * 60 * 60 * 1000
const path = 'a.test/x'
const old = { path, vcs: 'git', url: 'https://a.test/x' }
const other = { path, vcs: 'git', url: 'https://b.test/x' }

test('noteVerified() keeps each place with its first and its last day', () => {
  let time = 1000
  const places = verifiedPlacesIn(openDatabase(':memory:'), () => time)
  const told = () =>
    places.verifiedPlaces(path).map(({ url, firstAt, lastAt }) => [url, firstAt, lastAt])
  places.noteVerified([old, { ...old, path: 'a.test/y' }])
  time = 1001
  places.noteVerified([old])
  assert.deepEqual(told(), [[old.url, 1000, 1000]])
  time = 1000 + day
  places.noteVerified([old])
  time = 1001 + day
  places.noteVerified([other])
  assert.deepEqual(told(), [
    [other.url, 1001 + day, 1001 + day],
    [old.url, 1000, 1000 + day],
  ])
  time = 1002 + day
  places.noteVerified([old])
  assert.deepEqual(told()[0], [old.url, 1000, 1002 + day])
  assert.deepEqual(places.verifiedPlaces('a.test/z'), [])
})

test('noteVerified() writes only what is news', () => {
  const database = openDatabase(':memory:')
  const changes = () => Number(database.prepare('select total_changes() as n').get()?.['n'])
  const places = verifiedPlacesIn(database, () => 5)
  const before = changes()
  places.noteVerified([old])
  places.noteVerified([old])
  assert.equal(changes() - before, 1)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDatabase } from './database.ts'
import { delayedWrites } from './delayed-writes.ts'
import { redirectsIn } from './redirects.ts'

void test('redirectsOf() tells every redirect of a repository, the one seen last first', () => {
  const database = openDatabase(':memory:')
  const { noteRedirect, redirectsOf } = redirectsIn(database, delayedWrites(database))
  noteRedirect('https://a.test/x', 'https://b.test/x', 1)
  noteRedirect('https://a.test/x', 'https://c.test/x', 2)
  noteRedirect('https://a.test/y', 'https://d.test/y', 3)
  assert.deepEqual(redirectsOf('https://a.test/x'), [
    { target: 'https://c.test/x', firstSeen: 2, lastSeen: 2 },
    { target: 'https://b.test/x', firstSeen: 1, lastSeen: 1 },
  ])
  noteRedirect('https://a.test/x', 'https://b.test/x', 5)
  assert.deepEqual(redirectsOf('https://a.test/x')[0], {
    target: 'https://b.test/x',
    firstSeen: 1,
    lastSeen: 5,
  })
  assert.deepEqual(redirectsOf('https://b.test/x'), [])
})

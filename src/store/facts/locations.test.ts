import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDatabase } from './database.ts'
import { locationsIn } from './locations.ts'

const day = 24 * 60 * 60 * 1000
const here = { path: 'a.test/x', vcs: 'git', url: 'https://a.test/x', root: 'a.test/x', subdir: '' }

void test('saveLocation() writes only what is news', () => {
  let time = 1000
  const database = openDatabase(':memory:')
  const changes = () => Number(database.prepare('select total_changes() as n').get()?.['n'])
  const open = () => locationsIn(database, () => time)
  let locations = open()
  const before = changes()
  const moved = { ...here, subdir: 'sub' }
  const rows: [at: number, where: typeof here, writes: number][] = [
    [1000, here, 1],
    [1001, here, 1],
    [1000 + day - 1, here, 1],
    [1000 + day, here, 2],
    [1000 + day, { ...here, path: 'a.test/y' }, 3],
    [1001 + day, moved, 4],
    [1002 + day, here, 5],
    [1003 + day, here, 5],
    [500, here, 6],
    [501, here, 6],
  ]
  for (const [at, where, writes] of rows) {
    time = at
    locations.saveLocation(where)
    assert.equal(changes() - before, writes, `at ${at}`)
  }
  locations = open()
  locations.saveLocation({ ...here, path: 'a.test/y' })
  assert.equal(changes() - before, 7, 'a note from the future tells nothing')
  locations = open()
  locations.saveLocation({ ...here, path: 'a.test/y' })
  assert.equal(changes() - before, 7, 'what an earlier run noted counts')
})

void test('locationsOf() gives every location ever saved, the last seen first', () => {
  let time = 1
  const locations = locationsIn(openDatabase(':memory:'), () => time++)
  const one = {
    path: 'example.com/x',
    vcs: 'git',
    url: 'https://a.example/x',
    root: 'example.com/x',
    subdir: '',
  }
  const two = { ...one, url: 'https://b.example/x' }
  locations.saveLocation(one)
  locations.saveLocation(two)
  locations.saveLocation({ ...two, path: 'example.com/y' })
  assert.deepEqual(locations.locationsOf('example.com/x'), [
    { ...two, firstSeen: 2, lastSeen: 2 },
    { ...one, firstSeen: 1, lastSeen: 1 },
  ])
  locations.saveLocation(one)
  assert.deepEqual(locations.locationsOf('example.com/x'), [
    { ...one, firstSeen: 1, lastSeen: 4 },
    { ...two, firstSeen: 2, lastSeen: 2 },
  ])
  assert.deepEqual(locations.locationsOf('example.com/z'), [])
  assert.deepEqual(locations.modulesAt('https://b.example/x'), ['example.com/x', 'example.com/y'])
  assert.deepEqual(locations.modulesAt('https://c.example/x'), [])
})

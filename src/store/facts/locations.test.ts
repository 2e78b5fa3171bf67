import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDatabase } from './database.ts'
import { locationsIn } from './locations.ts'

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
})

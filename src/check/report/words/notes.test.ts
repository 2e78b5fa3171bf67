import assert from 'node:assert/strict'
import { test } from 'node:test'
import { notesText } from './notes.ts'

const lost = (index: number): string =>
  `what a.test/m${index}@v1.0.0 requires is not known: https://a.test/m${index}: 404 Not Found`

test('notesText() counts notes that differ in names only, after the first three', () => {
  const many = Array.from({ length: 1000 }, (_, index) => lost(index))
  assert.deepEqual(notesText(['go.mod:3: first', ...many, 'another thing']), [
    'go.mod:3: first',
    ...[0, 1, 2].map(lost),
    'and 997 more like that; --json has them all',
    'another thing',
  ])
})

test('notesText() keeps four notes of one kind, and those of different kinds', () => {
  const four = [0, 1, 2, 3].map(lost)
  assert.deepEqual(notesText(four), four)
  const other = four.map((note) => note.replace('404', '410'))
  assert.deepEqual(notesText([...four, ...other]), [...four, ...other])
  assert.deepEqual(notesText([]), [])
})

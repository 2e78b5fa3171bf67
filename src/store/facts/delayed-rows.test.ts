import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DatabaseSync } from 'node:sqlite'
import { delayedRows } from './delayed-rows.ts'
import { delayedWrites } from './delayed-writes.ts'

test('delayedRows() writes the last row of each key, and keeps what could not be written', () => {
  using database = new DatabaseSync(':memory:')
  const writes = delayedWrites(database)
  const written: string[] = []
  let isFull = true
  const rows = delayedRows<number>(writes, (row, key) => {
    if (isFull) throw new Error('no room')
    written.push(`${key} ${row}`)
  })
  rows.set('a', 1)
  rows.set('b', 2)
  rows.set('a', 3)
  writes.tryFlush()
  assert.equal(rows.get('a'), 3)
  isFull = false
  writes.tryFlush()
  assert.deepEqual(written, ['a 3', 'b 2'])
  assert.equal(rows.get('a'), undefined)
})

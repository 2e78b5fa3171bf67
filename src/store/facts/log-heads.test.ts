import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDatabase } from './database.ts'
import { delayedWrites } from './delayed-writes.ts'
import { logHeadsIn } from './log-heads.ts'

const root = (byte: number) => Uint8Array.from({ length: 32 }, () => byte)

test('saveLogHead() keeps the largest head of each log', () => {
  const database = openDatabase(':memory:')
  const writes = delayedWrites(database)
  const heads = logHeadsIn(database, writes)
  const sizes = () => ['a.test', 'b.test'].map((log) => heads.logHead(log)?.size)
  assert.deepEqual(sizes(), [undefined, undefined])
  heads.saveLogHead('a.test', { size: 7, root: root(7) })
  heads.saveLogHead('b.test', { size: 9, root: root(9) })
  assert.deepEqual(sizes(), [7, 9])
  writes.flush()
  heads.saveLogHead('a.test', { size: 6, root: root(6) })
  assert.deepEqual(heads.logHead('a.test'), { size: 7, root: root(7) })
  heads.saveLogHead('a.test', { size: 8, root: root(8) })
  writes.flush()
  assert.deepEqual(heads.logHead('a.test'), { size: 8, root: root(8) })
})

test('saveLogHead() does not take back what another process has written', () => {
  const database = openDatabase(':memory:')
  const [one, other] = [delayedWrites(database), delayedWrites(database)]
  const [first, second] = [logHeadsIn(database, one), logHeadsIn(database, other)]
  first.saveLogHead('a.test', { size: 7, root: root(7) })
  second.saveLogHead('a.test', { size: 8, root: root(8) })
  other.flush()
  one.flush()
  assert.equal(second.logHead('a.test')?.size, 8)
})

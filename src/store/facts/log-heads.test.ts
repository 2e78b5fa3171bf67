import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDatabase } from './database.ts'
import { logHeadsIn } from './log-heads.ts'

const root = (byte: number) => Uint8Array.from({ length: 32 }, () => byte)

test('saveLogHead() keeps the largest head of each log', () => {
  const heads = logHeadsIn(openDatabase(':memory:'), () => 5)
  assert.equal(heads.logHead('a.test'), undefined)
  heads.saveLogHead('a.test', { size: 7, root: root(7) })
  heads.saveLogHead('b.test', { size: 9, root: root(9) })
  heads.saveLogHead('a.test', { size: 6, root: root(6) })
  assert.deepEqual(heads.logHead('a.test'), { size: 7, root: root(7) })
  heads.saveLogHead('a.test', { size: 8, root: root(8) })
  assert.deepEqual(heads.logHead('a.test'), { size: 8, root: root(8) })
  assert.throws(() => heads.saveLogHead('c.test', { size: 1, root: root(1).subarray(1) }))
})

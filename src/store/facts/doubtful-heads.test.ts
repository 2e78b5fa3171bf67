import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { openDatabase } from './database.ts'
import { mostInDoubt } from './doubtful-heads.ts'
import { relayedLogsIn } from './relayed-logs.ts'

const log = 'sum.test+00000001'
const other = 'sum.test+00000002'
const doubtOf = (size: number, fill = 1, seenAt = size) => ({
  size,
  root: new Uint8Array(32).fill(fill),
  note: `note ${size}`,
  known: size === 1 ? undefined : 'known',
  why: 'why',
  seenAt,
})

function open() {
  return relayedLogsIn(openDatabase(':memory:')).logs
}

suite('heads in doubt', () => {
  test('are kept once each, until they are settled', () => {
    const logs = open()
    assert.equal(logs.saveDoubtfulHead(log, doubtOf(1)), true)
    assert.equal(logs.saveDoubtfulHead(log, doubtOf(1)), false)
    assert.equal(logs.saveDoubtfulHead(log, doubtOf(1, 2, 9)), true, 'another root')
    assert.deepEqual(logs.doubtfulHeads(log), [doubtOf(1, 2, 9), doubtOf(1)])
    assert.deepEqual(logs.doubtfulHeads(other), [])
    logs.settleDoubt(other, doubtOf(1), 5)
    logs.settleDoubt(log, doubtOf(1), 5)
    assert.deepEqual(logs.doubtfulHeads(log), [doubtOf(1, 2, 9)])
    assert.equal(logs.saveDoubtfulHead(log, doubtOf(1, 1, 7)), true, 'in doubt again')
    assert.equal(logs.settleDoubts(other, 5), 0)
    assert.equal(logs.settleDoubts(log, 5), 2)
    assert.deepEqual(logs.doubtfulHeads(log), [])
  })

  test('are no more than a page can show, for each log', () => {
    const logs = open()
    for (let size = 1; size <= mostInDoubt + 1; size++) {
      assert.equal(logs.saveDoubtfulHead(log, doubtOf(size)), size <= mostInDoubt)
    }
    assert.equal(logs.saveDoubtfulHead(other, doubtOf(1)), true)
    logs.forgetLog(log)
    assert.deepEqual([logs.doubtfulHeads(log).length, logs.doubtfulHeads(other).length], [0, 1])
  })
})

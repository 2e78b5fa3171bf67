import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { openDatabase } from './database.ts'
import { relayedLogsIn } from './relayed-logs.ts'

const log = 'sum.test+00000001'
const other = 'sum.test+00000002'
const root = Buffer.alloc(32, 1)
const headOf = (size: number) => ({ size, root, note: `note ${size}` })
const tile = { log, level: 0, n: 3 } as const
const record = { log, path: 'a.test/x', version: 'v1.0.0' }

function open() {
  const database = openDatabase(':memory:')
  return { database, ...relayedLogsIn(database) }
}

suite('relayedLogsIn()', () => {
  test('keeps every head, but none that was not held against the largest', () => {
    const { database, logs } = open()
    assert.equal(logs.relayedHead(log), undefined)
    assert.equal(logs.saveRelayedHeads(log, [headOf(5), headOf(9)], undefined, 1), true)
    assert.equal(logs.saveRelayedHeads(log, [headOf(12)], undefined, 2), false)
    assert.equal(logs.saveRelayedHeads(log, [headOf(12)], 5, 2), false)
    assert.equal(logs.relayedHead(log)?.note, 'note 9')
    assert.equal(logs.saveRelayedHeads(log, [headOf(12)], 9, 2), true)
    assert.deepEqual(
      [5, 9, 10, 12].map((size) => logs.hasRelayedHead(log, size)),
      [true, true, false, true],
    )
    assert.equal(logs.relayedHead(log)?.size, 12)
    assert.equal(logs.relayedHead(other), undefined)
    assert.throws(() => database.exec(`update relayed_heads set note = 'x'`), /never change/)
  })

  test('keeps the first record, and the widest tile', () => {
    const { database, logs, close } = open()
    for (const written of [() => {}, close]) {
      logs.saveRelayedRecord(record, { id: 7, text: 'one' })
      logs.saveRelayedRecord(record, { id: 8, text: 'two' })
      logs.saveRelayedTile(tile, { width: 2, body: Buffer.alloc(64, 2) })
      logs.saveRelayedTile(tile, { width: 1, body: Buffer.alloc(32, 1) })
      written()
      assert.deepEqual(logs.relayedRecord(record), { id: 7, text: 'one' })
      assert.equal(logs.relayedTile(tile)?.width, 2)
    }
    logs.saveRelayedTile(tile, { width: 256, body: Buffer.alloc(8192, 3) })
    assert.equal(logs.relayedTile(tile)?.body.length, 8192)
    close()
    assert.equal(logs.relayedTile(tile)?.width, 256)
    assert.equal(logs.relayedTile({ ...tile, level: 'data' }), undefined)
    assert.equal(logs.relayedTile({ ...tile, log: other }), undefined)
    assert.equal(logs.relayedRecord({ ...record, log: other }), undefined)
    assert.throws(() => database.exec('update relayed_records set id = 1'), /never change/)
  })

  test('does not give a tile that was damaged on the disk, and takes it anew', () => {
    const { database, logs, close } = open()
    logs.saveRelayedTile(tile, { width: 1, body: Buffer.alloc(32, 1) })
    close()
    database.exec('update relayed_tiles set body = zeroblob(32)')
    assert.equal(logs.relayedTile(tile), undefined)
    logs.saveRelayedTile(tile, { width: 1, body: Buffer.alloc(32, 1) })
    close()
    assert.deepEqual(logs.relayedTile(tile)?.body, new Uint8Array(Buffer.alloc(32, 1)))
  })

  test('a fork freezes a log until somebody ends that, and is kept for ever', () => {
    const { logs } = open()
    logs.saveLogFork(log, 'one', 5)
    logs.saveLogFork(log, 'two', 6)
    assert.deepEqual([logs.isFrozen(log), logs.isFrozen(other)], [true, false])
    const doubt = { ...headOf(3), known: undefined, why: '', seenAt: 1 }
    logs.saveDoubtfulHead(other, doubt)
    assert.deepEqual(logs.caughtLogs(), [log, other])
    logs.settleDoubt(other, doubt, 2)
    assert.deepEqual(logs.caughtLogs(), [log])
    assert.equal(logs.thaw(other, 7), 0)
    assert.equal(logs.thaw(log, 7), 2)
    assert.equal(logs.thaw(log, 8), 0)
    assert.equal(logs.isFrozen(log), false)
    assert.deepEqual(logs.logForks(log), [
      { foundAt: 6, evidence: 'two', thawedAt: 7 },
      { foundAt: 5, evidence: 'one', thawedAt: 7 },
    ])
  })

  test('forgets what it knew of one log, but for its forks', () => {
    const { logs, close } = open()
    for (const each of [log, other]) {
      logs.saveRelayedHeads(each, [headOf(5)], undefined, 1)
      logs.saveRelayedRecord({ ...record, log: each }, { id: 7, text: 'one' })
      logs.saveRelayedTile({ ...tile, log: each }, { width: 1, body: root })
      logs.saveLogFork(each, 'one', 5)
    }
    close()
    logs.forgetLog(log)
    for (const each of [log, other]) {
      const isThere = each === other
      assert.equal(logs.relayedHead(each) !== undefined, isThere)
      assert.equal(logs.relayedRecord({ ...record, log: each }) !== undefined, isThere)
      assert.equal(logs.relayedTile({ ...tile, log: each }) !== undefined, isThere)
      assert.equal(logs.logForks(each).length, 1)
    }
  })
})

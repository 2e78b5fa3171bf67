import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDatabase } from './database.ts'
import { relayedLogsIn } from './relayed-logs.ts'

test('heads that were remembered without their notes are found by the name of their log, and forgotten once', () => {
  const database = openDatabase(':memory:')
  const { logs } = relayedLogsIn(database)
  const root = new Uint8Array(32).fill(7)
  const save = database.prepare('insert into log_heads (log, size, root) values (?, 7, ?)')
  for (const name of ['a.test', 'b.test', 'c.test']) save.run(name, root)
  assert.deepEqual(logs.earlierHead('a.test+00000001'), { size: 7, root })
  assert.equal(logs.earlierHead('d.test+00000001'), undefined)
  logs.forgetEarlierHead('a.test+00000001')
  logs.forgetLog('c.test+00000001')
  const left = ['a', 'b', 'c'].map((one) => logs.earlierHead(`${one}.test+00000001`)?.size)
  assert.deepEqual(left, [undefined, 7, undefined])
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDatabase } from './database.ts'
import { delayedWrites } from './delayed-writes.ts'
import { statementsIn } from './statements.ts'

test('statementAt() gives what was saved for that very commit, written or not', () => {
  const database = openDatabase(':memory:')
  const writes = delayedWrites(database)
  const statements = statementsIn(database, writes)
  const of = { path: 'a.test/x', version: 'v1.0.0', hash: 'abc' }
  const bodies = () => ['abc', 'abd'].map((hash) => statements.statementAt({ ...of, hash }))
  assert.deepEqual(bodies(), [undefined, undefined])
  statements.saveStatement(of, 'one')
  assert.deepEqual(bodies(), ['one', undefined])
  writes.flush()
  assert.deepEqual(bodies(), ['one', undefined])
  statements.saveStatement({ ...of, hash: 'abd' }, 'two')
  writes.flush()
  assert.deepEqual(bodies(), [undefined, 'two'])
})

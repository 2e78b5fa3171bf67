import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDatabase } from './database.ts'
import { statementsIn } from './statements.ts'

test('statementAt() gives what was saved for that very commit', () => {
  const statements = statementsIn(openDatabase(':memory:'))
  const of = { path: 'a.test/x', version: 'v1.0.0', hash: 'abc' }
  assert.equal(statements.statementAt(of), undefined)
  statements.saveStatements([])
  statements.saveStatements([{ ...of, body: 'one' }])
  assert.equal(statements.statementAt(of), 'one')
  assert.equal(statements.statementAt({ ...of, hash: 'abd' }), undefined)
  statements.saveStatements([{ ...of, hash: 'abd', body: 'two' }])
  assert.equal(statements.statementAt({ ...of, hash: 'abd' }), 'two')
})

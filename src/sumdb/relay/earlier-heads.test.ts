import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  manyModules,
  sumDatabaseOf,
  sumName,
  sumServer,
  verifierKey,
} from '../../../test/sumdb/sum-server.ts'
import { openDatabase } from '../../store/facts/database.ts'
import { relayedLogsIn } from '../../store/facts/relayed-logs.ts'
import { parseVerifierKey } from '../../tlog/verifier.ts'
import { openHead } from './open-head.ts'
import { openTestRelay, testLog } from './relay.test-data.ts'

const v = 'v1.0.0'

/** A memory in which a check of a time has left the head of a log of these modules, without its note. */
function remembering(modules: readonly string[]) {
  const database = openDatabase(':memory:')
  const note = String(sumDatabaseOf(modules).answer('/latest'))
  const { size, root } = openHead(note, [parseVerifierKey(verifierKey)])
  const save = database.prepare('insert into log_heads (log, size, root) values (?, ?, ?)')
  save.run(sumName, size, root)
  return relayedLogsIn(database).logs
}

suite('a head that was remembered without its note', () => {
  test('is forgotten once a head that is kept begins with it', async () => {
    await using server = await sumServer(manyModules(700))
    const kept = remembering(manyModules(300))
    await using opened = openTestRelay([server.url], { kept })
    await opened.relay.lookup('m1.test/x', v)
    assert.equal(kept.relayedHead(testLog)?.size, 700)
    assert.equal(kept.earlierHead(testLog), undefined)
  })

  test('stays while it is larger than what is known, which must be its beginning', async () => {
    const all = manyModules(700)
    await using server = await sumServer(all)
    const kept = remembering(all)
    await using opened = openTestRelay([server.url], { kept })
    const old = sumDatabaseOf(all.slice(0, 300))
    server.change = (path, answer) => (path.startsWith('/tile/') ? answer : old.answer(path))
    await opened.relay.lookup('m1.test/x', v)
    assert.equal(kept.relayedHead(testLog)?.size, 300)
    assert.equal(kept.earlierHead(testLog)?.size, 700)
    server.change = (_, answer) => answer
    await opened.relay.lookup('m2.test/x', v)
    assert.equal(kept.earlierHead(testLog), undefined)
  })

  for (const [what, earlier] of [
    ['smaller', manyModules(300).toReversed()],
    ['as large', manyModules(700).toReversed()],
  ] as const) {
    test(`puts a head in doubt that contradicts it, when it is ${what}`, async () => {
      await using server = await sumServer(manyModules(700))
      const kept = remembering(earlier)
      await using opened = openTestRelay([server.url], { kept })
      const refused = { code: 'mismatch', message: /remembered here without its signature/ }
      await assert.rejects(opened.relay.lookup('m1.test/x', v), refused)
      assert.equal(opened.doubts.length, 1)
      assert.equal(kept.relayedHead(testLog), undefined)
      assert.deepEqual(opened.forks, [])
      kept.forgetLog(testLog)
      await opened.relay.lookup('m1.test/x', v)
    })
  }
})

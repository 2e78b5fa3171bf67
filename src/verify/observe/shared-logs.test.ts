import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { openTestGate } from '../../../test/open-test-gate.ts'
import {
  manyModules,
  sumDatabaseOf,
  sumServer,
  verifierKey,
} from '../../../test/sumdb/sum-server.ts'
import { Failure } from '../../failure.ts'
import { openFacts } from '../../store/facts/open-facts.ts'
import { remoteLog } from '../../sumdb/client/remote-log.ts'
import { openRelay } from '../../sumdb/relay/open-relay.ts'
import { keyNameOf, parseVerifierKey } from '../../tlog/verifier.ts'
import { databaseAsker } from './checksum-database.ts'
import { forgivingLogs } from './forgiving-logs.ts'

const verifier = parseVerifierKey(verifierKey)
const log = keyNameOf(verifier)
const v = 'v1.0.0'

const nobody = () => {}

/** A check and a server's relay of one database, with one memory: each is a process of its own elsewhere. */
async function both() {
  const server = await sumServer(manyModules(300))
  const opened = openTestGate([])
  const store = openFacts(':memory:', 'me', Date.now)
  const { facts } = store
  const { gate } = opened
  const relay = openRelay({
    verifier,
    sources: [remoteLog({ gate, name: verifier.name, url: server.url })],
    background: [],
    pinned: [],
    isPrivate: () => false,
    kept: facts,
    now: () => 7,
    onFork: nobody,
    onDoubt: nobody,
    onTrouble: nobody,
    onSourceTrouble: nobody,
  })
  const check = () =>
    databaseAsker(
      { url: server.url, verifier, excludes: () => false },
      { gate, now: () => 5, memory: facts },
    )
  return {
    server,
    facts,
    relay,
    check,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]()
      await opened[Symbol.asyncDispose]()
      store.close()
    },
  }
}

suite('a check and a server that share a data folder', () => {
  test('know what the other has proved, and ask for it no more', async () => {
    await using parts = await both()
    const { server, relay, check } = parts
    await relay.lookup('m1.test/x', v)
    await check().record('m2.test/x', v)
    server.news()
    const { sums } = await check().record('m1.test/x', v)
    assert.deepEqual([sums?.size, sums?.at], [300, 7])
    assert.match(String(await relay.kept('m2.test/x', v)), /^m2\.test\/x v1\.0\.0 h1:/)
    await relay.lookup('m2.test/x', v)
    assert.deepEqual(server.news(), [])
  })

  for (const first of ['check', 'server'] as const) {
    test(`are both told of two histories, when the ${first} has seen the first`, async () => {
      await using parts = await both()
      const { server, facts, relay, check } = parts
      const asked = {
        check: async (path: string) => (await check().record(path, v)).remark?.code,
        server: async (path: string) => {
          try {
            await relay.lookup(path, v)
            return undefined
          } catch (error) {
            return Failure.is(error) ? error.code : String(error)
          }
        },
      }
      assert.equal(await asked[first]('m1.test/x'), undefined)
      server.database = sumDatabaseOf(manyModules(400).toReversed())
      const second = first === 'check' ? 'server' : 'check'
      const told = { check: 'sumdb-forked', server: 'mismatch' }
      assert.equal(await asked[second]('m2.test/x'), told[second])
      assert.equal(facts.logForks(log).length, 1)
      server.news()
      assert.equal(await asked[first]('m3.test/x'), told[first])
      assert.deepEqual(server.news(), [], 'nothing of it is asked any more')
    })
  }
})

const full = () => {
  throw new Failure('no-space', 'Cannot keep it: the disk is full')
}
const head = (size: number, fill = 1) => ({
  size,
  root: new Uint8Array(32).fill(fill),
  note: `note ${size}`,
})

suite('forgivingLogs()', () => {
  test('has what cannot be written count in this process', () => {
    const store = openFacts(':memory:', 'me', Date.now)
    const { facts } = store
    facts.saveRelayedHeads(log, [head(5)], undefined, 1)
    const logs = forgivingLogs({
      ...facts,
      saveRelayedHeads: full,
      saveLogFork: full,
      saveDoubtfulHead: full,
      settleDoubt: full,
      forgetEarlierHead: full,
    })
    assert.equal(logs.saveRelayedHeads(log, [head(9), head(7)], 4, 1), false, 'not held against 5')
    assert.equal(logs.saveRelayedHeads(log, [head(9), head(7)], 5, 1), true)
    assert.equal(logs.relayedHead(log)?.size, 9)
    assert.equal(logs.saveRelayedHeads(log, [head(12)], 5, 1), false)
    assert.equal(logs.saveRelayedHeads(log, [head(12)], 9, 1), true)
    assert.equal(logs.relayedHead(log)?.size, 12)
    assert.equal(facts.relayedHead(log)?.size, 5)
    const doubt = { ...head(3), known: undefined, why: '', seenAt: 1 }
    assert.equal(logs.saveDoubtfulHead(log, doubt), false)
    logs.settleDoubt(log, doubt, 1)
    logs.forgetEarlierHead(log)
    assert.equal(logs.isFrozen(log), false)
    logs.saveLogFork(log, 'proof', 1)
    assert.deepEqual([logs.isFrozen(log), facts.isFrozen(log)], [true, false])
    store.close()
  })

  test('hides no bug', () => {
    const store = openFacts(':memory:', 'me', Date.now)
    const logs = forgivingLogs({
      ...store.facts,
      saveLogFork: () => {
        throw new TypeError('a bug')
      },
    })
    assert.throws(() => logs.saveLogFork(log, '', 1), TypeError)
    store.close()
  })
})

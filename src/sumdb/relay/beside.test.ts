import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { openTestGate } from '../../../test/open-test-gate.ts'
import {
  manyModules,
  sumDatabaseOf,
  sumName,
  sumServer,
  verifierKey,
} from '../../../test/sumdb/sum-server.ts'
import { parseVerifierKey } from '../../tlog/verifier.ts'
import { remoteLog, type RemoteLog } from '../client/remote-log.ts'
import { openHead } from './open-head.ts'
import { openTestRelay, testLog } from './relay.test-data.ts'

const v = 'v1.0.0'

/** The log at a URL: what is asked is noted, and what is held (tiles) comes only once it is let go. */
function holding(gate: Parameters<typeof remoteLog>[0]['gate'], url: string) {
  const plain = remoteLog({ gate, name: sumName, url })
  const asked: string[] = []
  const held = Promise.withResolvers<void>()
  let isHeld: ((path: string) => boolean) | undefined
  const remote: RemoteLog = {
    async read(path, maxBytes) {
      asked.push(path)
      if (isHeld?.(path) === true) await held.promise
      return plain.read(path, maxBytes)
    },
  }
  const hold = (what = (path: string) => path.startsWith('tile/')) => {
    isHeld = what
    asked.length = 0
  }
  return { remote, asked, hold, letGo: held.resolve }
}

/** Waits until something holds, for 10 seconds at most. */
async function until(holds: () => boolean): Promise<void> {
  for (let left = 1000; !holds(); left--) {
    assert.ok(left > 0, 'it never came to be so')
    await pause(10)
  }
}

suite('lookups beside each other', { timeout: 60_000 }, () => {
  test('each reads what its head takes while others do', async () => {
    await using server = await sumServer(manyModules(300))
    await using gate = openTestGate([])
    const { remote, asked, hold, letGo } = holding(gate.gate, server.url)
    await using opened = openTestRelay([], { sources: [remote] })
    await opened.relay.lookup('m1.test/x', v)
    hold()
    // Each grows the tree by one, so each comes with a head of its own.
    const news = Array.from({ length: 20 }, (_, i) => `n${i}.test/x`)
    const lookups = news.map((path) => opened.relay.lookup(path, v))
    const edges = () => asked.filter((path) => /^tile\/8\/0\/001\.p\/\d+$/.test(path))
    await until(() => edges().length === news.length)
    letGo()
    await Promise.all(lookups)
    assert.equal(opened.kept.relayedHead(testLog)?.size, 320)
    assert.equal(asked.length, new Set(asked).size, 'nothing is asked twice')
    assert.deepEqual(opened.forks, [])
  })

  test('the tile of a record is read while its head is taken in', async () => {
    await using server = await sumServer(manyModules(1000))
    await using gate = openTestGate([])
    const { remote, asked, hold, letGo } = holding(gate.gate, server.url)
    await using opened = openTestRelay([], { sources: [remote] })
    await opened.relay.lookup('m999.test/x', v)
    server.database = sumDatabaseOf(manyModules(1100))
    hold()
    const lookup = opened.relay.lookup('m300.test/x', v)
    await until(() => asked.some((path) => path.endsWith('.p/76')))
    assert.ok(asked.includes('tile/8/0/001'), asked.join())
    letGo()
    await lookup
    assert.equal(asked.length, new Set(asked).size, 'nothing is asked twice')
  })

  test('nothing is read for a number that the known tree does not have', async () => {
    await using server = await sumServer(manyModules(300))
    await using opened = openTestRelay([server.url])
    await opened.relay.lookup('m1.test/x', v)
    server.news()
    server.change = (path, answer) =>
      path.startsWith('/lookup/') ? String(answer).replace(/^\d+/, '299') : answer
    await assert.rejects(opened.relay.lookup('m2.test/x', v), { code: 'mismatch' })
    server.change = (path, answer) =>
      path.startsWith('/lookup/') ? String(answer).replace(/^\d+/, '70000') : answer
    await assert.rejects(opened.relay.lookup('m2.test/x', v), { code: 'mismatch' })
    assert.deepEqual(server.news(), ['/lookup/m2.test/x@v1.0.0', '/lookup/m2.test/x@v1.0.0'])
  })

  test('a fork that many find at once is written down once', async () => {
    await using server = await sumServer(manyModules(300))
    await using opened = openTestRelay([server.url])
    await opened.relay.lookup('m1.test/x', v)
    server.database = sumDatabaseOf(manyModules(400).toReversed())
    const all = manyModules(20).map((module) => module.replace('@v1.0.0', ''))
    const ends = await Promise.allSettled(all.slice(2).map((path) => opened.relay.lookup(path, v)))
    assert.ok(ends.every(({ status }) => status === 'rejected'))
    assert.equal(opened.kept.logForks(testLog).length, 1)
    assert.equal(opened.forks.length, 1)
  })

  test('those who come with the same head read it together', async () => {
    await using server = await sumServer(manyModules(300))
    await using opened = openTestRelay([server.url])
    await opened.relay.lookup('m1.test/x', v)
    server.database = sumDatabaseOf(manyModules(900))
    server.news()
    await Promise.all([3, 4, 5, 6].map((n) => opened.relay.lookup(`m${n}.test/x`, v)))
    const asked = server.news()
    assert.equal(asked.length, new Set(asked).size, asked.join('\n'))
  })

  test('pinned heads are held against the first head once, whoever comes meanwhile', async () => {
    const all = manyModules(700)
    const pinned = [300, 600].map((size) => {
      const note = String(sumDatabaseOf(all.slice(0, size)).answer('/latest'))
      return openHead(note, [parseVerifierKey(verifierKey)])
    })
    await using server = await sumServer(all)
    await using gate = openTestGate([])
    const { remote, asked, hold, letGo } = holding(gate.gate, server.url)
    await using opened = openTestRelay([], { sources: [remote], pinned })
    hold((path) => path === 'tile/8/0/001')
    const first = opened.relay.lookup('m1.test/x', v)
    await until(() => asked.includes('tile/8/0/001'))
    await pause(50)
    const second = opened.relay.lookup('m2.test/x', v)
    await until(() => asked.includes('lookup/m2.test/x@v1.0.0'))
    await pause(50)
    letGo()
    await Promise.all([first, second])
    assert.equal(asked.length, new Set(asked).size, asked.join('\n'))
    assert.ok(
      !asked.some((path) => path.endsWith('.p/88')),
      'the tree of a pin is not read by itself',
    )
    for (const size of [300, 600, 700]) assert.ok(opened.kept.hasRelayedHead(testLog, size))
  })
})

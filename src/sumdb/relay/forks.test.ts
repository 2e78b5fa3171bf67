import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { openTestGate } from '../../../test/open-test-gate.ts'
import {
  manyModules,
  signerKey,
  sumDatabaseOf,
  sumName,
  sumServer,
  verifierKey,
} from '../../../test/sumdb/sum-server.ts'
import { parseHash } from '../../tlog/hash.ts'
import { openNote } from '../../tlog/note.ts'
import { parseSignerKey } from '../../tlog/signer.ts'
import { signNote } from '../../tlog/note.ts'
import { checkTreeProof } from '../../tlog/tree-proof.ts'
import { formatTreeNote, parseTreeNote } from '../../tlog/tree-note.ts'
import { parseVerifierKey } from '../../tlog/verifier.ts'
import type { ChecksumLog } from '../checksum-log.ts'
import { remoteLog } from '../client/remote-log.ts'
import { openHead } from './open-head.ts'
import type { SignedHead } from './pinned-heads.ts'
import { openTestRelay, testLog } from './relay.test-data.ts'

const verifiers = [parseVerifierKey(verifierKey)]
const signer = parseSignerKey(signerKey)
const others = manyModules(400).toReversed()

/** The heads of a log of these modules at some sizes. */
function pins(modules: readonly string[], ...sizes: number[]): SignedHead[] {
  return sizes.map((size) => {
    const note = String(sumDatabaseOf(modules.slice(0, size)).answer('/latest'))
    return openHead(note, verifiers)
  })
}

/** Everything that can be asked of a relay. */
function allOf(relay: ChecksumLog): (() => Promise<unknown>)[] {
  return [
    async () => relay.supported?.(),
    () => relay.latest(),
    () => relay.lookup('m1.test/x', 'v1.0.0'),
    () => relay.lookup('new.test/x', 'v1.0.0'),
    () => relay.tile({ level: 0, n: 0, width: 3 }),
    () => relay.tile({ level: 'data', n: 0, width: 3 }),
    () => relay.kept('m1.test/x', 'v1.0.0'),
  ]
}

async function assertFrozen(relay: ChecksumLog): Promise<void> {
  for (const ask of allOf(relay)) {
    await assert.rejects(ask, { code: 'mismatch', message: /two histories/ })
  }
}

/** Verifies evidence as whoever gets it can: with the key, and nothing else. */
function verifyEvidence(evidence: string): { older: number; newer: number } {
  const [, olderNote = '', newerNote = '', hashes = ''] =
    /^SECURITY ERROR\ngo\.sum database server misbehavior detected!\n\nold database:\n\t([^]*?)\nnew database:\n\t([^]*?)\nproof of misbehavior:\n([^]*)$/.exec(
      evidence,
    ) ?? []
  const [older, newer] = [olderNote, newerNote].map((note) =>
    parseTreeNote(openNote(note.replaceAll('\n\t', '\n'), verifiers).text, 'refuse'),
  )
  assert.ok(older && newer)
  const [root, ...proof] = hashes.split('\n').map((line) => parseHash(line.slice(1)))
  assert.ok(root)
  assert.notDeepEqual(root, older.root)
  checkTreeProof(proof, newer, { size: older.size, root })
  return { older: older.size, newer: newer.size }
}

suite('a log that tells two histories', () => {
  for (const [what, size] of [
    ['a larger tree', 310],
    ['a smaller tree', 290],
    ['another tree of the same size', 300],
  ] as const) {
    test(`is frozen when it signs ${what} that contradicts what it said before`, async () => {
      await using server = await sumServer(manyModules(300))
      await using opened = openTestRelay([server.url])
      await opened.relay.lookup('m1.test/x', 'v1.0.0')
      const tiles = opened.tiles()
      server.database = sumDatabaseOf(others.slice(0, size))
      opened.time += 60_000
      await assert.rejects(opened.relay.latest(), { code: 'mismatch', message: /two histories/ })
      assert.equal(opened.forks.length, 1)
      const sizes = verifyEvidence(opened.forks[0] ?? '')
      assert.deepEqual(sizes, { older: Math.min(300, size), newer: Math.max(300, size) })
      assert.deepEqual(opened.tiles(), tiles, 'nothing of the other history is kept')
      server.news()
      await assertFrozen(opened.relay)
      await assertFrozen(opened.again())
      assert.deepEqual(server.news(), [], 'nobody is asked any more')
      assert.equal(opened.kept.logForks(testLog)[0]?.evidence, opened.forks[0])
    })
  }

  test('is frozen when the head beside a record tells the other one', async () => {
    await using server = await sumServer(manyModules(300))
    await using opened = openTestRelay([server.url])
    await opened.relay.latest()
    server.database = sumDatabaseOf(others)
    await assert.rejects(opened.relay.lookup('m1.test/x', 'v1.0.0'), { code: 'mismatch' })
    await assertFrozen(opened.relay)
  })

  test('gives nothing any more to those who wait when it is found out', async () => {
    await using server = await sumServer(manyModules(300))
    await using gate = openTestGate([])
    const plain = remoteLog({ gate: gate.gate, name: sumName, url: server.url })
    const found = Promise.withResolvers<void>()
    const read: typeof plain.read = async (path, maxBytes) => {
      const bytes = await plain.read(path, maxBytes)
      if (path.includes('m2.test')) await found.promise
      return bytes
    }
    await using opened = openTestRelay([], { sources: [{ read }] })
    await opened.relay.lookup('m1.test/x', 'v1.0.0')
    server.news()
    const waiting = opened.relay.lookup('m2.test/x', 'v1.0.0')
    while (!server.news().some((path) => path.includes('m2.test'))) await pause(5)
    server.database = sumDatabaseOf(others)
    await assert.rejects(opened.relay.lookup('m7.test/x', 'v1.0.0'), { code: 'mismatch' })
    found.resolve()
    await assert.rejects(waiting, { code: 'mismatch', message: /two histories/ })
    await assertFrozen(opened.relay)
  })

  test('is passed on again when an operator says so, with the history that was believed', async () => {
    await using server = await sumServer(manyModules(300))
    await using opened = openTestRelay([server.url])
    const before = await opened.relay.latest()
    server.database = sumDatabaseOf(others)
    opened.time += 60_000
    await assert.rejects(opened.relay.latest())
    assert.equal(opened.kept.thaw(testLog, 5), 1)
    server.database = sumDatabaseOf(manyModules(300))
    assert.deepEqual(await opened.relay.latest(), before)
    assert.equal(opened.kept.logForks(testLog)[0]?.thawedAt, 5)
    // The other history, as soon as it comes again, freezes it again.
    server.database = sumDatabaseOf(others)
    opened.time += 60_000
    await assert.rejects(opened.relay.latest(), { code: 'mismatch' })
    opened.kept.thaw(testLog, 6)
    opened.kept.forgetLog(testLog)
    assert.equal(
      parseTreeNote(openNote(await opened.relay.latest(), verifiers).text, 'refuse').size,
      400,
    )
    assert.equal(opened.kept.logForks(testLog).length, 2)
  })

  test('leaves nothing in memory when it is forgotten and another process takes it in anew', async () => {
    await using server = await sumServer(manyModules(300))
    await using opened = openTestRelay([server.url])
    const tile = { level: 0, n: 0, width: 3 } as const
    const before = await opened.relay.latest().then(() => opened.relay.tile(tile))
    opened.tiles()
    opened.kept.forgetLog(testLog)
    server.database = sumDatabaseOf(others.slice(0, 300))
    await opened.again().latest()
    assert.notDeepEqual(await opened.relay.tile(tile), before)
    opened.time += 60_000
    await opened.relay.latest()
    assert.deepEqual(opened.forks, [])
  })

  for (const [what, size] of [
    ['', 400],
    [', with a smaller tree there', 290],
  ] as const) {
    test(`is found out by asking other sources while nobody waits${what}`, async () => {
      await using server = await sumServer(manyModules(300))
      await using liar = await sumServer(others.slice(0, size))
      await using opened = openTestRelay([server.url, liar.url])
      await opened.relay.latest()
      for (let left = 100; left > 0 && opened.forks.length === 0; left--) await pause(50)
      assert.equal(opened.forks.length, 1)
      const { older, newer } = verifyEvidence(opened.forks[0] ?? '')
      assert.deepEqual([older, newer], [Math.min(size, 300), Math.max(size, 300)])
      await assertFrozen(opened.relay)
    })
  }

  test('is found out by heads that were pinned', async () => {
    const all = manyModules(700)
    await using server = await sumServer(all)
    await using good = openTestRelay([server.url], { pinned: pins(all, 3, 257, 600) })
    await good.relay.latest()
    for (const size of [3, 257, 600, 700]) assert.ok(good.kept.hasRelayedHead(testLog, size))
    // One in the middle is of another history.
    const [first, , last] = pins(all, 3, 257, 600)
    const [, wrong] = pins(others, 3, 257)
    assert.ok(first && wrong && last)
    await using bad = openTestRelay([server.url], { pinned: [first, wrong, last] })
    await assert.rejects(bad.relay.latest(), { code: 'mismatch', message: /two histories/ })
    assert.deepEqual(verifyEvidence(bad.forks[0] ?? ''), { older: 257, newer: 700 })
    // The log is at an older head than the largest pinned one, which then counts.
    server.database = sumDatabaseOf(all)
    const old = signNote(formatTreeNote(first), [signer])
    server.change = (path, answer) => (path === '/latest' ? old : answer)
    await using behind = openTestRelay([server.url], { pinned: pins(all, 3, 600) })
    assert.deepEqual(Buffer.from(await behind.relay.latest()).toString(), last.note)
  })
})

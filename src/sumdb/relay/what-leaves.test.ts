import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { openTestGate } from '../../../test/open-test-gate.ts'
import {
  manyModules,
  signerKey,
  strangerKey,
  sumDatabaseOf,
  sumName,
  sumServer,
  verifierKey,
} from '../../../test/sumdb/sum-server.ts'
import { parseLookup } from '../../tlog/lookup.ts'
import { openNote, signNote } from '../../tlog/note.ts'
import { parseSignerKey } from '../../tlog/signer.ts'
import { formatTilePath } from '../../tlog/tile-path.ts'
import type { DataTile, HashTile } from '../../tlog/tile.ts'
import { parseTreeNote } from '../../tlog/tree-note.ts'
import { parseVerifierKey } from '../../tlog/verifier.ts'
import { remoteLog, type RemoteLog } from '../client/remote-log.ts'
import { forkEvidence } from './fork-evidence.ts'
import { openTestRelay, testLog } from './relay.test-data.ts'

const verifiers = [parseVerifierKey(verifierKey)]
const [signer, stranger] = [signerKey, strangerKey].map((key) => parseSignerKey(key))
const sizeOf = (note: Uint8Array | string) =>
  parseTreeNote(openNote(note, verifiers).text, 'ignore').size

suite('what leaves', () => {
  test('has signatures that were verified, and no others', async () => {
    assert.ok(signer && stranger)
    await using server = await sumServer(manyModules(300))
    await using opened = openTestRelay([server.url])
    const resigned = (note: string) => signNote(openNote(note, verifiers).text, [stranger, signer])
    server.change = (path, answer) => {
      if (path === '/latest') return resigned(String(answer))
      if (!path.startsWith('/lookup/')) return answer
      const { note } = parseLookup(String(answer))
      return String(answer).replace(note, resigned(note))
    }
    const honest = String(server.database.answer('/latest'))
    const { note } = parseLookup(await opened.relay.lookup('m1.test/x', 'v1.0.0'))
    assert.equal(note, honest)
    opened.time += 60_000
    assert.equal(Buffer.from(await opened.relay.latest()).toString(), honest)
  })

  test('is a head of today, also after the clock was set back', async () => {
    await using server = await sumServer(manyModules(300))
    await using opened = openTestRelay([server.url])
    assert.equal(sizeOf(await opened.relay.latest()), 300)
    server.database = sumDatabaseOf(manyModules(310))
    opened.time -= 24 * 3_600_000
    assert.equal(sizeOf(await opened.relay.latest()), 310)
  })

  test('is as wide a tile as was asked for, whatever was kept of it before', async () => {
    await using server = await sumServer(manyModules(300))
    await using opened = openTestRelay([server.url])
    for (const width of [3, 200, 256, 7]) {
      for (const level of ['data', 0] as const) {
        const tile = { level, n: 0, width }
        const bytes = Buffer.from(await opened.relay.tile(tile as DataTile | HashTile))
        const whole = server.database.answer(`/${formatTilePath(tile)}`)
        assert.ok(bytes.equals(Buffer.from(whole ?? '')), `${level} ${width}`)
      }
    }
  })

  test('is there after a restart without another question for what was proved', async () => {
    await using server = await sumServer(manyModules(600))
    await using opened = openTestRelay([server.url])
    await opened.relay.lookup('m1.test/x', 'v1.0.0')
    server.news()
    const relay = opened.again()
    await relay.lookup('m1.test/x', 'v1.0.0')
    assert.deepEqual(server.news(), [])
    await relay.lookup('m2.test/x', 'v1.0.0')
    assert.deepEqual(server.news(), ['/lookup/m2.test/x@v1.0.0'])
  })
})

test('a head is held against what another process has taken in meanwhile', async () => {
  const all = manyModules(330)
  const other = [...all.slice(0, 300), ...all.slice(300).toReversed()]
  await using server = await sumServer(all.slice(0, 300))
  await using gate = openTestGate([])
  const plain = remoteLog({ gate: gate.gate, name: sumName, url: server.url })
  await using opened = openTestRelay([server.url])
  await opened.relay.latest()
  // While the tiles of the other history are read here, another process takes in the first one.
  const elsewhere = opened.again()
  const remote: RemoteLog = {
    async read(path, maxBytes) {
      server.database = sumDatabaseOf(other.slice(0, 320))
      const bytes = await plain.read(path, maxBytes)
      if (path.endsWith('.p/64')) {
        server.database = sumDatabaseOf(all)
        assert.equal(sizeOf(await elsewhere.latest()), 330)
      }
      return bytes
    },
  }
  const here = opened.again({ sources: [remote] })
  await assert.rejects(here.latest(), { code: 'mismatch', message: /two histories/ })
  assert.equal(opened.kept.relayedHead(testLog)?.size, 330)
  assert.equal(opened.forks.length, 1)
})

test('forkEvidence() is the text of the go command', () => {
  const [rootInNewer, hash] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
  const notes = { older: 'a\nb\n\n— x y\n', newer: 'c\n\n— x z\n' }
  assert.equal(
    forkEvidence({ rootInNewer, proof: [hash] }, notes),
    [
      'SECURITY ERROR',
      'go.sum database server misbehavior detected!',
      '',
      'old database:',
      '\ta',
      '\tb',
      '\t',
      '\t— x y',
      '\t',
      'new database:',
      '\tc',
      '\t',
      '\t— x z',
      '\t',
      'proof of misbehavior:',
      `\t${rootInNewer.toString('base64')}`,
      `\t${hash.toString('base64')}`,
    ].join('\n'),
  )
})

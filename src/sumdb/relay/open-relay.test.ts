import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  manyModules,
  recordOf,
  signerKey,
  sumDatabaseOf,
  sumServer,
  verifierKey,
} from '../../../test/sumdb/sum-server.ts'
import { Failure } from '../../failure.ts'
import { parseLookup } from '../../tlog/lookup.ts'
import { openNote } from '../../tlog/note.ts'
import { parseTilePath } from '../../tlog/tile-path.ts'
import { parseTreeNote } from '../../tlog/tree-note.ts'
import { parseVerifierKey } from '../../tlog/verifier.ts'
import { openTestRelay, testLog } from './relay.test-data.ts'

const verifiers = [parseVerifierKey(verifierKey)]
const sizeOf = (note: Uint8Array | string) =>
  parseTreeNote(openNote(note, verifiers).text, 'refuse').size
const tileNamed = (path: string) => parseTilePath(path)

suite('openRelay()', () => {
  test('gives records, heads and tiles as the log has them, and asks once for each', async () => {
    await using server = await sumServer(manyModules(300))
    await using opened = openTestRelay([server.url])
    const { relay } = opened
    assert.equal(sizeOf(await relay.latest()), 300)
    server.news()
    for (const n of [0, 7, 255, 299]) {
      const answer = parseLookup(await relay.lookup(`m${n}.test/x`, 'v1.0.0'))
      assert.deepEqual([answer.id, answer.text], [n, recordOf(`m${n}.test/x@v1.0.0`)])
      assert.equal(sizeOf(answer.note), 300)
    }
    const paths = ['0/000', '0/001.p/44', '0/001.p/3', '1/000.p/1', 'data/000', 'data/001.p/44']
    for (const path of paths.map((each) => `tile/8/${each}`)) {
      const expected = server.database.answer(`/${path}`)
      assert.deepEqual(Buffer.from(await relay.tile(tileNamed(path))), Buffer.from(expected ?? ''))
    }
    const asked = server.news()
    assert.equal(asked.length, new Set(asked).size, asked.join(' '))
    await relay.lookup('m7.test/x', 'v1.0.0')
    await relay.tile(tileNamed('tile/8/data/000'))
    assert.deepEqual(server.news(), [])
    assert.deepEqual([...new Set(opened.requests.map(({ purpose }) => purpose))], ['sumdb'])
  })

  test('one flight answers all who ask at the same time', async () => {
    await using server = await sumServer(manyModules(3))
    await using opened = openTestRelay([server.url])
    const asking = Array.from({ length: 9 }, () => opened.relay.lookup('new.test/x', 'v1.0.0'))
    const answers = await Promise.all(asking)
    assert.equal(new Set(answers.map((answer) => answer.toString())).size, 1)
    assert.equal(server.news().filter((path) => path.includes('/lookup/')).length, 1)
  })

  test('asks nobody for what was proved, after a restart and while the log is down', async () => {
    await using server = await sumServer(manyModules(600))
    await using opened = openTestRelay([server.url])
    const before = await opened.relay.lookup('m5.test/x', 'v1.0.0')
    const tile = await opened.relay.tile(tileNamed('tile/8/0/001'))
    server.change = () => 503
    server.news()
    const relay = opened.again()
    assert.deepEqual(await relay.lookup('m5.test/x', 'v1.0.0'), before)
    assert.deepEqual(await relay.tile(tileNamed('tile/8/0/001')), tile)
    assert.deepEqual(await relay.tile(tileNamed('tile/8/0/001.p/9')), tile.subarray(0, 9 * 32))
    assert.deepEqual(server.news(), [])
    assert.equal(sizeOf(await relay.latest()), 600)
    assert.match(String(opened.troubles), /Cannot ask sum\.test: it answered 503/)
    await assert.rejects(relay.lookup('m6.test/x', 'v1.0.0'), { code: 'unreachable' })
  })

  test('a client with a head of some size gets every tile of that tree, whatever grows meanwhile', async () => {
    await using server = await sumServer(manyModules(258))
    await using opened = openTestRelay([server.url])
    const { relay } = opened
    await relay.latest()
    const narrow = await relay.tile(tileNamed('tile/8/0/001.p/2'))
    server.database = sumDatabaseOf(manyModules(700))
    // Beyond what is known: the log is asked again.
    opened.time += 2000
    const wider = await relay.tile(tileNamed('tile/8/0/001.p/200'))
    assert.deepEqual(wider.subarray(0, 64), narrow)
    assert.deepEqual(await relay.tile(tileNamed('tile/8/0/001.p/2')), narrow)
    assert.equal(sizeOf(await relay.latest()), 700)
    server.change = () => 503
    assert.deepEqual(await relay.tile(tileNamed('tile/8/0/001.p/2')), narrow)
  })

  test('takes the full tile where the log has no partial one any more', async () => {
    await using server = await sumServer(manyModules(300))
    await using opened = openTestRelay([server.url])
    const full = new Map<string, string | Uint8Array>()
    server.change = (path, answer) => {
      if (!path.startsWith('/tile/')) return answer
      const [, base = '', partial] = /^(.*?)(\.p\/\d+)?$/.exec(path) ?? []
      if (partial === undefined) return full.get(base) ?? answer
      const bytes = Buffer.from(answer as Uint8Array)
      const rest = path.includes('/data/')
        ? Buffer.from('x y z\n\n'.repeat(256 - 44))
        : Buffer.alloc(8192 - bytes.length)
      full.set(base, Buffer.concat([bytes, rest]))
      return undefined
    }
    const answer = parseLookup(await opened.relay.lookup('m299.test/x', 'v1.0.0'))
    assert.equal(answer.id, 299)
    const data = await opened.relay.tile(tileNamed('tile/8/data/001.p/44'))
    assert.equal(data.toString().split('\n\n').length, 45)
  })

  test('says "not there" only of what the log itself says so, just now', async () => {
    await using server = await sumServer(manyModules(3))
    await using opened = openTestRelay([server.url])
    const missing = () => opened.relay.lookup('missing.test/x', 'v1.0.0')
    await assert.rejects(missing, { code: 'not-found', message: /says "not found: no such thing"/ })
    await assert.rejects(missing, { code: 'not-found' })
    assert.equal(server.news().length, 2)
    const beyond = opened.relay.tile(tileNamed('tile/8/0/x123/456'))
    await assert.rejects(beyond, { code: 'not-found', message: /its tree has 3 records/ })
    for (const status of [400, 403, 500, 503]) {
      server.change = () => status
      await assert.rejects(missing, { code: 'unreachable' }, String(status))
    }
    server.change = (_, answer) => (answer === undefined ? 404 : answer)
    await assert.rejects(missing, { code: 'not-found' })
  })

  test('a private module is named to nobody, and the way out is told', async () => {
    await using server = await sumServer(manyModules(3))
    await using opened = openTestRelay([server.url])
    await opened.relay.lookup('m1.test/x', 'v1.0.0')
    server.news()
    const relay = opened.again({ isPrivate: (path) => path.startsWith('m1.test/') })
    await assert.rejects(relay.lookup('m1.test/x', 'v1.0.0'), (error) => {
      assert.ok(Failure.is(error, 'refused'))
      assert.match(error.details.hint ?? '', /GONOSUMDB=m1\.test\/x/)
      return true
    })
    assert.deepEqual(server.news(), [])
  })

  test('the latest head is asked for again after a while, and never gets smaller', async () => {
    await using server = await sumServer(manyModules(300))
    await using opened = openTestRelay([server.url])
    assert.equal(sizeOf(await opened.relay.latest()), 300)
    server.news()
    assert.equal(sizeOf(await opened.relay.latest()), 300)
    assert.deepEqual(server.news(), [])
    opened.time += 60_000
    server.database = sumDatabaseOf(manyModules(299))
    assert.equal(sizeOf(await opened.relay.latest()), 300)
    assert.ok(server.news().includes('/latest'))
    opened.time += 60_000
    server.database = sumDatabaseOf(manyModules(301), signerKey)
    assert.equal(sizeOf(await opened.relay.latest()), 301)
    assert.equal(opened.kept.hasRelayedHead(testLog, 300), true)
  })
})

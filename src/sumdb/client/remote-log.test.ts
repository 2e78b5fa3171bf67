import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { openTestGate } from '../../../test/open-test-gate.ts'
import { webServer } from '../../../test/web-server.ts'
import { Failure } from '../../failure.ts'
import { readHashTile } from './read-tile.ts'
import { remoteLog } from './remote-log.ts'

suite('remoteLog()', () => {
  for (const [status, body, code] of [
    [404, 'not found: no such version', 'not-found'],
    [410, 'gone', 'not-found'],
    [404, 'not found: a.test/x@v1.0.0: fetch timed out', 'unreachable'],
    [404, 'not found: context deadline exceeded', 'unreachable'],
    [404, 'not found: git ls-remote: timeout', 'unreachable'],
    [404, 'not found: example.com/timeoutlib: no such version', 'not-found'],
    [400, 'bad', 'unreachable'],
    [500, 'oops', 'unreachable'],
  ] as const) {
    test(`takes ${status} "${body}" for ${code}`, async () => {
      await using server = await webServer((_, response) => {
        response.writeHead(status).end(body)
      })
      await using opened = openTestGate([])
      const remote = remoteLog({ gate: opened.gate, name: 'sum.test', url: server.url })
      await assert.rejects(remote.read('lookup/x'), (error) => Failure.is(error, code))
      assert.deepEqual(server.asked, ['GET /lookup/x'])
    })
  }

  test('tells what a database says beside a status, and nothing of a page in its place', async () => {
    for (const [type, told] of [
      [
        'text/plain; charset=utf-8',
        'Cannot ask sum.test: it answered 403: it says "not yours or theirs"',
      ],
      ['text/html', 'Cannot ask sum.test: it answered 403'],
    ] as const) {
      await using server = await webServer((_, response) => {
        response.writeHead(403, { 'Content-Type': type }).end('not yours\nor theirs\n')
      })
      await using opened = openTestGate([])
      const remote = remoteLog({ gate: opened.gate, name: 'sum.test', url: server.url })
      await assert.rejects(remote.read('lookup/x'), { code: 'unreachable', message: told })
    }
  })

  test('a 404 without a text says nothing', async () => {
    await using server = await webServer((_, response) => void response.writeHead(404).end(' \n'))
    await using opened = openTestGate([])
    const remote = remoteLog({ gate: opened.gate, name: 'sum.test', url: server.url })
    await assert.rejects(remote.read('lookup/x'), (error) => {
      assert.ok(Failure.is(error, 'not-found'))
      assert.equal(error.message, 'sum.test has no lookup/x: it says nothing')
      assert.equal(error.details.words, undefined)
      return true
    })
  })

  test('takes no endless answer', async () => {
    await using server = await webServer((_, response) => {
      response.writeHead(200).end(Buffer.alloc(300 * 1024))
    })
    await using opened = openTestGate([])
    const remote = remoteLog({ gate: opened.gate, name: 'sum.test', url: server.url })
    await assert.rejects(remote.read('latest'), { code: 'refused' })
  })
})

test('readHashTile() takes the first hashes of a full tile only where there is no partial one', async () => {
  const full = Buffer.alloc(8192, 7)
  for (const partial of [200, 404, 503]) {
    await using server = await webServer(({ url = '' }, response) => {
      const isPartial = url.includes('.p/')
      const body = isPartial ? full.subarray(0, 96) : full
      response.writeHead(isPartial ? partial : 200).end(body)
    })
    await using opened = openTestGate([])
    const remote = remoteLog({ gate: opened.gate, name: 'sum.test', url: server.url })
    const reading = readHashTile(remote, { level: 0, n: 0, width: 3 })
    if (partial === 503) await assert.rejects(reading, { code: 'unreachable' })
    else assert.deepEqual(Buffer.from(await reading), full.subarray(0, 96))
    assert.equal(server.asked.length, partial === 404 ? 2 : 1)
  }
})

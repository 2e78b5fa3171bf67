import assert from 'node:assert/strict'
import type { RequestListener } from 'node:http'
import { after, afterEach, before, beforeEach, suite, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { openTestGate, type TestGate } from '../../../test/open-test-gate.ts'
import { webServer, type WebServer } from '../../../test/web-server.ts'
import type { Reason } from '../request-record.ts'
import { askForRobots } from './ask-for-robots.ts'

const mostBytes = 500 * 1024

suite('askForRobots()', () => {
  let server: WebServer
  let other: WebServer
  let opened: TestGate
  let answer: RequestListener
  before(async () => {
    server = await webServer((request, response) => answer(request, response))
    other = await webServer((_, response) => response.end('User-agent: other'))
  })
  beforeEach(() => {
    opened = openTestGate([], { backgroundInterval: 0 })
    server.asked.length = 0
  })
  afterEach(() => opened[Symbol.asyncDispose]())
  after(async () => {
    await server[Symbol.asyncDispose]()
    await other[Symbol.asyncDispose]()
  })
  const read = (reason: Reason = 'floor', path = '/robots.txt') =>
    askForRobots(
      (ask) => opened.gate.ask(ask),
      server.url + path,
      reason,
      () => 42,
    )

  test('gives the file, with when it was asked for, in one request that is told in the ledger', async () => {
    answer = (_, response) => response.end('User-agent: *\nDisallow: /é')
    const text = 'User-agent: *\nDisallow: /é'
    assert.deepEqual(await read(), { at: 42, status: 200, text })
    assert.deepEqual(server.asked, ['GET /robots.txt'])
    const told = opened.records.map(({ purpose, reason, status }) => [purpose, reason, status])
    assert.deepEqual(told, [['rules', 'floor', 200]])
  })

  for (const status of [400, 401, 403, 404, 410, 429, 500, 503]) {
    test(`gives the status ${status}, and nothing of what comes with it`, async () => {
      answer = (_, response) => response.writeHead(status).end('User-agent: *\nDisallow: /')
      assert.deepEqual(await read(), { at: 42, status, text: '' })
    })
  }

  test('follows redirects, to another host, too', async () => {
    answer = ({ url }, response) => {
      const location = url === '/robots.txt' ? '/elsewhere' : `${other.url}/robots.txt`
      response.writeHead(301, { location }).end()
    }
    assert.deepEqual(await read(), { at: 42, status: 200, text: 'User-agent: other' })
  })

  test('of a long file the beginning counts, and no more of it is read', async () => {
    let written = 0
    answer = (_, response) => {
      const more = () => {
        while (!response.destroyed && response.write('a'.repeat(65_536))) written += 65_536
      }
      response.on('drain', more)
      more()
    }
    const { status, text } = await read()
    assert.deepEqual([status, text], [200, 'a'.repeat(mostBytes)])
    assert.ok((opened.records[0]?.received ?? Infinity) < mostBytes + 200_000)
    assert.ok(written < 20 * mostBytes)
  })

  test('of a packed file, too', async () => {
    const bomb = gzipSync(Buffer.alloc(64 << 20, 'b'))
    answer = (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)
    assert.deepEqual(await read(), { at: 42, status: 200, text: 'b'.repeat(mostBytes) })
  })

  const troubles: [what: string, answer: RequestListener][] = [
    ['a connection that is reset', (request) => void request.socket.resetAndDestroy()],
    ['what is no HTTP', (request) => void request.socket.end('what?\r\n\r\n')],
    [
      'an answer that breaks off',
      (request, response) => {
        response.writeHead(200, { 'content-length': 100 })
        response.write('User-agent: *', () => request.socket.destroy())
      },
    ],
    [
      'redirects without end',
      (_, response) => response.writeHead(302, { location: '/robots.txt' }).end(),
    ],
    [
      'a redirect to an address that may not be asked',
      (_, response) => response.writeHead(302, { location: 'http://10.0.0.1/' }).end(),
    ],
  ]
  for (const [what, trouble] of troubles) {
    test(`${what} is an answer: none`, async () => {
      answer = trouble
      assert.deepEqual(await read(), { at: 42, status: 0, text: '' })
    })
  }

  test('a server that does not answer is given up', async () => {
    await using brief = openTestGate([], { idleTimeout: 100 })
    answer = () => {}
    const url = `${server.url}/robots.txt`
    const silence = await askForRobots(
      (ask) => brief.gate.ask(ask),
      url,
      'floor',
      () => 42,
    )
    assert.deepEqual(silence, { at: 42, status: 0, text: '' })
  })

  test('one that answers drop by drop is given up after 30 seconds', async () => {
    const patience: unknown[] = []
    const ask: typeof opened.gate.ask = (asked) => {
      patience.push(asked.patience)
      return opened.gate.ask(asked)
    }
    answer = (_, response) => response.end()
    await askForRobots(ask, server.url, 'floor', () => 42)
    assert.deepEqual(patience, [30_000])
  })

  test('without leave nobody is asked, and there is no answer', async () => {
    answer = (_, response) => response.end()
    await assert.rejects(read('background'), { code: 'refused' })
    answer = (_, response) => response.writeHead(429, { 'retry-after': '60' }).end()
    await read()
    await assert.rejects(read(), { code: 'throttled' })
    assert.equal(server.asked.length, 1)
  })

  test('a file that was not wholly paid for is no answer', async () => {
    const host = new URL(server.url).host
    opened.gate.saved(host, 1, 2000)
    answer = (_, response) => response.end('#'.repeat(100_000))
    await assert.rejects(read('background'), { code: 'refused' })
    assert.equal(server.asked.length, 1)
  })

  test('that we stop says nothing of the file', async () => {
    const came = Promise.withResolvers<void>()
    answer = () => came.resolve()
    const reading = assert.rejects(read(), { code: 'stopped' })
    await came.promise
    await opened.gate.close()
    await reading
  })

  test('passes on what is a bug', async () => {
    await assert.rejects(
      askForRobots(
        () => Promise.reject(new TypeError('a bug')),
        server.url,
        'floor',
        () => 42,
      ),
      TypeError,
    )
  })
})

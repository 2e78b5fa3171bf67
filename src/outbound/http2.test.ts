import assert from 'node:assert/strict'
import { constants } from 'node:http2'
import { after, before, suite, test } from 'node:test'
import { Failure, type FailureCode } from '../failure.ts'
import { http2Server, type Http2Listener, type Http2Server } from '../../test/http2-server.ts'
import { openTestGate, type TestGate } from '../../test/open-test-gate.ts'
import { selfSigned, type Identity } from '../../test/self-signed.ts'
import { tlsServer } from '../../test/web-server.ts'
import { readAll } from './read-answer.ts'
import type { Ask } from './exchange.ts'
import type { GateOptions } from './gate-options.ts'

const megabyte = Buffer.alloc(2 ** 20, 'x')

const pages: Record<string, Http2Listener> = {
  '/plain': (_, response) => void response.end('plain'),
  '/large': (_, response) => {
    let left = 64
    const more = () => {
      while (left > 0 && response.write(megabyte)) left--
      if (left > 0) left--
      else response.end()
    }
    response.on('drain', more)
    more()
  },
  '/endless': (_, response) => {
    const more = () => {
      while (!response.stream.destroyed && response.write(megabyte));
    }
    response.on('drain', more)
    more()
  },
  '/echo': (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { ':authority': authority, 'user-agent': agent } = request.headers
      response.end(JSON.stringify({ authority, agent, length: Buffer.concat(chunks).length }))
    })
  },
  '/silent': () => {},
  '/stalls': (_, response) => void response.write('a'),
  '/drips': (_, response) => {
    const timer = setInterval(() => response.write('a'), 5)
    response.on('close', () => clearInterval(timer))
  },
  '/reset': (request) => request.stream.close(constants.NGHTTP2_INTERNAL_ERROR),
  '/refused': (request) => request.stream.close(constants.NGHTTP2_REFUSED_STREAM),
  '/breaks-off': (request, response) => {
    response.write('half', () => request.stream.close(constants.NGHTTP2_INTERNAL_ERROR))
  },
  '/short': (request, response) => {
    response.setHeader('content-length', '100')
    response.write('half', () => request.stream.session?.socket.destroy())
  },
  '/cut': (request) => request.stream.session?.destroy(),
  '/goaway-then-answer': (request, response) => {
    request.stream.session?.goaway(constants.NGHTTP2_NO_ERROR, request.stream.id ?? 0)
    setImmediate(() => response.end('after goaway'))
  },
  '/goaway-and-cut': (request) => {
    request.stream.session?.goaway(constants.NGHTTP2_INTERNAL_ERROR, 0)
    setImmediate(() => request.stream.session?.destroy())
  },
  '/leave': (request, response) => {
    response.end('bye')
    response.on('close', () => request.stream.session?.close())
  },
  '/away': (_, response) => {
    response.writeHead(302, { location: '/plain' }).end()
  },
}

const failing =
  (code: FailureCode, message = /^Cannot /) =>
  (error: unknown) => {
    assert.ok(Failure.is(error, code), String(error))
    assert.match(error.message, message)
    return true
  }

suite('HTTP/2', () => {
  let identity: Identity
  let server: Http2Server
  let opened: TestGate
  before(async () => {
    identity = await selfSigned('localhost')
    server = await http2Server(identity, (request, response) => {
      const page = pages[new URL(request.url, 'http://x').pathname]
      if (page) page(request, response)
      else response.writeHead(404).end()
    })
    opened = gate()
  })
  after(async () => {
    await opened[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
  })

  const gate = (options: Partial<GateOptions> = {}): TestGate =>
    openTestGate([], { authorities: [identity.cert], ...options })
  const asking = (path: string, more: Partial<Ask> = {}): Ask => ({
    url: path.startsWith('/') ? server.url + path : path,
    purpose: 'page',
    maxBytes: 100 * 2 ** 20,
    ...more,
  })
  async function read(path: string, more: Partial<Ask> = {}, using = opened): Promise<string> {
    using.records.length = 0
    const answer = await using.gate.ask(asking(path, more))
    return (await readAll(answer)).toString()
  }

  test('is spoken where the server offers it', async () => {
    assert.equal(await read('/plain'), 'plain')
    assert.equal(server.asked.at(-1), '2.0 GET /plain')
    assert.equal(await read('/away'), 'plain')
  })

  test('is not spoken where the server does not', async () => {
    await using old = await tlsServer((request, response) => {
      response.end(request.httpVersion)
    }, identity)
    assert.equal(await read(`${old.url}/`), '1.1')
  })

  test('says who asks, and sends bodies of any length', async () => {
    const body = Buffer.alloc(5_000_000)
    const echoed: unknown = JSON.parse(await read('/echo', { method: 'POST', body }))
    const authority = new URL(server.url).host
    assert.deepEqual(echoed, { authority, agent: 'Headwater/test', length: 5_000_000 })
  })

  test('brings bodies that are longer than any window', async () => {
    assert.equal((await read('/large')).length, 64 * 2 ** 20)
    assert.equal(opened.records[0]?.received, 64 * 2 ** 20)
  })

  test('leaves a stream at the limit, and the connection stays of use', async () => {
    const connections = server.connections()
    const limit = { maxBytes: 3_000_000 }
    await assert.rejects(read('/endless', limit), failing('refused', /more than 3000000 bytes/))
    assert.equal(await read('/plain'), 'plain')
    assert.equal(server.connections(), connections)
  })

  for (const [path, status] of [
    ['/reset', 0],
    ['/refused', 0],
    ['/cut', 0],
    ['/goaway-and-cut', 0],
    ['/breaks-off', 200],
    ['/short', 200],
  ] as const) {
    test(`is unreachable, and recorded so, at ${path}`, async () => {
      await assert.rejects(read(path), failing('unreachable'))
      assert.deepEqual(
        opened.records.map((record) => [record.status, record.failure]),
        [[status, 'unreachable']],
      )
      assert.equal(await read('/plain'), 'plain')
    })
  }

  for (const [path, options, status] of [
    ['/silent', { idleTimeout: 50 }, 0],
    // Long enough for the beginning of an answer on a busy machine.
    ['/stalls', { idleTimeout: 1000 }, 200],
    ['/drips', { requestTimeout: 1000 }, 200],
    ['/silent', { requestTimeout: 50 }, 0],
  ] as const) {
    test(`gives up at ${path} with ${JSON.stringify(options)}`, async () => {
      await using hurried = gate(options)
      await assert.rejects(read(path, {}, hurried), failing('unreachable', /no answer in time/))
      assert.deepEqual(
        hurried.records.map((record) => [record.status, record.failure]),
        [[status, 'unreachable']],
      )
    })
  }

  for (const path of ['/silent', '/stalls']) {
    test(`is stopped at ${path} when the signal says so, and others go on`, async () => {
      const stop = new AbortController()
      const count = server.asked.length
      const refused = assert.rejects(read(path, { signal: stop.signal }), failing('stopped'))
      while (server.asked.length === count) await new Promise(setImmediate)
      const other = opened.gate.ask(asking('/large')).then(readAll)
      stop.abort()
      await refused
      assert.equal((await other).length, 64 * 2 ** 20)
    })
  }

  test('takes what comes behind a goaway, and a new connection for the next', async () => {
    assert.equal(await read('/goaway-then-answer'), 'after goaway')
    assert.equal(await read('/plain'), 'plain')
  })

  test('goes on when the server leaves between two requests', async () => {
    for (let turn = 0; turn < 5; turn++) {
      assert.equal(await read('/leave'), 'bye')
      assert.equal(await read('/plain'), 'plain')
    }
  })

  test('takes no more connections than it may, for many requests at once', async () => {
    await using narrow = gate({ connectionsPerHost: 2 })
    const before = server.connections()
    const many = Array.from({ length: 200 }, () => narrow.gate.ask(asking('/plain')).then(readAll))
    const bodies = await Promise.all(many)
    assert.ok(bodies.every((body) => body.toString() === 'plain'))
    assert.ok(server.connections() - before <= 2, String(server.connections() - before))
    assert.equal(narrow.records.length, 200)
  })

  test('lets nothing that is not a header into headers', async () => {
    for (const value of ['a\r\nx-injected: 1', 'a\nb', 'a\0b']) {
      await using fresh = gate({ requestTimeout: 5000 })
      const asked = server.asked.length
      const ask = read('/plain', { headers: { accept: value } }, fresh)
      await assert.rejects(ask, failing('invalid', /header field "accept" is malformed/))
      assert.equal(server.asked.length, asked)
      assert.equal(await read('/plain', {}, fresh), 'plain')
    }
  })

  test('ends when the gate closes', async () => {
    const closing = gate()
    const count = server.asked.length
    const refused = assert.rejects(read('/silent', {}, closing), failing('stopped'))
    while (server.asked.length === count) await new Promise(setImmediate)
    await closing.gate.close()
    await refused
  })

  test('a certificate for another name, or of nobody known, is tls-invalid', async () => {
    await using strange = await http2Server(await selfSigned('other.example'), () => {})
    await assert.rejects(read(`${strange.url}/`), failing('tls-invalid'))
    await using strict = openTestGate([])
    await assert.rejects(read('/plain', {}, strict), failing('tls-invalid'))
  })
})

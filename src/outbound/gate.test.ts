import assert from 'node:assert/strict'
import type { RequestListener } from 'node:http'
import { after, before, suite, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { Failure, type FailureCode } from '../failure.ts'
import { openTestGate, type TestGate } from '../../test/open-test-gate.ts'
import { bodyOf, tlsServer, webServer, type WebServer } from '../../test/web-server.ts'
import { parseAllowList } from './address.ts'
import { discard, readAll } from './read-answer.ts'
import type { Ask } from './exchange.ts'

const zeros = gzipSync(Buffer.alloc(64 * 1024 * 1024))
/** An empty stored block of deflate that is not the last one: five bytes that stand for none (RFC 1951 §3.2.4). */
const emptyBlock = Buffer.from([0, 0, 0, 0xff, 0xff])
const gzipHead = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3])

/** Writes as long as somebody reads. */
function endless(response: Parameters<RequestListener>[1], piece: Buffer): void {
  const more = () => {
    while (!response.destroyed && response.write(piece));
  }
  response.on('drain', more)
  more()
}

const pages: Record<string, RequestListener> = {
  '/plain': (_, response) => response.end('plain'),
  '/gzip': (_, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('packed')),
  '/x-gzip': (_, response) =>
    response.writeHead(200, { 'content-encoding': 'X-GZIP' }).end(gzipSync('packed')),
  '/torn-gzip': (_, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('packed').subarray(0, 12)),
  '/br': (_, response) => response.writeHead(200, { 'content-encoding': 'br' }).end('?'),
  '/bomb': (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(zeros),
  '/hollow': (_, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).write(gzipHead)
    endless(response, Buffer.concat(Array<Buffer>(4096).fill(emptyBlock)))
  },
  '/endless': (_, response) => endless(response, Buffer.alloc(65536)),
  '/endless-404': (_, response) => endless(response.writeHead(404), Buffer.alloc(65536)),
  '/echo': (request, response) =>
    void bodyOf(request).then((body) =>
      response.end(
        JSON.stringify({ method: request.method, body, agent: request.headers['user-agent'] }),
      ),
    ),
  '/404': (_, response) => response.writeHead(404).end('nothing'),
  '/500': (_, response) => response.writeHead(500).end('trouble'),
  '/silent': () => {},
  '/stalls': (_, response) => void response.write('a'),
  '/drips': (_, response) => {
    const timer = setInterval(() => response.write('a'), 5)
    response.on('close', () => clearInterval(timer))
  },
  '/reset': (request) => void request.socket.resetAndDestroy(),
  '/breaks-off': (request, response) => {
    response.writeHead(200, { 'content-length': 100 })
    response.write('half', () => request.socket.destroy())
  },
  '/no-http': (request) => void request.socket.end('what?\r\n\r\n'),
  '/to-relative': (_, response) => response.writeHead(302, { location: 'plain' }).end(),
  '/to-nowhere': (_, response) => response.writeHead(302).end(),
  '/to-garbage': (_, response) => response.writeHead(302, { location: 'http://[' }).end(),
  '/to-file': (_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
  '/to-private': (_, response) => response.writeHead(302, { location: 'http://10.0.0.1/' }).end(),
  '/to-endless': (_, response) =>
    endless(response.writeHead(302, { location: '/plain' }), Buffer.alloc(65536)),
  '/to-echo': (_, response) => response.writeHead(308, { location: '/echo' }).end(),
  '/to-insecure': (_, response) =>
    response.writeHead(301, { location: 'http://user:secret@insecure.example/' }).end(),
  '/to-original': (_, response) =>
    response.writeHead(301, { location: 'https://official.example/plain' }).end(),
  '/to-rewritten': (request, response) =>
    response.writeHead(301, { location: `http://${request.headers.host}/plain` }).end(),
}

const answer: RequestListener = (request, response) => {
  const path = new URL(request.url ?? '/', 'http://x').pathname
  const [, left] = /^\/hops\/(\d+)$/.exec(path) ?? []
  if (left !== undefined) {
    const location = left === '0' ? '/plain' : `/hops/${Number(left) - 1}`
    response.writeHead(302, { location }).end()
  } else (pages[path] ?? pages['/404'])?.(request, response)
}

const failing = (code: FailureCode, message?: RegExp) => (error: unknown) => {
  assert.ok(Failure.is(error), String(error))
  assert.equal(error.code, code, error.message)
  assert.match(error.message, message ?? /^Cannot /)
  return true
}

suite('openGate()', () => {
  let server: WebServer
  let other: WebServer
  let opened: TestGate
  before(async () => {
    server = await webServer(answer)
    other = await webServer(answer)
    opened = openTestGate([{ from: 'https://official.example/', to: `${server.url}/` }])
  })
  after(async () => {
    await opened[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
    await other[Symbol.asyncDispose]()
  })

  const asking = (url: string, more: Partial<Ask> = {}): Ask => ({
    url: url.startsWith('/') ? server.url + url : url,
    purpose: 'page',
    maxBytes: 1_000_000,
    ...more,
  })
  async function read(url: string, more: Partial<Ask> = {}, using = opened) {
    using.records.length = 0
    const answer = await using.gate.ask(asking(url, more))
    return { ...answer, body: (await readAll(answer)).toString() }
  }
  test('answers with what the server says', async () => {
    assert.deepEqual(await read('/plain').then(({ status, body, url }) => [status, body, url]), [
      200,
      'plain',
      `${server.url}/plain`,
    ])
    assert.equal((await read('/404')).status, 404)
    assert.equal((await read('/500')).body, 'trouble')
  })

  test('names itself, and sends method, headers and body', async () => {
    const body = Buffer.from('what')
    const echoed = await read('/echo', { method: 'POST', body })
    assert.deepEqual(JSON.parse(echoed.body), {
      method: 'POST',
      body: 'what',
      agent: 'Headwater/test',
    })
    assert.equal(opened.records[0]?.sent, 4)
  })

  for (const path of ['/gzip', '/x-gzip']) {
    test(`unpacks ${path} and records the bytes off the wire`, async () => {
      assert.equal((await read(path)).body, 'packed')
      assert.equal(opened.records[0]?.received, gzipSync('packed').length)
    })
  }

  suite('redirects', () => {
    test('follows 10, and refuses one more', async () => {
      assert.equal((await read('/hops/9')).body, 'plain')
      assert.equal(opened.records.length, 11)
      await assert.rejects(read('/hops/10'), failing('unreachable', /more than 10 redirects/))
      assert.equal(opened.records.length, 11)
    })

    test('resolves a relative one', async () => {
      const { body, url } = await read(`${other.url}/to-relative`)
      assert.deepEqual([body, url], ['plain', `${other.url}/plain`])
    })

    test('keeps method and body', async () => {
      const { body } = await read('/to-echo', { method: 'POST', body: Buffer.from('what') })
      assert.deepEqual(JSON.parse(body), { method: 'POST', body: 'what', agent: 'Headwater/test' })
    })

    test('goes to another host', async () => {
      await using third = await webServer((_, response) => {
        response.writeHead(301, { location: `${other.url}/plain` }).end()
      })
      assert.equal((await read(third.url)).url, `${other.url}/plain`)
    })

    test('does not read a redirect to its end when that has none', async () => {
      assert.equal((await read('/to-endless')).body, 'plain')
      assert.ok((opened.records[0]?.received ?? 0) < 1_000_000)
    })

    test('refuses to go from https to http, and tells no credentials', async () => {
      const ask = read('https://name:secret@official.example/to-insecure')
      await assert.rejects(ask, (error: unknown) => {
        assert.ok(failing('refused', /insecure/)(error))
        assert.doesNotMatch(String(error) + JSON.stringify(error), /secret@/)
        return true
      })
    })

    test('refuses to go from https to http when the scheme is spelled in capitals', async () => {
      await assert.rejects(read('HTTPS://official.example/to-insecure'), failing('refused'))
    })

    test('refuses to go to a private address or another scheme', async () => {
      await assert.rejects(read('/to-private'), failing('refused', /10\.0\.0\.1/))
      await assert.rejects(read('/to-file'), failing('refused', /only http and https/))
    })

    test('leaves a redirect that leads nowhere to the caller', async () => {
      assert.equal((await read('/to-nowhere')).status, 302)
      assert.equal((await read('/to-garbage')).status, 302)
    })
  })

  suite('rewriting', () => {
    test('dials the target and tells the original', async () => {
      const { url } = await read('https://official.example/plain')
      assert.equal(url, 'https://official.example/plain')
      assert.deepEqual(
        opened.records.map(({ url, host }) => [url, host]),
        [['https://official.example/plain', 'official.example']],
      )
    })

    for (const page of ['to-original', 'to-rewritten', 'to-relative']) {
      test(`tells the original when the target redirects ${page}`, async () => {
        const { body, url } = await read(`https://official.example/${page}`)
        assert.deepEqual([body, url], ['plain', 'https://official.example/plain'])
      })
    }

    test('does not let dots climb out of the target', async () => {
      const fenced = openTestGate([
        { from: 'https://official.example/', to: `${server.url}/fenced/` },
      ])
      for (const path of ['../plain', 'a/../../plain', '%2e%2e/plain', '..\\plain']) {
        assert.equal((await read(`https://official.example/${path}`, {}, fenced)).status, 404)
        assert.equal(server.asked.at(-1), 'GET /fenced/plain')
      }
      await fenced[Symbol.asyncDispose]()
    })
  })

  suite('addresses', () => {
    const closed = openTestGate([], { allow: parseAllowList([]) })
    after(() => closed[Symbol.asyncDispose]())
    const literals = ['127.0.0.1', '[::1]', '2130706433', '0x7f.1', '017700000001', '127.1']
    for (const host of [...literals, '169.254.169.254', '[::ffff:127.0.0.1]', '[fd00::1]']) {
      test(`refuses the literal ${host}, and asks nobody`, async () => {
        const { port } = new URL(server.url)
        const before = server.asked.length
        await assert.rejects(
          read(`http://${host}:${port}/plain`, {}, closed),
          failing('refused', /is not a public address/),
        )
        assert.deepEqual([server.asked.length, closed.records], [before, []])
      })
    }

    test('refuses a name that stands for such addresses only, and says how to allow it', async () => {
      await assert.rejects(read('http://localhost/plain', {}, closed), (error: unknown) => {
        assert.ok(failing('refused', /localhost resolves to .*127\.0\.0\.1|::1/)(error))
        assert.match((error as Failure).details.hint ?? '', /\[outbound\] allow/)
        return true
      })
      assert.equal(closed.records[0]?.failure, 'refused')
    })

    test('asks a name that is allowed', async () => {
      const { port } = new URL(server.url)
      assert.equal((await read(`http://localhost:${port}/plain`)).body, 'plain')
    })

    for (const url of ['ftp://a.example/', 'file:///etc/passwd', 'git://a.example/', 'nothing']) {
      test(`refuses ${url}`, async () => {
        await assert.rejects(read(url), failing('refused', /only http and https/))
      })
    }
  })

  suite('limits', () => {
    const limit = { maxBytes: 100_000 }
    for (const path of ['/endless', '/bomb', '/hollow']) {
      test(`stops ${path} at the limit`, async () => {
        await assert.rejects(read(path, limit), failing('refused', /more than 100000 bytes/))
        const [record] = opened.records
        assert.deepEqual([record?.status, record?.failure], [200, 'refused'])
        assert.ok((record?.received ?? 0) < 1_000_000)
      })
    }

    test('takes a body of exactly the limit', async () => {
      assert.equal((await read('/plain', { maxBytes: 5 })).body, 'plain')
      await assert.rejects(read('/plain', { maxBytes: 4 }), failing('refused'))
    })

    test('discard() leaves a long body', async () => {
      opened.records.length = 0
      await discard(await opened.gate.ask(asking('/endless-404', { maxBytes: 1e12 })))
      assert.ok((opened.records[0]?.received ?? 0) < 2_000_000)
    })
  })

  suite('trouble', () => {
    const brief = openTestGate([], { idleTimeout: 50 })
    const hurried = openTestGate([], { requestTimeout: 50 })
    after(async () => {
      await brief[Symbol.asyncDispose]()
      await hurried[Symbol.asyncDispose]()
    })
    const table: readonly (readonly [string, string, () => TestGate, RegExp, number])[] = [
      ['no answer comes in the idle time', '/silent', () => brief, /no answer in time/, 0],
      ['the answer stops for the idle time', '/stalls', () => brief, /no answer in time/, 200],
      ['the answer takes too long in all', '/drips', () => hurried, /no answer in time/, 200],
      ['no answer comes in the whole time', '/silent', () => hurried, /no answer in time/, 0],
      ['the connection is reset', '/reset', () => opened, /reset|broke off/, 0],
      ['the answer breaks off', '/breaks-off', () => opened, /reset|broke off|terminated/, 200],
      ['the server does not speak http', '/no-http', () => opened, /./, 0],
      ['a packed answer breaks off', '/torn-gzip', () => opened, /unexpected end of file/, 200],
      ['the encoding is a strange one', '/br', () => opened, /"br", which was not asked for/, 200],
    ]
    for (const [when, path, gate, message, status] of table) {
      test(`is unreachable, and recorded so, when ${when}`, async () => {
        await assert.rejects(read(path, {}, gate()), failing('unreachable', message))
        assert.deepEqual(
          gate().records.map((record) => [record.status, record.failure, record.url]),
          [[status, 'unreachable', server.url + path]],
        )
      })
    }

    test('is unreachable when nobody listens', async () => {
      const gone = await webServer(answer)
      await gone[Symbol.asyncDispose]()
      await assert.rejects(read(gone.url), failing('unreachable', /connection was refused/))
      assert.equal(opened.records[0]?.failure, 'unreachable')
    })

    test('is tls-invalid when nobody vouches for the certificate', async () => {
      await using secure = await tlsServer(answer)
      await assert.rejects(read(`${secure.url}/plain`), failing('tls-invalid', /certificate/))
      assert.deepEqual([opened.records[0]?.failure, secure.asked], ['tls-invalid', []])
    })

    test('is unreachable when the other side speaks no TLS', async () => {
      await assert.rejects(read(server.url.replace('http:', 'https:')), failing('unreachable'))
    })
  })

  suite('stopping', () => {
    const reasons = [undefined, new Error('enough'), new Failure('stopped', 'Cannot go on: bye')]
    for (const reason of reasons) {
      for (const path of ['/silent', '/stalls']) {
        test(`is stopped at ${path} when the signal says so with ${reason}`, async () => {
          const stop = new AbortController()
          const count = server.asked.length
          const reading = read(path, { signal: stop.signal })
          const refused = assert.rejects(reading, failing('stopped'))
          while (server.asked.length === count) await new Promise(setImmediate)
          stop.abort(reason)
          await refused
          assert.equal(opened.records[0]?.failure, 'stopped')
        })
      }
    }

    test('asks nobody when the signal has spoken before', async () => {
      const count = server.asked.length
      const ask = read('/plain', { signal: AbortSignal.abort() })
      await assert.rejects(ask, failing('stopped'))
      assert.equal(server.asked.length, count)
    })

    test('is stopped when the gate closes', async () => {
      const closing = openTestGate([])
      const count = server.asked.length
      const refused = assert.rejects(read('/silent', {}, closing), failing('stopped'))
      while (server.asked.length === count) await new Promise(setImmediate)
      await closing.gate.close()
      await refused
      await assert.rejects(read('/plain', {}, closing), failing('stopped'))
    })

    test('records a body that its reader left, before and after the first byte', async () => {
      for (const begin of [false, true]) {
        opened.records.length = 0
        const { body } = await opened.gate.ask(asking('/endless'))
        const chunks = body[Symbol.asyncIterator]()
        if (begin) await chunks.next()
        await chunks.return?.()
        assert.deepEqual(
          opened.records.map(({ failure }) => failure),
          ['stopped'],
        )
      }
    })

    test('survives that nobody reads a body that breaks off', async () => {
      const stop = new AbortController()
      await opened.gate.ask(asking('/stalls', { signal: stop.signal }))
      stop.abort()
      await opened.gate.ask(asking('/breaks-off'))
      assert.equal((await read('/plain')).body, 'plain')
    })
  })

  test('records each request once, whole', async () => {
    let clock = 1010
    const counted = openTestGate([], { now: () => clock })
    const url = server.url.replace('//', '//name:secret@')
    const answer = await counted.gate.ask(asking(`${url}/plain?q=1`))
    clock += 10
    await readAll(answer)
    assert.deepEqual(counted.records, [
      {
        at: 1010,
        host: new URL(server.url).host,
        method: 'GET',
        url: `${server.url}/plain?q=1`,
        purpose: 'page',
        reason: 'foreground',
        status: 200,
        sent: 0,
        received: 5,
        millis: 10,
        failure: '',
      },
    ])
    await counted[Symbol.asyncDispose]()
  })
})

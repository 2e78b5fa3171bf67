import assert from 'node:assert/strict'
import { once } from 'node:events'
import { Agent, get } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import type { RequestLine } from './request-line.ts'
import { ask, exchange, infoOf, memoryMirror, serve } from './memory-mirror.conformance.ts'

const m = '/example.com/m'
const head = ' HTTP/1.1\r\nHost: x\r\n'

const pages: [target: string, status: number, type: RegExp, body: RegExp][] = [
  ['/-/healthz', 200, /^text\/plain/, /^ok\n$/],
  ['/-/readyz', 200, /^text\/plain/, /^ok\n$/],
  ['/-/other', 404, /^text\/plain/, /no page/],
  ['/-/', 404, /^text\/plain/, /no page/],
  ['/favicon.ico', 404, /^text\/plain/, /no page/],
  ['/robots.txt', 200, /^text\/plain/, /^User-agent: \*\nDisallow: \/\n$/],
  ['/', 200, /^text\/plain; charset=utf-8$/, /go env -w GOPROXY=https:\/\/go\.corp\.example\/x$/m],
  [
    '/?q',
    200,
    /^text\/plain/,
    /go env -u GOPROXY\n\n(?:W.*: +http.*\/-\/(?:index|log|hosts)\n){3}$/,
  ],
  ['http://x', 200, /^text\/plain/, /Headwater/],
]

test('startServer() has pages of its own', async (t) => {
  const { mirror, calls } = memoryMirror(t)
  const { port } = await serve(t, mirror, { publicUrl: 'https://go.corp.example/x//' })
  for (const [target, status, type, body] of pages) {
    const got = await ask(port, target)
    assert.equal(got.status, status, target)
    assert.match(got.headers['content-type'] ?? '', type)
    assert.match(got.body.toString(), body)
    const { body: none, headers } = await ask(port, target, {}, 'HEAD')
    assert.equal(none.length, 0)
    assert.equal(headers['content-length'], got.headers['content-length'])
  }
  assert.deepEqual(calls, [])
})

test('startServer() takes GET and HEAD only', async (t) => {
  const { mirror, calls } = memoryMirror(t)
  const { port } = await serve(t, mirror)
  for (const method of [
    'POST',
    'PUT',
    'DELETE',
    'PATCH',
    'OPTIONS',
    'TRACE',
    'PROPFIND',
    'PURGE',
  ]) {
    for (const target of ['/', `${m}/@v/list`, '/-/healthz', '/../x']) {
      const { status, headers } = await ask(port, target, { 'Content-Length': '0' }, method)
      assert.equal(status, 405, method)
      assert.equal(headers['allow'], 'GET, HEAD')
      assert.equal(headers['cache-control'], 'no-store')
    }
  }
  const asterisk = await ask(port, '*', {}, 'OPTIONS')
  assert.equal(asterisk.status, 405)
  assert.deepEqual(calls, [])
})

const hostile: [what: string, request: string | Buffer, answer: RegExp][] = [
  ['no HTTP', 'hello\r\n\r\n', /^HTTP\/1\.1 400 /],
  ['no Host', `GET ${m}/@v/list HTTP/1.1\r\n\r\n`, /^HTTP\/1\.1 400 /],
  ['a TLS greeting', Buffer.from('16030100c8010000c40303', 'hex'), /^HTTP\/1\.1 400 /],
  ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', /^HTTP\/1\.1 [45]0\d |^$/],
  ['raw bytes above ASCII', `GET ${m}/@v/\u00fc.info${head}\r\n`, /^HTTP\/1\.1 400 /],
  ['a raw NUL', `GET ${m}/\0/@v/list${head}\r\n`, /^HTTP\/1\.1 400 /],
  ['a raw tab', `GET ${m}/\t/@v/list${head}\r\n`, /^HTTP\/1\.1 400 /],
  ['two spaces', `GET ${m}/ /@v/list${head}\r\n`, /^HTTP\/1\.1 400 /],
  ['a header of 20 kB', `GET /${head}X: ${'x'.repeat(20_000)}\r\n\r\n`, /^HTTP\/1\.1 431 /],
  ['a target of 20 kB', `GET /${'x'.repeat(20_000)}${head}\r\n`, /^HTTP\/1\.1 4\d\d /],
  [
    'length and chunks',
    `GET /${head}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    /^HTTP\/1\.1 400 /,
  ],
  [
    'two lengths',
    `GET /${head}Content-Length: 1\r\nContent-Length: 2\r\n\r\nx`,
    /^HTTP\/1\.1 400 /,
  ],
  ['a folded header', `GET /${head}A: b\r\n c\r\nConnection: close\r\n\r\n`, /^HTTP\/1\.1 [24]00 /],
  ['CONNECT', `CONNECT example.com:443${head}\r\n`, /^$/],
  ['no method', `${m}/@v/list${head}\r\n`, /^HTTP\/1\.1 400 /],
  ['an unknown method', `BREW /${head}\r\n`, /^HTTP\/1\.1 400 /],
  ['a relative target', `GET example.com/m/@v/list${head}\r\n`, /^HTTP\/1\.1 400 /],
  [
    'a GET with a body',
    `GET /-/healthz${head}Content-Length: 4\r\nConnection: close\r\n\r\nbody`,
    /^HTTP\/1\.1 200 [\s\S]*ok\n$/,
  ],
  [
    'an upgrade',
    `GET /-/healthz${head}Connection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n`,
    /^HTTP\/1\.1 200 [\s\S]*ok\n$/,
  ],
  ['HTTP/1.0', `GET /-/healthz HTTP/1.0\r\n\r\n`, /^HTTP\/1\.1 200 [\s\S]*ok\n$/],
]

for (const [what, request, answer] of hostile) {
  test(`startServer() survives ${what}`, async (t) => {
    const { mirror, calls } = memoryMirror(t)
    const { port, errors } = await serve(t, mirror)
    assert.match((await exchange(port, request)).toString('latin1'), answer)
    assert.deepEqual(calls, [])
    assert.equal((await ask(port, '/-/healthz')).status, 200)
    assert.deepEqual(errors, [])
  })
}

test('startServer() answers 200 requests at once, misses in any order and hits meanwhile', async (t) => {
  const waiting: (() => void)[] = []
  const held = memoryMirror(t)
  const { mirror } = memoryMirror(t, {
    async info(path, version, door) {
      await new Promise<void>((resolve) => waiting.push(resolve))
      return held.mirror.info(path, version, door)
    },
  })
  const versions = Array.from({ length: 200 }, (_, i) => `v1.${i}.0`)
  for (const version of versions) held.hold('example.com/m', version)
  const { port, errors } = await serve(t, mirror)
  const asked = versions.map((version) => ask(port, `${m}/@v/${version}.info`))
  while (waiting.length < 200) await new Promise(setImmediate)
  assert.equal((await ask(port, `${m}/@v/list`)).status, 200)
  for (const go of waiting.toReversed()) go()
  const answers = await Promise.all(asked)
  assert.deepEqual(
    answers.map(({ body }) => body.toString()),
    versions.map(infoOf),
  )
  assert.deepEqual(errors, [])
})

test('startServer() answers pipelined requests in order, kept or not', async (t) => {
  const memory = memoryMirror(t)
  for (const version of ['v1.0.0', 'v1.1.0']) memory.hold('example.com/m', version)
  const { port } = await serve(t, memory.mirror)
  await ask(port, `${m}/@v/v1.0.0.info`)
  const targets = ['v1.1.0.info', 'v1.0.0.info', 'v1.1.0.info', 'bad', 'v1.0.0.info']
  const request = targets.map((name) => `GET ${m}/@v/${name}${head}\r\n`).join('')
  const all = await exchange(port, `${request}GET /-/healthz${head}Connection: close\r\n\r\n`)
  const bodies = all.toString().matchAll(/"Version":"(.*?)"|No such file|ok\n/g)
  assert.deepEqual(
    [...bodies].map(([match, version]) => version ?? match),
    ['v1.1.0', 'v1.0.0', 'v1.1.0', 'No such file', 'v1.0.0', 'ok\n'],
  )
})

test('logRequests is told of every request, and whether the client saw its end', async (t) => {
  const lines: RequestLine[] = []
  const memory = memoryMirror(t)
  memory.hold('example.com/m', 'v1.0.0')
  let time = 0
  const options = { now: () => (time += 3), logRequests: (line: RequestLine) => lines.push(line) }
  const { port } = await serve(t, memory.mirror, options)
  await ask(port, `${m}/@v/v1.0.0.info`)
  await ask(port, `${m}/@v/v1.0.0.info`)
  await ask(port, '/x', {}, 'DELETE')
  while (lines.length < 3) await new Promise(setImmediate)
  assert.deepEqual(
    lines.map(({ method, target, status, complete }) => [method, target, status, complete]),
    [
      ['GET', `${m}/@v/v1.0.0.info`, 200, true],
      ['GET', `${m}/@v/v1.0.0.info`, 200, true],
      ['DELETE', '/x', 405, true],
    ],
  )
  assert.ok(lines.every(({ address, milliseconds }) => address === '127.0.0.1' && milliseconds > 0))
})

async function respond(url: string, agent: Agent): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => get(url, { agent }, resolve).on('error', reject))
}

test('close() lets a request finish, closes idle connections and accepts no more', async (t) => {
  const list = Promise.withResolvers<{ body: string; askedAt: number; freshFor: number }>()
  const memory = memoryMirror(t, { list: () => list.promise })
  const { port, url, close } = await serve(t, memory.mirror)
  const agent = new Agent({ keepAlive: true })
  t.after(() => agent.destroy())
  await text(await respond(`${url}/-/healthz`, agent))
  const busy = exchange(port, `GET ${m}/@v/list${head}\r\nGET /-/readyz${head}\r\n`)
  while (memory.calls.length === 0) await new Promise(setImmediate)
  const closed = close(60_000)
  const late = connect(port, '127.0.0.1')
  const [error] = (await once(late, 'error')) as [NodeJS.ErrnoException]
  assert.equal(error.code, 'ECONNREFUSED')
  list.resolve({ body: 'v1.0.0\n', askedAt: 0, freshFor: 0 })
  const answers = (await busy).toString()
  assert.match(answers, /^HTTP\/1\.1 200 OK[\s\S]*\r\n\r\nv1\.0\.0\n/)
  await closed
  assert.equal(close(0), closed)
})

test('close() says 503 at /-/readyz to whoever is still connected', async (t) => {
  const { mirror } = memoryMirror(t)
  const { port, close } = await serve(t, mirror)
  const socket = connect(port, '127.0.0.1')
  const received = text(socket)
  socket.write(`GET /-/readyz${head}\r\n`)
  await once(socket, 'readable')
  socket.write('GET /-/readyz')
  await ask(port, '/-/healthz')
  const closed = close(60_000)
  socket.write(`${head}\r\n`)
  assert.match(
    await received,
    /200 OK[\s\S]*ok\nHTTP\/1\.1 503 [\s\S]*Connection: close[\s\S]*stopping\n$/,
  )
  await closed
})

test('close() cuts off what is not finished in time', async (t) => {
  const memory = memoryMirror(t, { list: () => new Promise(() => {}) })
  const { port, close, errors } = await serve(t, memory.mirror)
  const busy = exchange(port, `GET ${m}/@v/list${head}\r\n`)
  while (memory.calls.length === 0) await new Promise(setImmediate)
  await close(1)
  assert.equal((await busy).length, 0)
  assert.deepEqual(errors, [])
})

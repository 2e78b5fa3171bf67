import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { test } from 'node:test'
import { Failure } from '../failure.ts'
import { startServer } from './app.ts'
import { listenFailure, parseListenAddress, urlOf } from './listen-address.ts'
import { memoryMirror } from './memory-mirror.conformance.ts'

const good: [text: string, host: string | undefined, port: number, url: string][] = [
  ['127.0.0.1:3000', '127.0.0.1', 3000, 'http://127.0.0.1:3000'],
  ['0.0.0.0:80', '0.0.0.0', 80, 'http://127.0.0.1:80'],
  ['localhost:0', 'localhost', 0, 'http://localhost:0'],
  ['go.corp.example:65535', 'go.corp.example', 65_535, 'http://go.corp.example:65535'],
  ['[::1]:3000', '::1', 3000, 'http://[::1]:3000'],
  ['[::]:3000', '::', 3000, 'http://[::1]:3000'],
  ['[2001:db8::1]:3000', '2001:db8::1', 3000, 'http://[2001:db8::1]:3000'],
  [':3000', undefined, 3000, 'http://127.0.0.1:3000'],
  ['3000', undefined, 3000, 'http://127.0.0.1:3000'],
]

for (const [text, host, port, url] of good) {
  test(`parseListenAddress() reads ${text}`, () => {
    assert.deepEqual(parseListenAddress(text), { host, port })
    assert.equal(urlOf(parseListenAddress(text), port), url)
  })
}

const bad: [text: string, reason: RegExp][] = [
  ['', /form host:port/],
  ['localhost', /form host:port/],
  ['localhost:', /form host:port/],
  ['localhost:http', /form host:port/],
  ['::1', /form host:port/],
  ['::1:3000', /form host:port/],
  ['127.0.0.1:-1', /form host:port/],
  ['http://localhost:3000', /form host:port/],
  ['a b:1', /form host:port/],
  ['[::1]', /form host:port/],
  ['[]:3000', /not an IPv6 address/],
  ['[localhost]:3000', /not an IPv6 address/],
  ['[127.0.0.1]:3000', /not an IPv6 address/],
  ['127.0.0.1:65536', /end at 65535/],
  [`:${'9'.repeat(400)}`, /end at 65535/],
]

for (const [text, reason] of bad) {
  test(`parseListenAddress() refuses ${JSON.stringify(text.slice(0, 30))}`, () => {
    assert.throws(
      () => parseListenAddress(text),
      (error) => Failure.is(error, 'invalid') && reason.test(error.message),
    )
  })
}

test('startServer() says where it cannot listen, and what to do', async (t) => {
  const other = createServer().listen(0, '127.0.0.1')
  t.after(() => other.close())
  await once(other, 'listening')
  const { port } = other.address() as { port: number }
  const { mirror } = memoryMirror(t)
  const start = (listen: string) => startServer({ mirror, listen, onError: assert.fail })
  await assert.rejects(start(`127.0.0.1:${port}`), (error) => {
    assert.ok(Failure.is(error, 'invalid'))
    assert.equal(error.message, `Cannot listen on 127.0.0.1:${port}: another program listens there`)
    assert.match(error.details.hint ?? '', /another port/)
    return true
  })
  await assert.rejects(start('192.0.2.1:0'), /this machine has no such address/)
  await assert.rejects(start('nonsense'), /host:port/)
})

test('listenFailure() explains a port below 1024', () => {
  const error = Object.assign(new Error('listen EACCES'), { code: 'EACCES' })
  const { message, details } = listenFailure(error, ':80')
  assert.equal(message, 'Cannot listen on :80: this user may not use that port')
  assert.match(details.hint ?? '', /above 1023/)
})

test('startServer() listens on all interfaces and on IPv6', async (t) => {
  const { mirror } = memoryMirror(t)
  for (const listen of [':0', '0', '[::1]:0', 'localhost:0']) {
    const server = await startServer({ mirror, listen, onError: assert.fail })
    t.after(() => server.close(0))
    const response = await fetch(`${server.url}/-/healthz`)
    assert.equal(await response.text(), 'ok\n', listen)
  }
})

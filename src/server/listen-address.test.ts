import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { test } from 'node:test'
import { Failure } from '../failure.ts'
import { startServer } from './app.ts'
import { listenFailure, urlOf, type ListenAddress } from './listen-address.ts'
import { memoryMirror } from './memory-mirror.conformance.ts'

const urls: [host: string, port: number, url: string][] = [
  ['127.0.0.1', 3000, 'http://127.0.0.1:3000'],
  ['0.0.0.0', 80, 'http://127.0.0.1:80'],
  ['localhost', 1, 'http://localhost:1'],
  ['go.corp.example', 65_535, 'http://go.corp.example:65535'],
  ['::1', 3000, 'http://[::1]:3000'],
  ['::', 3000, 'http://[::1]:3000'],
  ['2001:db8::1', 3000, 'http://[2001:db8::1]:3000'],
  ['', 3000, 'http://127.0.0.1:3000'],
]

for (const [host, port, url] of urls) {
  test(`urlOf() gives ${url} for ${JSON.stringify(host)}`, () => {
    assert.equal(urlOf({ host, port: 0 }, port), url)
  })
}

test('startServer() says where it cannot listen, and what to do', async (t) => {
  const other = createServer().listen(0, '127.0.0.1')
  t.after(() => other.close())
  await once(other, 'listening')
  const { port } = other.address() as { port: number }
  const { mirror } = memoryMirror(t)
  const start = (listen: ListenAddress) => startServer({ mirror, listen, onError: () => {} })
  await assert.rejects(start({ host: '127.0.0.1', port }), (error) => {
    assert.ok(Failure.is(error, 'invalid'))
    assert.equal(error.message, `Cannot listen on 127.0.0.1:${port}: another program listens there`)
    assert.match(error.details.hint ?? '', /another port/)
    return true
  })
  await assert.rejects(start({ host: '192.0.2.1', port: 0 }), /this machine has no such address/)
})

test('listenFailure() explains a port below 1024', () => {
  const error = Object.assign(new Error('listen EACCES'), { code: 'EACCES' })
  const { message, details } = listenFailure(error, { host: '', port: 80 })
  assert.equal(message, 'Cannot listen on :80: this user may not use that port')
  assert.match(details.hint ?? '', /above 1023/)
})

test('startServer() listens on all interfaces and on IPv6', async (t) => {
  const { mirror } = memoryMirror(t)
  const addresses = Object.values(networkInterfaces()).flat()
  const hasIPv6 = addresses.some((one) => one?.address === '::1')
  for (const host of ['', 'localhost', ...(hasIPv6 ? ['::1'] : [])]) {
    const server = await startServer({ mirror, listen: { host, port: 0 }, onError: () => {} })
    t.after(() => server.close(0))
    const response = await fetch(`${server.url}/-/healthz`)
    assert.equal(await response.text(), 'ok\n', host)
  }
})

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { discardBody, readBody } from './body.ts'

const post = 'POST / HTTP/1.1\r\nHost: x\r\n'

/** A request as a server gets it, and the client's end. */
async function arriving(t: TestContext, bytes: string) {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client: Socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  client.on('error', () => {})
  t.after(() => {
    client.destroy()
    server.close()
    server.closeAllConnections()
  })
  client.write(bytes)
  const [request] = (await once(server, 'request')) as [IncomingMessage]
  return { request, client }
}

const limits = () => ({ maxBytes: 10, maxMs: 60_000, room: { left: 100 } })

const bodies: [what: string, bytes: string, body: string][] = [
  ['of a length', 'Content-Length: 10\r\n\r\n0123456789', '0123456789'],
  [
    'in chunks',
    'Transfer-Encoding: chunked\r\n\r\n4\r\n0123\r\n6\r\n456789\r\n0\r\n\r\n',
    '0123456789',
  ],
  ['of no length', '\r\n', ''],
  ['of length 0', 'Content-Length: 0\r\n\r\n', ''],
  ['whose text ends before the bytes', 'Content-Length: 2\r\n\r\n0123', '01'],
]

for (const [what, bytes, body] of bodies) {
  test(`readBody() reads a body ${what}`, async (t) => {
    const { request } = await arriving(t, post + bytes)
    const wanted = limits()
    assert.equal(String(await readBody(request, wanted)), body)
    assert.equal(wanted.room.left, 100)
  })
}

test('readBody() stops at the limit, whatever length was announced', async (t) => {
  for (const [head, bytes] of [
    ['Content-Length: 1000', '01234567890'],
    ['Transfer-Encoding: chunked', 'b\r\n01234567890\r\n'],
  ]) {
    const { request } = await arriving(t, `${post}${head}\r\n\r\n${bytes}`)
    assert.equal(await readBody(request, limits()), 'too-large')
  }
})

test('readBody() waits no longer than it may', async (t) => {
  const { request, client } = await arriving(t, `${post}Content-Length: 10\r\n\r\n`)
  const drip = setInterval(() => client.write('x'), 5)
  t.after(() => clearInterval(drip))
  const room = { left: 100 }
  assert.equal(await readBody(request, { maxBytes: 10, maxMs: 1, room }), 'too-slow')
  assert.equal(room.left, 100)
})

test('readBody() takes no more room than there is, and gives it back', async (t) => {
  const room = { left: 12 }
  const one = await arriving(t, `${post}Content-Length: 10\r\n\r\n01234567`)
  const first = readBody(one.request, { maxBytes: 10, maxMs: 60_000, room })
  while (room.left === 12) await new Promise(setImmediate)
  const two = await arriving(t, `${post}Content-Length: 10\r\n\r\n01234567`)
  assert.equal(await readBody(two.request, { maxBytes: 10, maxMs: 60_000, room }), 'no-room')
  one.client.write('89')
  assert.equal(String(await first), '0123456789')
  assert.equal(room.left, 12)
})

test('readBody() notices a client that leaves', async (t) => {
  const { request, client } = await arriving(t, `${post}Content-Length: 10\r\n\r\n0123`)
  const reading = readBody(request, limits())
  client.destroy()
  assert.equal(await reading, 'gone')
  assert.equal(await readBody(request, limits()), 'gone')
})

test('discardBody() goes on after what was read, to the end or a limit', async (t) => {
  const { request } = await arriving(t, `${post}Content-Length: 20\r\n\r\n${'x'.repeat(20)}`)
  assert.equal(await readBody(request, limits()), 'too-large')
  await discardBody(request, 100, 60_000)
  assert.ok(request.complete)
  const large = await arriving(t, `${post}Content-Length: 200\r\n\r\n${'x'.repeat(110)}`)
  await discardBody(large.request, 100, 60_000)
  assert.ok(!large.request.complete)
  const slow = await arriving(t, `${post}Content-Length: 200\r\n\r\n`)
  await discardBody(slow.request, 100, 1)
  assert.ok(!slow.request.complete)
})

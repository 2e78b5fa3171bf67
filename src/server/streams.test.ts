import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { EventEmitter } from 'node:events'
import { truncate, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { createChunks } from './chunks.ts'
import type { Changing } from '../mirror/mirror.ts'
import { ask, exchange, memoryMirror, serve } from './memory-mirror.conformance.ts'
import type { MemoryMirror } from './memory-mirror.conformance.ts'

const target = '/example.com/m/@v/v1.0.0.zip'
const size = 24 * 1024 * 1024

async function holdBig(t: TestContext): Promise<MemoryMirror> {
  const memory = memoryMirror(t)
  memory.hold('example.com/m', 'v1.0.0', Buffer.alloc(size, 'abcdefghijk'))
  return memory
}

function sendRequest(port: number, count = 1): Socket {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  socket.write(`GET ${target} HTTP/1.1\r\nHost: x\r\n\r\n`.repeat(count))
  return socket
}

async function allClosed({ handles }: MemoryMirror): Promise<void> {
  for (const handle of handles)
    if (handle.fd !== -1) await once(handle as unknown as EventEmitter, 'close')
}

test('a server streams a zip whole to a client that pauses', async (t) => {
  const memory = await holdBig(t)
  const { port, errors } = await serve(t, memory.mirror)
  const socket = sendRequest(port)
  let received = 0
  socket.on('data', (chunk: Buffer) => {
    received += chunk.length
    socket.pause()
    setImmediate(() => socket.resume())
    if (received > size) socket.end()
  })
  await once(socket, 'close')
  assert.ok(received > size)
  await allClosed(memory)
  assert.equal(memory.handles.length, 1)
  assert.deepEqual(errors, [])
})

test('a server closes the zip of a client that hangs up', async (t) => {
  const memory = await holdBig(t)
  const { port, errors } = await serve(t, memory.mirror)
  for (const hangUp of ['destroy', 'resetAndDestroy'] as const) {
    const sockets = Array.from({ length: 20 }, () => sendRequest(port))
    await Promise.all(sockets.map((socket) => once(socket, 'readable')))
    for (const socket of sockets) socket[hangUp]()
    await allClosed(memory)
  }
  assert.equal(memory.handles.length, 40)
  assert.deepEqual(errors, [])
  assert.equal((await ask(port, target)).body.length, size)
})

test('a server closes a zip that its mirror opened after the client hung up', async (t) => {
  const opening = Promise.withResolvers<void>()
  const held = await holdBig(t)
  const memory = memoryMirror(t, {
    async zip(path, version, door) {
      await opening.promise
      return held.mirror.zip(path, version, door)
    },
  })
  const { port, errors } = await serve(t, memory.mirror, { logRequests: () => gone.resolve() })
  const gone = Promise.withResolvers<void>()
  const socket = sendRequest(port)
  while (memory.calls.length === 0) await new Promise(setImmediate)
  socket.resetAndDestroy()
  await gone.promise
  opening.resolve()
  while (held.handles.length === 0) await new Promise(setImmediate)
  await allClosed(held)
  assert.deepEqual(errors, [])
})

test('a server cuts off a client that takes nothing', async (t) => {
  const memory = await holdBig(t)
  const { port, errors } = await serve(t, memory.mirror, { stallMs: 20 })
  const socket = sendRequest(port)
  socket.pause()
  while (memory.handles.length === 0) await new Promise(setImmediate)
  await allClosed(memory)
  socket.destroy()
  assert.deepEqual(errors, [])
})

test('a server does not cut off a client that waits for its mirror', async (t) => {
  const list = Promise.withResolvers<Changing>()
  const memory = memoryMirror(t, { list: () => list.promise })
  const { port } = await serve(t, memory.mirror, { stallMs: 1 })
  const asked = ask(port, '/example.com/m/@v/list')
  for (let ticks = 0; ticks < 20; ticks++) await new Promise((resolve) => setTimeout(resolve, 1))
  list.resolve({ body: 'v1.0.0\n', askedAt: 0, freshFor: 0 })
  assert.equal((await asked).body.toString(), 'v1.0.0\n')
})

test('a server that finds a zip too short says 500, or breaks off once it has begun', async (t) => {
  const memory = await holdBig(t)
  const { port, errors } = await serve(t, memory.mirror)
  const file = memory.zipFile('example.com/m', 'v1.0.0')
  await truncate(file, 1024 * 1024)
  const { status, headers, body } = await ask(port, target)
  assert.equal(status, 200)
  assert.equal(headers['content-length'], String(size))
  assert.ok(body.length <= 1024 * 1024)
  await truncate(file, 0)
  assert.equal((await ask(port, target)).status, 500)
  assert.equal(errors.length, 2)
  await allClosed(memory)
})

test('a server that finds a small zip too short says 500, and does not remember it', async (t) => {
  const memory = memoryMirror(t)
  memory.hold('example.com/m', 'v1.0.0', Buffer.alloc(1000, 'x'))
  const { port, errors } = await serve(t, memory.mirror)
  const file = memory.zipFile('example.com/m', 'v1.0.0')
  await truncate(file, 999)
  assert.equal((await ask(port, target)).status, 500)
  assert.equal(errors.length, 1)
  await writeFile(file, Buffer.alloc(1000, 'x'))
  assert.equal((await ask(port, target)).status, 200)
  await allClosed(memory)
})

test('a server reads no zip for HEAD, 304 and 416, and closes it', async (t) => {
  const memory = await holdBig(t)
  const { port } = await serve(t, memory.mirror)
  await truncate(memory.zipFile('example.com/m', 'v1.0.0'), 0)
  assert.equal((await ask(port, target, {}, 'HEAD')).headers['content-length'], String(size))
  assert.equal((await ask(port, target, { 'If-None-Match': '*' })).status, 304)
  assert.equal((await ask(port, target, { Range: `bytes=${size}-` })).status, 416)
  assert.equal(memory.handles.length, 3)
  await allClosed(memory)
})

test('a server holds one file for a client that asks for many at once', async (t) => {
  const memory = await holdBig(t)
  const { port, errors } = await serve(t, memory.mirror)
  const socket = sendRequest(port, 40)
  let received = 0
  socket.on('data', (chunk: Buffer) => {
    received += chunk.length
    assert.ok(memory.handles.filter((handle) => handle.fd !== -1).length <= 1)
    if (received > 3 * size) socket.destroy()
  })
  await once(socket, 'close')
  await allClosed(memory)
  assert.ok(memory.handles.length <= 5)
  assert.deepEqual(errors, [])
})

test('a server drops a client that asks for far too many at once', async (t) => {
  const memory = memoryMirror(t, { list: () => new Promise(() => {}) })
  const { port, errors } = await serve(t, memory.mirror)
  const request = 'GET /example.com/m/@v/list HTTP/1.1\r\nHost: x\r\n\r\n'
  assert.equal((await exchange(port, request.repeat(1000))).length, 0)
  assert.deepEqual(memory.calls, ['list example.com/m default'])
  assert.deepEqual(errors, [])
})

test('createChunks() lends large buffers again, and small ones when they are all out', () => {
  const chunks = createChunks()
  const first = chunks.take()
  chunks.give(first)
  assert.equal(chunks.take(), first)
  const more = Array.from({ length: 200 }, () => chunks.take())
  const lent = new Set([first, ...more])
  assert.equal(lent.size, 201)
  assert.equal(more.filter(({ length }) => length === first.length).length, 63)
  assert.ok([...lent].reduce((sum, { length }) => sum + length, 0) <= 20 * 1024 * 1024)
  for (const chunk of lent) chunks.give(chunk)
  const again = Array.from({ length: 64 }, () => chunks.take())
  assert.ok(again.every((chunk) => lent.has(chunk)))
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ask, memoryMirror, serve } from './memory-mirror.conformance.ts'
import type { Served } from './tell-served.ts'

const m = '/example.com/m'

test('a server tells what it served without asking its mirror, by module, and again only what is new', async (t) => {
  const memory = memoryMirror(t)
  memory.hold('example.com/m', 'v1.0.0', Buffer.from('PK12345'))
  const told: Served[] = []
  const server = await serve(t, memory.mirror, { onServed: (served) => told.push(served) })
  const zip = `${m}/@v/v1.0.0.zip`
  for (let i = 0; i < 4; i++) await ask(server.port, zip)
  await ask(server.port, `${m}/@v/list`)
  await ask(server.port, `${m}/@v/list`, { 'if-none-match': 'x' })
  for (let i = 0; i < 3; i++) await ask(server.port, `/cached-only${zip}`)
  await server.close(0)
  assert.equal(memory.calls.length, 3)
  assert.deepEqual(
    told.toSorted((a, b) => b.times - a.times),
    [
      { path: 'example.com/m', kind: 'zip', times: 3, bytes: 21 },
      { path: 'example.com/m', kind: 'list', times: 1, bytes: 7 },
    ],
  )
})

test('a server keeps no answer of the strict door', async (t) => {
  const memory = memoryMirror(t)
  memory.hold('example.com/m', 'v1.0.0')
  const { port } = await serve(t, memory.mirror)
  for (const file of ['v1.0.0.info', 'v1.0.0.zip', 'list', 'v1.9.0.mod']) {
    const before = memory.calls.length
    for (let i = 0; i < 2; i++) {
      const { headers } = await ask(port, `/strict${m}/@v/${file}`)
      assert.equal(headers['cache-control'], 'no-cache')
    }
    assert.equal(memory.calls.length, before + 2)
  }
})

test('a server that is told of news drops what may have changed, and keeps what cannot', async (t) => {
  const memory = memoryMirror(t)
  memory.hold('example.com/m', 'v1.0.0')
  const server = await serve(t, memory.mirror)
  const all = [`${m}/@v/list`, `${m}/@v/v1.0.0.info`]
  for (const target of [...all, ...all]) await ask(server.port, target)
  assert.equal(memory.calls.length, 2)
  server.refresh()
  for (const target of all) await ask(server.port, target)
  assert.deepEqual(memory.calls.slice(2), ['list example.com/m default'])
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { createHotCache, replyOf } from './hot-cache.ts'
import type { Reply } from './reply.ts'

const mib = 1024 * 1024

function reply(body: Buffer, keepUntil = Infinity): Reply {
  const headers = { 'Cache-Control': 'public, max-age=60', ETag: '"x"' }
  const tells = keepUntil !== Infinity && ({ tellsTimeLeft: true } as const)
  return { status: 200, headers, body, etag: '"x"', keepUntil, ...tells }
}

test('createHotCache() gives back what was kept', () => {
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i))
  for (const body of [
    Buffer.alloc(0),
    bytes,
    Buffer.alloc(100_000, bytes),
    Buffer.from('größe 漢'),
  ]) {
    const cache = createHotCache(mib, () => 0)
    cache.keep('/a', reply(body))
    const hot = cache.get('/a') ?? assert.fail('was not kept')
    assert.ok(Buffer.from(hot.body as string, 'latin1').equals(body))
    assert.deepEqual(hot.headers.slice(-2), ['Content-Length', String(body.length)])
    assert.deepEqual(replyOf(hot), reply(body))
  }
})

test('createHotCache() does not keep alive the buffer that a body is part of', () => {
  const cache = createHotCache(mib, () => 0)
  cache.keep('/a', reply(Buffer.alloc(500_000).subarray(0, 100_000)))
  const { body } = cache.get('/a') ?? assert.fail('was not kept')
  assert.ok(Buffer.isBuffer(body) && body.buffer.byteLength === 100_000)
})

test('createHotCache() tells the time left, and forgets when it is over', () => {
  let time = 1000
  const cache = createHotCache(mib, () => time)
  cache.keep('/a', reply(Buffer.from('v1.0.0\n'), 61_000))
  for (const [now, seconds] of [
    [1000, 60],
    [1001, 59],
    [1999, 59],
    [2000, 59],
    [31_000, 30],
    [60_999, 0],
  ] as const) {
    time = now
    const hot = cache.get('/a') ?? assert.fail('was forgotten')
    assert.deepEqual(hot.headers.slice(0, 2), ['Cache-Control', `public, max-age=${seconds}`])
    assert.equal(replyOf(hot).headers['Cache-Control'], `public, max-age=${seconds}`)
  }
  time = 61_000
  assert.equal(cache.get('/a'), undefined)
  assert.equal(cache.bytes, 0)
})

test('createHotCache() leaves Cache-Control as it is where it does not tell the time left', () => {
  const { tellsTimeLeft: _, ...told } = reply(Buffer.from('x'), 61_000)
  let time = 1000
  const cache = createHotCache(mib, () => time)
  cache.keep('/a', told)
  time = 31_000
  assert.equal(cache.get('/a')?.headers[1], 'public, max-age=60')
})

test('createHotCache() forgets a changing reply when the clock was set back, and no other', () => {
  let time = 100_000
  const cache = createHotCache(mib, () => time)
  cache.keep('/list', reply(Buffer.from('v1.0.0\n'), 160_000))
  cache.keep('/info', reply(Buffer.from('{}')))
  time = 99_999
  assert.equal(cache.get('/list'), undefined)
  assert.ok(cache.get('/info'))
})

test('createHotCache() keeps nothing that may not be given again', () => {
  const cache = createHotCache(mib, () => 1000)
  const { keepUntil: _, ...once } = reply(Buffer.from('x'))
  cache.keep('/once', once)
  cache.keep('/stale', reply(Buffer.from('x'), 1000))
  cache.keep('/part', { ...reply(Buffer.from('x')), status: 206 })
  cache.keep('/huge', reply(Buffer.alloc(2 * mib)))
  for (const target of ['/once', '/stale', '/part', '/huge']) {
    assert.equal(cache.get(target), undefined, target)
  }
  const none = createHotCache(0, () => 0)
  none.keep('/a', reply(Buffer.from('x')))
  assert.equal(none.get('/a'), undefined)
})

test('createHotCache() forgets the least recently used first', () => {
  const cache = createHotCache(30_000, () => 0)
  const body = Buffer.alloc(8000)
  for (const target of ['/a', '/b', '/c']) cache.keep(target, reply(body))
  cache.get('/a')
  cache.keep('/d', reply(body))
  assert.deepEqual(
    ['/a', '/b', '/c', '/d'].map((target) => cache.get(target) !== undefined),
    [true, false, true, true],
  )
})

test('createHotCache() stays within its bound', () => {
  const kept = fc.record({
    target: fc.stringMatching(/^\/[a-z]{1,2}$/),
    size: fc.nat(40_000),
    isLong: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(kept, { maxLength: 60 }), fc.nat(100_000), (all, bound) => {
      const cache = createHotCache(bound, () => 0)
      const inside = new Map<string, number>()
      for (const { target, size, isLong } of all) {
        const name = isLong ? target.padEnd(4000, 'x') : target
        cache.keep(name, reply(Buffer.alloc(size)))
        inside.set(name, size + name.length)
        assert.ok(cache.bytes <= bound)
      }
      const found = [...inside].filter(([name]) => cache.get(name) !== undefined)
      assert.ok(found.reduce((sum, [, size]) => sum + size, 0) <= cache.bytes)
    }),
  )
})

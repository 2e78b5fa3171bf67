import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure } from '../failure.ts'
import type { FailureCode } from '../failure.ts'
import { ask, infoOf, memoryMirror, modOf, noon, serve } from './memory-mirror.conformance.ts'

const immutable = 'public, max-age=31536000, immutable'
const m = '/example.com/m'

test('a server gives each kind of answer with its headers, to GET and HEAD, first and again', async (t) => {
  const zip = Buffer.alloc(3000, 'zip')
  const memory = memoryMirror(t)
  memory.hold('example.com/m', 'v1.0.0', zip)
  memory.hold('example.com/m', 'v1.1.0', Buffer.alloc(300_000, 'zip'))
  const { port, errors } = await serve(t, memory.mirror)
  const json = 'application/json'
  const text = 'text/plain; charset=utf-8'
  const fresh = 'public, max-age=60'
  const rows: [target: string, type: string, cacheControl: string, body: Buffer | string][] = [
    ['@v/list', text, fresh, 'v1.0.0\nv1.1.0\n'],
    ['@latest', json, fresh, infoOf('v1.0.0')],
    ['@v/master.info', json, fresh, infoOf('v0.0.0-20260102030405-0123456789ab')],
    ['@v/v1.0.0.info', json, immutable, infoOf('v1.0.0')],
    ['@v/v1.0.0.mod', text, immutable, modOf('example.com/m')],
    ['@v/v1.0.0.zip', 'application/zip', immutable, zip],
    ['@v/v1.1.0.zip', 'application/zip', immutable, Buffer.alloc(300_000, 'zip')],
  ]
  for (const [target, type, cacheControl, body] of rows) {
    for (const method of ['GET', 'HEAD', 'GET', 'HEAD']) {
      const got = await ask(port, `${m}/${target}`, {}, method)
      const { date, connection, etag, ...headers } = got.headers
      assert.equal(got.status, 200)
      assert.ok(date !== undefined && connection === 'close')
      assert.match(etag ?? '', /^"[0-9a-f]{64}"$/)
      assert.deepEqual(headers, {
        'cache-control': cacheControl,
        'content-type': type,
        'content-length': String(Buffer.byteLength(body)),
        'accept-ranges': 'bytes',
        'x-content-type-options': 'nosniff',
        ...(cacheControl === fresh ? { vary: 'Disable-Module-Fetch' } : {}),
      })
      assert.deepEqual(got.body, method === 'GET' ? Buffer.from(body) : Buffer.alloc(0))
    }
  }
  assert.deepEqual(errors, [])
  const kept = memory.calls.filter((call) => !call.includes('v1.1.0'))
  assert.equal(kept.length, 6, 'the mirror is asked once for what is kept in memory')
  assert.ok(memory.handles.every((handle) => handle.fd === -1))
})

test('a server says of a stale answer when upstream was asked, and keeps none', async (t) => {
  const stale = { body: 'v1.0.0\n', askedAt: noon + 345, freshFor: 0 }
  const memory = memoryMirror(t, { list: async () => stale })
  const { port } = await serve(t, memory.mirror)
  for (let round = 0; round < 2; round++) {
    const { status, headers } = await ask(port, `${m}/@v/list`)
    assert.equal(status, 200)
    assert.equal(headers['cache-control'], 'no-cache')
    assert.equal(headers['headwater-asked'], '2026-11-22T12:00:00Z')
  }
  assert.equal(memory.calls.length, 2)
})

test('a server names no time when upstream never gave the answer', async (t) => {
  const memory = memoryMirror(t, { list: async () => ({ body: 'v1.0.0\n', freshFor: 0 }) })
  const { port } = await serve(t, memory.mirror)
  const { status, headers } = await ask(port, `${m}/@v/list`)
  assert.equal(status, 200)
  assert.equal(headers['cache-control'], 'no-cache')
  assert.equal(headers['headwater-asked'], undefined)
})

test('a server asks its mirror again when a changing answer is no longer fresh', async (t) => {
  let time = noon
  const memory = memoryMirror(t)
  const { port } = await serve(t, memory.mirror, { now: () => time })
  const seen: unknown[] = []
  for (const at of [0, 1, 1000, 59_999, 60_000, 60_500, 119_999, 120_000]) {
    time = noon + at
    const { headers } = await ask(port, `${m}/@latest`)
    seen.push([at, headers['cache-control']?.replace(/.*=/, ''), memory.calls.length])
  }
  assert.deepEqual(seen, [
    [0, '60', 1],
    [1, '59', 1],
    [1000, '59', 1],
    [59_999, '0', 1],
    [60_000, '60', 2],
    [60_500, '59', 2],
    [119_999, '0', 2],
    [120_000, '60', 3],
  ])
})

test('a server opens the cached-only door for the header as for the path, and no other', async (t) => {
  const memory = memoryMirror(t)
  const { port } = await serve(t, memory.mirror)
  const target = `${m}/@v/v1.0.0.info`
  const header = { 'Disable-Module-Fetch': 'true' }
  const doors: [target: string, headers: Record<string, string>, door: string][] = [
    [target, {}, 'default'],
    [target, header, 'cached-only'],
    [target, { 'disable-module-fetch': 'TRUE' }, 'cached-only'],
    [target, { 'Disable-Module-Fetch': 'false' }, 'default'],
    [target, { 'Disable-Module-Fetch': '' }, 'default'],
    [`/cached-only${target}`, {}, 'cached-only'],
    [`/cached-only${target}`, header, 'cached-only'],
    [`/cached-only${target}`, { 'Disable-Module-Fetch': 'false' }, 'cached-only'],
  ]
  for (const [at, headers, door] of doors) {
    const { status } = await ask(port, at, headers)
    assert.equal(status, 404)
    assert.deepEqual(memory.calls.splice(0), [`info example.com/m v1.0.0 ${door}`])
  }
  await ask(port, `${m}/@v/list`)
  await ask(port, `${m}/@v/list`, header)
  await ask(port, `${m}/@v/list`, header)
  await ask(port, `/cached-only${m}/@v/list`)
  assert.deepEqual(memory.calls, ['list example.com/m default', 'list example.com/m cached-only'])
})

test('a server keeps one copy for all odd spellings of a target', async (t) => {
  const memory = memoryMirror(t)
  memory.hold('example.com/M', 'v1.0.0')
  const { port } = await serve(t, memory.mirror)
  for (const target of [
    '/example.com/!m/@v/v1.0.0.info',
    '/example.com/!m/@v/v1.0.0.info?x',
    '/example.com/!m/@v/v1.0.%30.info',
    '/%65xample.com/!m/@v/v1.0.0.info?y',
    'http://x/example.com/!m/@v/v1.0.0.info',
  ]) {
    assert.equal((await ask(port, target)).body.toString(), infoOf('v1.0.0'))
  }
  assert.equal(memory.calls.length, 1)
})

const told: [code: FailureCode, status: number, cacheControl: string, retryAfter?: string][] = [
  ['invalid', 400, 'no-store'],
  ['not-found', 404, 'public, max-age=30'],
  ['unusable', 404, 'public, max-age=30'],
  ['gone', 410, 'no-store'],
  ['opted-out', 503, 'no-store', '3600'],
  ['refused', 403, 'no-store'],
  ['unsupported', 501, 'no-store'],
  ['auth-required', 503, 'no-store', '300'],
  ['throttled', 429, 'no-store', '60'],
  ['unreachable', 503, 'no-store', '30'],
  ['tls-invalid', 503, 'no-store', '300'],
  ['not-held', 404, 'no-store'],
  ['mismatch', 500, 'no-store'],
  ['no-space', 503, 'no-store', '60'],
  ['stopped', 503, 'no-store', '5'],
]

for (const [code, status, cacheControl, retryAfter] of told) {
  test(`a server tells a ${code} failure as ${status}`, async (t) => {
    let failure = new Failure(code, 'Cannot do it: because')
    const memory = memoryMirror(t, { info: () => Promise.reject(failure) })
    const failures: Failure[] = []
    const { port, errors } = await serve(t, memory.mirror, {
      onFailure: (one) => failures.push(one),
    })
    const target = `${m}/@v/v1.0.0.info`
    const got = await ask(port, target)
    assert.equal(got.status, status)
    assert.equal(got.headers['cache-control'], cacheControl)
    assert.equal(got.headers['content-type'], 'text/plain; charset=utf-8')
    assert.equal(got.headers['vary'], 'Disable-Module-Fetch')
    assert.equal(got.headers['retry-after'], retryAfter)
    assert.equal(got.headers['etag'], undefined)
    assert.ok(got.body.toString().startsWith('Cannot do it: because\n'))

    failure = new Failure(code, 'Cannot do it: because', { hint: 'Do that', retryAfter: 7.2 })
    const hinted = await ask(port, target)
    assert.equal(hinted.body.toString(), 'Cannot do it: because\nDo that\n')
    assert.equal(hinted.headers['retry-after'], retryAfter === undefined ? undefined : '8')

    const head = await ask(port, target, {}, 'HEAD')
    assert.equal(head.status, status)
    assert.equal(head.headers['content-length'], String(hinted.body.length))
    assert.equal(head.body.length, 0)

    const conditional = await ask(port, target, { 'If-None-Match': '*', Range: 'bytes=0-1' })
    assert.equal(conditional.status, status)
    assert.equal(memory.calls.length, 4)
    assert.deepEqual(errors, [])
    assert.deepEqual(
      failures.map((one) => one.code),
      Array(4).fill(code),
    )
  })
}

test('a server keeps Retry-After within a day', async (t) => {
  for (const [retryAfter, header] of [
    [0, '1'],
    [-5, '1'],
    [1e9, '86400'],
  ] as const) {
    const failure = new Failure('throttled', 'Too much', { retryAfter })
    const { mirror } = memoryMirror(t, { list: () => Promise.reject(failure) })
    const { port } = await serve(t, mirror)
    assert.equal((await ask(port, `${m}/@v/list`)).headers['retry-after'], header)
  }
})

test('a server hides what is wrong inside it from clients, not from its operator', async (t) => {
  const bug = new TypeError('secret')
  const { mirror } = memoryMirror(t, { list: () => Promise.reject(bug) })
  const { port, errors } = await serve(t, mirror)
  const { status, headers, body } = await ask(port, `${m}/@v/list`)
  assert.equal(status, 500)
  assert.equal(headers['cache-control'], 'no-store')
  assert.equal(body.toString(), 'internal error\n')
  assert.deepEqual(errors, [bug])
})

test('a server gives no URL the answer of another, however they are spelled', async (t) => {
  const memory = memoryMirror(t, {
    query: async (_path, revision) => ({ body: JSON.stringify(revision), freshFor: 60_000 }),
  })
  const { port } = await serve(t, memory.mirror)
  const header = { 'Disable-Module-Fetch': 'true' }
  const rows: [target: string, revision: string][] = [
    [`${m}/@v/feature%2541.info`, 'feature%41'],
    [`${m}/@v/feature%41.info`, 'featureA'],
    [`/cached-only${m}/@v/feature%41.info`, 'featureA'],
    [`/cached-only${m}/@v/feature%2541.info`, 'feature%41'],
  ]
  for (const order of [rows, rows.toReversed(), rows]) {
    for (const headers of [header, {}]) {
      for (const [target, revision] of order) {
        const { status, body } = await ask(port, target, headers)
        if (status === 200) assert.equal(body.toString(), JSON.stringify(revision), target)
      }
    }
  }
})

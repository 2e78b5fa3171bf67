import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure } from '../../failure.ts'
import type { FailureCode } from '../../failure.ts'
import type { ChecksumLog } from '../../sumdb/checksum-log.ts'
import { ask, memoryMirror, serve } from '../memory-mirror.conformance.ts'

/** A log that answers with what it was asked, or fails so. */
function logOf(failure?: Failure): ChecksumLog {
  const answer = async (text: string) => {
    if (failure) throw failure
    return Buffer.from(text)
  }
  return {
    name: 'sum.test',
    latest: () => answer('latest'),
    lookup: (path, version) => answer(`${path} ${version}`),
    kept: async () => undefined,
    tile: ({ level, n, width }) => answer(`${level} ${n} ${width}`),
    held: {
      latest: () => answer('held latest'),
      lookup: (path, version) => answer(`held ${path} ${version}`),
      tile: ({ level, n, width }) => answer(`held ${level} ${n} ${width}`),
      ...(failure && { supported: () => Promise.reject(failure) }),
    },
    ...(failure && { supported: () => Promise.reject(failure) }),
  }
}

const plain = 'text/plain; charset=UTF-8'
const lasting = 'public, max-age=31536000, immutable'

test('a database is answered for with the headers of each kind of answer', async (t) => {
  const logs = new Map([['sum.test', logOf()]])
  const { port, errors } = await serve(t, memoryMirror(t).mirror, { logs })
  for (const [rest, body, type, cacheControl] of [
    ['supported', '', plain, 'public, max-age=300'],
    ['latest', 'latest', plain, 'no-cache'],
    ['lookup/a.test/!x@v1.0.0', 'a.test/X v1.0.0', plain, 'public, max-age=3600'],
    ['tile/8/0/000', '0 0 256', 'application/octet-stream', lasting],
    ['tile/8/1/x001/000.p/3', '1 1000 3', 'application/octet-stream', lasting],
    ['tile/8/data/000', 'data 0 256', plain, lasting],
  ] as const) {
    for (const before of ['', '/strict']) {
      const got = await ask(port, `${before}/sumdb/sum.test/${rest}`)
      assert.deepEqual([got.status, got.body.toString()], [200, body], rest)
      assert.equal(got.headers['content-type'], type)
      assert.equal(got.headers['cache-control'], cacheControl)
      const again = { 'If-None-Match': got.headers['etag'] ?? '' }
      assert.equal((await ask(port, `/sumdb/sum.test/${rest}`, again)).status, 304)
    }
  }
  assert.equal((await ask(port, '/sumdb/other.test/supported')).status, 404)
  assert.equal((await ask(port, '/sumdb/sum.test/lookup/a.test/X@v1.0.0')).status, 400)
  assert.equal((await ask(port, '/sumdb/sum.test/tile/4/0/000')).status, 400)
  assert.deepEqual(errors, [])
})

test('what is not to be asked of anybody is answered from what is here', async (t) => {
  const readers = {
    checkpoint: async () => Buffer.from('checkpoint'),
    entries: async () => Buffer.from('entries'),
    proof: async () => Buffer.from('proof'),
  }
  const ours = {
    ...logOf(),
    name: 'ours.test',
    readers,
    kept: async (path: string) => (path === 'a.test/x' ? 'record' : undefined),
  }
  const logs = new Map([logOf(), ours].map((one) => [one.name, one]))
  const { port } = await serve(t, memoryMirror(t).mirror, { logs })
  const header = { 'Disable-Module-Fetch': 'true' }
  for (const [before, headers, held] of [
    ['/cached-only', {}, 'held '],
    ['', header, 'held '],
    ['/cached-only', { 'Disable-Module-Fetch': 'false' }, 'held '],
    ['/strict', header, ''],
    ['', {}, ''],
  ] as const) {
    for (const name of ['sum.test', 'ours.test']) {
      for (const [rest, body] of [
        ['latest', 'latest'],
        ['lookup/a.test/x@v1.0.0', 'a.test/x v1.0.0'],
        ['tile/8/0/000', '0 0 256'],
      ] as const) {
        const got = await ask(port, `${before}/sumdb/${name}/${rest}`, headers)
        assert.deepEqual([got.status, got.body.toString()], [200, held + body], before + rest)
      }
      assert.equal((await ask(port, `${before}/sumdb/${name}/supported`, headers)).status, 200)
    }
    const proof = (path: string) =>
      ask(port, `${before}/sumdb/ours.test/proof/${path}@v1.0.0`, headers)
    assert.equal((await proof('a.test/x')).body.toString(), 'proof')
    const { status, body } = await proof('a.test/y')
    assert.equal(status, held === '' ? 200 : 404, 'it would be logged')
    if (held !== '') assert.match(body.toString(), /^Not held of ours\.test: .*\nAsk without/)
  }
})

test('404 is only for what the log does not have; what may pass is 503 or 504 and tells when', async (t) => {
  const rows: [FailureCode, number, string | undefined, string][] = [
    ['not-found', 404, undefined, 'public, max-age=5'],
    ['not-held', 404, undefined, 'no-store'],
    ['refused', 403, undefined, 'no-store'],
    ['mismatch', 500, undefined, 'no-store'],
    ['unreachable', 504, '30', 'no-store'],
    ['throttled', 504, '60', 'no-store'],
    ['tls-invalid', 504, '300', 'no-store'],
    ['no-space', 503, '60', 'no-store'],
    ['stopped', 503, '5', 'no-store'],
  ]
  for (const [code, status, retryAfter, cacheControl] of rows) {
    const logs = new Map([['sum.test', logOf(new Failure(code, 'Cannot do it'))]])
    const { port } = await serve(t, memoryMirror(t).mirror, { logs })
    for (const rest of ['supported', 'latest', 'lookup/a.test/x@v1.0.0', 'tile/8/0/000']) {
      const got = await ask(port, `/sumdb/sum.test/${rest}`)
      assert.equal(got.status, status, code)
      assert.equal(got.headers['retry-after'], retryAfter, code)
      assert.equal(got.headers['cache-control'], cacheControl)
      assert.match(got.body.toString(), /^Cannot do it\n/)
    }
  }
})

test('our own log is asked for an answer once a minute, for a tile once, and what is passed on each time', async (t) => {
  let time = 1_000_000
  const asked: string[] = []
  const note = async (text: string) => {
    asked.push(text)
    return Buffer.from(text)
  }
  const log: ChecksumLog = {
    name: 'theirs.test',
    latest: () => note('latest'),
    lookup: () => note('lookup'),
    kept: async () => undefined,
    tile: () => note('tile'),
    held: {
      latest: () => note('latest'),
      lookup: () => note('lookup'),
      tile: () => note('tile'),
    },
  }
  const readers = {
    checkpoint: () => note('checkpoint'),
    entries: () => note('entries'),
    proof: () => note('proof'),
  }
  const logs = new Map([log, { ...log, name: 'ours.test', readers }].map((one) => [one.name, one]))
  const { port } = await serve(t, memoryMirror(t).mirror, { logs, now: () => time })
  const times = async (target: string) => {
    asked.length = 0
    for (const after of [0, 59_999, 1]) {
      time += after
      assert.equal((await ask(port, target)).status, 200)
    }
    return asked.length
  }
  for (const [rest, ours] of [
    ['lookup/a.test/x@v1.0.0', 2],
    ['proof/a.test/x@v1.0.0', 3],
    ['tile/8/0/000', 1],
    ['tile/8/0/001.p/3', 1],
    ['tile/8/data/000', 1],
    ['tile/entries/000', 1],
    ['latest', 3],
    ['checkpoint', 3],
  ] as const) {
    assert.equal(await times(`/sumdb/ours.test/${rest}`), ours, rest)
  }
  for (const rest of ['lookup/a.test/x@v1.0.0', 'tile/8/0/000', 'latest']) {
    assert.equal(await times(`/sumdb/theirs.test/${rest}`), 3, rest)
  }
  const kept = await ask(port, '/sumdb/ours.test/lookup/a.test/x@v1.0.0')
  assert.equal(kept.headers['cache-control'], 'public, max-age=3600')
})

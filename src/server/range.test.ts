import assert from 'node:assert/strict'
import { get } from 'node:http'
import { buffer } from 'node:stream/consumers'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { infoOf, memoryMirror, serve } from './memory-mirror.conformance.ts'
import { parseRange } from './range.ts'

type Part = ReturnType<typeof parseRange>

const rows: [header: string | undefined, total: number, part: Part][] = [
  [undefined, 10, undefined],
  ['bytes=0-0', 10, { start: 0, size: 1 }],
  ['bytes=0-9', 10, { start: 0, size: 10 }],
  ['bytes=0-10', 10, { start: 0, size: 10 }],
  ['bytes=3-', 10, { start: 3, size: 7 }],
  ['bytes=9-', 10, { start: 9, size: 1 }],
  ['bytes=10-', 10, 'none'],
  ['bytes=10-20', 10, 'none'],
  ['bytes=-1', 10, { start: 9, size: 1 }],
  ['bytes=-10', 10, { start: 0, size: 10 }],
  ['bytes=-99', 10, { start: 0, size: 10 }],
  ['bytes=-0', 10, 'none'],
  ['bytes=0-', 0, 'none'],
  ['bytes=-5', 0, undefined],
  ['bytes=-0', 0, 'none'],
  ['BYTES=1-2', 10, { start: 1, size: 2 }],
  ['bytes= 1-2 ', 10, { start: 1, size: 2 }],
  ['bytes=00001-0002', 10, { start: 1, size: 2 }],
  [`bytes=1-${'9'.repeat(400)}`, 10, { start: 1, size: 9 }],
  [`bytes=${'9'.repeat(400)}-`, 10, 'none'],
  [`bytes=-${'9'.repeat(400)}`, 10, { start: 0, size: 10 }],
  ['bytes=5-4', 10, undefined],
  ['bytes=-', 10, undefined],
  ['bytes=', 10, undefined],
  ['bytes=0-1,3-4', 10, undefined],
  ['bytes=0-1,', 10, undefined],
  ['bytes=a-b', 10, undefined],
  ['bytes=+1-2', 10, undefined],
  ['bytes=--1', 10, undefined],
  ['bytes=1.0-2', 10, undefined],
  ['bytes 0-1', 10, undefined],
  ['items=0-1', 10, undefined],
  ['0-1', 10, undefined],
]

for (const [header, total, part] of rows) {
  test(`parseRange() reads ${header?.slice(0, 40)} of ${total} bytes`, () => {
    assert.deepEqual(parseRange(header, total), part)
  })
}

test('parseRange() stays within the body', () => {
  const number = fc.oneof(fc.constant(''), fc.nat(30).map(String))
  fc.assert(
    fc.property(number, number, fc.nat(20), (first, last, total) => {
      const part = parseRange(`bytes=${first}-${last}`, total)
      if (part === undefined || part === 'none') return
      assert.ok(part.start >= 0 && part.size >= 1 && part.start + part.size <= total)
    }),
  )
})

interface Got {
  status: number
  headers: IncomingHttpHeaders
  body: Buffer
}

async function fetchPart(
  url: string,
  headers: Record<string, string>,
  method = 'GET',
): Promise<Got> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { headers, method, agent: false }, resolve).on('error', reject)
  })
  const { statusCode = 0, headers: got } = response
  return { status: statusCode, headers: got, body: await buffer(response) }
}

const big = Buffer.from(Array.from({ length: 700_001 }, (_, i) => (i * 31) % 251))
const small = big.subarray(0, 5000)

for (const [name, zip] of [
  ['streamed', big],
  ['kept', small],
] as const) {
  test(`a server gives Node's client the parts of a ${name} zip`, async (t) => {
    const { mirror, hold, handles } = memoryMirror(t)
    hold('example.com/m', 'v1.0.0', zip)
    const { url, errors } = await serve(t, mirror)
    const at = `${url}/example.com/m/@v/v1.0.0.zip`
    const last = zip.length - 1
    const parts: [header: string, start: number, end: number][] = [
      ['bytes=0-0', 0, 0],
      ['bytes=1-4', 1, 4],
      ['bytes=4000-', 4000, last],
      [`bytes=${last}-`, last, last],
      ['bytes=-1', last, last],
      ['bytes=-4500', last - 4499, last],
      ['bytes=0-99999999', 0, last],
      ['bytes=-99999999', 0, last],
    ]
    for (let round = 0; round < 2; round++) {
      for (const [Range, start, end] of parts) {
        const { status, headers, body } = await fetchPart(at, { Range })
        assert.equal(status, 206, Range)
        assert.equal(headers['content-range'], `bytes ${start}-${end}/${zip.length}`)
        assert.equal(headers['content-length'], String(end - start + 1))
        assert.equal(headers['content-type'], 'application/zip')
        assert.ok(body.equals(zip.subarray(start, end + 1)), Range)
      }
    }
    for (const Range of [`bytes=${zip.length}-`, 'bytes=-0', `bytes=99999999-`]) {
      const { status, headers, body } = await fetchPart(at, { Range })
      assert.deepEqual([status, headers['content-range']], [416, `bytes */${zip.length}`])
      assert.equal(body.length, 0)
    }
    for (const Range of ['bytes=0-1,2-3', 'lines=1-2', 'bytes=9-1', 'nonsense']) {
      const { status, body } = await fetchPart(at, { Range })
      assert.equal(status, 200)
      assert.ok(body.equals(zip), Range)
    }
    const { headers } = await fetchPart(at, { Range: 'bytes=0-1' }, 'HEAD')
    assert.equal(headers['content-length'], String(zip.length))
    assert.ok(handles.every((handle) => handle.fd === -1))
    assert.deepEqual(errors, [])
  })
}

test('a server obeys If-Range, If-None-Match and If-Match', async (t) => {
  const { mirror, hold, handles } = memoryMirror(t)
  hold('example.com/m', 'v1.0.0', big)
  const { url } = await serve(t, mirror)
  for (const [file, whole] of [
    ['v1.0.0.zip', big],
    ['v1.0.0.info', Buffer.from(infoOf('v1.0.0'))],
    ['list', Buffer.from('v1.0.0\n')],
  ] as const) {
    const at = `${url}/example.com/m/@v/${file}`
    const { etag = '' } = (await fetchPart(at, {})).headers
    assert.match(etag, /^"[0-9a-f]{64}"$/)
    const Range = 'bytes=1-3'
    const part = whole.subarray(1, 4)
    const none = Buffer.alloc(0)
    const cases: [headers: Record<string, string>, status: number, body: Buffer][] = [
      [{ Range, 'If-Range': etag }, 206, part],
      [{ Range, 'If-Range': '"other"' }, 200, whole],
      [{ Range, 'If-Range': `W/${etag}` }, 200, whole],
      [{ Range, 'If-Range': 'Sun, 22 Nov 2026 12:00:00 GMT' }, 200, whole],
      [{ 'If-Range': etag }, 200, whole],
      [{ 'If-None-Match': etag }, 304, none],
      [{ 'If-None-Match': `W/${etag}` }, 304, none],
      [{ 'If-None-Match': `"a", ${etag} , "b"` }, 304, none],
      [{ 'If-None-Match': '*' }, 304, none],
      [{ 'If-None-Match': etag, Range }, 304, none],
      [{ 'If-None-Match': '"other"' }, 200, whole],
      [{ 'If-None-Match': '"other"', Range }, 206, part],
      [{ 'If-None-Match': etag.slice(1, -1) }, 200, whole],
      [{ 'If-Match': etag }, 200, whole],
      [{ 'If-Match': '*' }, 200, whole],
      [{ 'If-Match': etag, Range }, 206, part],
      [{ 'If-Match': '"other"' }, 412, none],
      [{ 'If-Match': `W/${etag}` }, 412, none],
    ]
    for (const [headers, status, body] of cases) {
      const got = await fetchPart(at, headers)
      const what = `${file} ${JSON.stringify(headers)}`
      assert.equal(got.status, status, what)
      assert.ok(got.body.equals(body), what)
      assert.equal(got.headers.etag, etag, what)
      assert.match(got.headers['cache-control'] ?? '', /^public, max-age=/, what)
      if (status === 304) assert.equal(got.headers['content-length'], undefined, what)
    }
    const head = await fetchPart(at, { 'If-None-Match': etag }, 'HEAD')
    assert.equal(head.status, 304)
  }
  assert.ok(handles.every((handle) => handle.fd === -1))
})

import assert from 'node:assert/strict'
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'
import { test } from 'node:test'
import { openTestGate } from '../../../test/open-test-gate.ts'
import { meta } from '../../../test/vanity/vanity-hosts.ts'
import { webServer } from '../../../test/web-server.ts'
import { importPages } from './page-memory.ts'

interface Said {
  readonly status?: number
  readonly headers?: OutgoingHttpHeaders
  readonly body?: string
}

/** Hosts `a.test` and `b.test`; what they are asked with, and a clock. */
async function open(answer: (host: string, headers: IncomingHttpHeaders) => Said) {
  const asked: (readonly [string, string | undefined, string | undefined])[] = []
  const server = await webServer((request, response) => {
    const host = request.url?.split('/')[1] ?? ''
    const { headers } = request
    asked.push([host, headers['if-none-match'], headers['if-modified-since']])
    const { status = 200, headers: fields = {}, body = '' } = answer(host, headers)
    response.writeHead(status, fields).end(body)
  })
  const opened = openTestGate(
    ['a.test', 'b.test'].map((host) => ({
      from: `https://${host}/`,
      to: `${server.url}/${host}/`,
    })),
  )
  let clock = 1e12
  const pages = importPages({
    gate: opened.gate,
    maxPageBytes: 200_000,
    now: () => clock,
    freshFor: 10,
  })
  return {
    asked,
    records: opened.records,
    /** Asks when what is remembered is no longer fresh. */
    page: (path = 'a.test/m') => {
      clock += 100
      return pages(path, false)
    },
    /** Asks at once. */
    now: (path = 'a.test/m') => pages(path, false),
    async [Symbol.asyncDispose]() {
      await opened[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
    },
  }
}

const body = meta('a.test/m git https://git.test/m')
const date = 'Wed, 21 Oct 2026 07:28:00 GMT'

test('a page is not sent again while its server says that it has not changed', async () => {
  let etag = 'W/"1"'
  await using opened = await open((_, headers) =>
    headers['if-none-match'] === etag
      ? { status: 304, headers: { etag } }
      : { headers: { etag, 'last-modified': date }, body },
  )
  const { page, now, asked, records } = opened
  const first = await page()
  assert.equal(first.imports.length, 1)
  assert.deepEqual(await page(), first)
  assert.deepEqual(await now(), first)
  assert.deepEqual(asked, [
    ['a.test', undefined, undefined],
    ['a.test', 'W/"1"', date],
  ])
  assert.deepEqual(
    records.map(({ status, received }) => [status, received > 0]),
    [
      [200, true],
      [304, false],
    ],
  )
  etag = '"2"'
  await page()
  await page()
  assert.deepEqual(
    asked.slice(2).map(([, sent]) => sent),
    ['W/"1"', '"2"'],
  )
})

test('a page that has only a date is asked by that, and by a new one that comes with 304', async () => {
  const later = date.replace('2026', '2027')
  await using opened = await open((_, headers) =>
    headers['if-modified-since'] === undefined
      ? { headers: { 'last-modified': date }, body }
      : { status: 304, headers: { 'last-modified': later } },
  )
  for (let turn = 0; turn < 3; turn++) assert.equal((await opened.page()).imports.length, 1)
  assert.deepEqual(
    opened.asked.map(([, , since]) => since),
    [undefined, date, later],
  )
})

test('only the page that a redirect led to is told what is held of it', async () => {
  let target = 'https://b.test/m?go-get=1'
  await using opened = await open((host) => {
    if (host === 'a.test' && target !== '') {
      return { status: 302, headers: { location: target, etag: '"a"' } }
    }
    return { headers: { etag: `"${host}"` }, body }
  })
  await opened.page()
  await opened.page()
  target = 'https://b.test/elsewhere'
  await opened.page()
  target = ''
  await opened.page()
  assert.deepEqual(
    opened.asked.map(([host, etag]) => [host, etag]),
    [
      ['a.test', undefined],
      ['b.test', undefined],
      ['a.test', undefined],
      ['b.test', '"b.test"'],
      ['a.test', undefined],
      ['b.test', undefined],
      ['a.test', undefined],
    ],
  )
})

test('a 304 that was not asked for says nothing', async () => {
  let status = 304
  await using opened = await open(() => ({ status, body: status === 304 ? '' : body }))
  await assert.rejects(opened.page(), { code: 'unreachable', message: /304/ })
  status = 200
  assert.equal((await opened.page()).imports.length, 1)
  status = 304
  await assert.rejects(opened.page(), { code: 'unreachable', message: /304/ })
})

const useless: readonly (readonly [string, OutgoingHttpHeaders])[] = [
  ['too long', { etag: `"${'x'.repeat(1100)}"` }],
  ['no tag', { etag: 'x' }],
  ['two', { etag: '"a", "b"' }],
  ['of strange characters', { etag: '"\u00e9 "' }],
  ['no date', { 'last-modified': '<yesterday>' }],
]
for (const [what, headers] of useless) {
  test(`a validator is not told again that is ${what}`, async () => {
    await using opened = await open(() => ({ headers, body }))
    await opened.page()
    await opened.page()
    const [, second] = opened.asked
    assert.deepEqual(second, ['a.test', undefined, undefined])
  })
}

test('what is no whole page of status 200 is asked for as a whole', async () => {
  let status = 404
  await using opened = await open(() => ({
    status,
    headers: { etag: '"1"', ...(status === 200 && { 'content-length': 1_000_000 }) },
    body: status === 200 ? `${body}<body>`.padEnd(1_000_000) : body,
  }))
  await opened.page()
  await opened.page()
  status = 200
  await opened.page()
  await opened.page()
  assert.deepEqual(
    opened.asked.map(([, etag]) => etag),
    [undefined, undefined, undefined, undefined],
  )
})

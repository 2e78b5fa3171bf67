import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, get } from 'node:http'
import type { ClientRequest, IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import type { TestContext } from 'node:test'
import { memoryFeed } from '../../feed/memory-feed.test-data.ts'
import { openIndex } from '../../feed/open-index.ts'
import { takeIndex } from './take-index.ts'
import { ask, memoryMirror, serve } from '../memory-mirror.conformance.ts'

async function served(t: TestContext, ...names: readonly string[]) {
  const memory = memoryFeed(...names)
  const server = await serve(t, memoryMirror(t).mirror, { index: openIndex(memory.feed) })
  const read = async (target: string, headers: Record<string, string> = {}, method = 'GET') => {
    const answer = await ask(server.port, target, headers, method)
    return { ...answer, text: unchunked(answer.body) }
  }
  return { ...server, ...memory, read }
}

/** The body behind the frames of its chunks. */
function unchunked(body: Buffer): string {
  const text = body.toString()
  return /^[\da-f]+\r\n/.test(text)
    ? text.replaceAll(/(?:\r\n)?^[\da-f]+\r\n(?:\r\n$)?/gm, '')
    : text
}

test('/index is what the public one is', async (t) => {
  const { read, errors } = await served(t, 'a.test/x', 'a.test/x@v1.1.0', 'b.test/X')
  const { status, headers, text } = await read('/index')
  assert.equal(status, 200)
  assert.equal(headers['content-type'], 'application/json')
  assert.equal(headers['cache-control'], 'no-cache')
  assert.equal(
    text,
    '{"Path":"a.test/x","Version":"v1.0.0","Timestamp":"2026-11-30T12:00:00.000000Z"}\n' +
      '{"Path":"a.test/x","Version":"v1.1.0","Timestamp":"2026-11-30T12:00:01.000000Z"}\n' +
      '{"Path":"b.test/X","Version":"v1.0.0","Timestamp":"2026-11-30T12:00:02.000000Z"}\n',
  )
  assert.equal(headers['link'], '<index?after=3>; rel="next"')
  const later = await read('/index?since=2026-11-30T12:00:01.000001Z&limit=1&include=all')
  assert.match(later.text, /^\{"Path":"b\.test\/X","Version":"v1\.0\.0","Timestamp":"[^"]*"\}\n$/)
  assert.equal((await read('http://x/index?limit=1')).text.split('\n').length, 2)
  assert.deepEqual(errors, [])
})

test('who asks for more is told more', async (t) => {
  const { read } = await served(t, 'a.test/x', 'b.test/X')
  const { text, headers } = await read('/index?order=desc&limit=1')
  assert.equal(
    text,
    '{"Path":"b.test/X","Version":"v1.0.0","Timestamp":"2026-11-30T12:00:01.000000Z","Type":"added","Seq":2}\n',
  )
  assert.equal(headers['link'], '<index?before=2&order=desc&limit=1>; rel="next"')
  assert.equal((await read('/index?order=desc')).headers['link'], undefined)
  assert.equal((await read('/index?prefix=a.test/')).text.split('\n').length, 2)
})

test('a page that has not changed is not sent again', async (t) => {
  const { read, add } = await served(t, 'a.test/x', 'b.test/x')
  const tagOf = async (target: string) => (await read(target)).headers['etag'] ?? 'none'
  for (const target of ['/index', '/index?after=2', '/index?limit=1', '/index?order=desc']) {
    const etag = await tagOf(target)
    const again = await read(target, { 'If-None-Match': etag, Range: 'bytes=0-1' })
    assert.deepEqual([again.status, again.text], [304, ''], target)
  }
  const [whole, part] = [await tagOf('/index'), await tagOf('/index?limit=1')]
  add('c.test/x')
  assert.notEqual(await tagOf('/index'), whole)
  assert.equal((await read('/index', { 'If-None-Match': whole })).status, 200)
  assert.equal(await tagOf('/index?limit=1'), part)
  assert.equal((await read('/index', { Range: 'bytes=0-1' })).status, 200)
})

test('a long page comes whole', async (t) => {
  const names = Array.from({ length: 2100 }, (_, i) => `a.test/x@v1.0.${i}`)
  const { url } = await served(t, ...names)
  const answer = await fetch(`${url}/index?limit=5000`)
  const lines = (await answer.text()).trimEnd().split('\n')
  const versions = lines.map((line) => (JSON.parse(line) as { Version: string }).Version)
  assert.deepEqual(
    versions,
    names.slice(0, 2000).map((name) => name.split('@')[1]),
  )
  assert.match(answer.headers.get('link') ?? '', /after=2000>/)
})

const refused: [
  target: string,
  status: number,
  reason: RegExp,
  headers?: Record<string, string>,
][] = [
  ['/index?limit=x', 400, /"limit" is "x", and must be a number of entries\n$/],
  ['/index?since=x', 400, /"since" is "x"/],
  ['/index?%zz', 400, /there is no parameter/],
  ['/index?module=x', 400, /"module" is no module path/],
  ['/index?after=9', 410, /another index, or an older copy\nBegin anew/],
  ['/index?order=desc', 400, /do not go with it/, { Accept: 'text/event-stream' }],
  ['/index?before=2', 400, /do not go with it/, { Accept: 'text/event-stream' }],
  ['/index', 400, /Last-Event-ID/, { Accept: 'text/event-stream', 'Last-Event-ID': 'x' }],
  ['/index', 410, /another index/, { Accept: 'text/event-stream', 'Last-Event-ID': '9' }],
  ['/index/', 404, /no page/],
  ['/indexes', 404, /no page/],
]

for (const [target, status, reason, headers = {}] of refused) {
  test(`GET ${target} is ${status}: ${reason.source}`, async (t) => {
    const { read, errors } = await served(t, 'a.test/x')
    const answer = await read(target, headers)
    assert.deepEqual([answer.status, answer.headers['cache-control']], [status, 'no-store'])
    assert.match(answer.text, reason)
    assert.match(answer.headers['content-type'] ?? '', /^text\/plain/)
    assert.deepEqual(errors, [])
  })
}

test('HEAD has the head and does not wait; nothing else is taken', async (t) => {
  const { read } = await served(t, 'a.test/x')
  const head = await read('/index', {}, 'HEAD')
  assert.deepEqual(
    [head.status, head.text, head.headers['link']],
    [200, '', '<index?after=1>; rel="next"'],
  )
  assert.equal((await read('/index?wait=60&after=1', {}, 'HEAD')).status, 200)
  assert.equal((await read('/index', { Accept: 'text/event-stream' }, 'HEAD')).status, 200)
  const post = await read('/index', { 'Content-Length': '0' }, 'POST')
  assert.deepEqual([post.status, post.headers['allow']], [405, 'GET, HEAD'])
})

test('without an index there is no such page', async (t) => {
  const { port } = await serve(t, memoryMirror(t).mirror)
  assert.equal((await ask(port, '/index')).status, 404)
})

test('a client that waits is told at once of what comes, and of nothing else', async (t) => {
  const { url, add } = await served(t, 'a.test/x')
  const answers = Array.from({ length: 50 }, () => fetch(`${url}/index?after=1&wait=60&prefix=b.`))
  await new Promise((resolve) => setTimeout(resolve, 150))
  add('a.test/y')
  await new Promise((resolve) => setTimeout(resolve, 250))
  add('b.test/y')
  for (const answer of await Promise.all(answers)) {
    assert.match(await answer.text(), /^\{"Path":"b\.test\/y",[^\n]*"Seq":3\}\n$/)
    assert.equal(answer.headers.get('link'), '<index?after=3&prefix=b.&wait=60>; rel="next"')
    assert.equal(answer.headers.get('etag'), null)
    assert.equal(answer.headers.get('cache-control'), 'no-store')
  }
})

test('a client that waits in vain gets an empty page, and where to go on', async (t) => {
  const { read } = await served(t, 'a.test/x')
  const answer = await read('/index?since=2026-12-01&wait=1s')
  assert.deepEqual([answer.status, answer.text], [200, ''])
  assert.match(
    answer.headers['link'] ?? '',
    /since=2026-12-01T00%3A00%3A00\.000000Z&after=1&wait=1>/,
  )
})

test('who waits is let go when the server stops, who left is forgotten', async (t) => {
  const { url, close, errors } = await served(t, 'a.test/x')
  const patience = new AbortController()
  const left = fetch(`${url}/index?after=1&wait=60`, { signal: patience.signal })
  const waiting = fetch(`${url}/index?after=1&wait=60`)
  const events = await open(`${url}/index?after=1`)
  const seen = textOf(events.answer)
  await new Promise((resolve) => setTimeout(resolve, 100))
  patience.abort()
  await assert.rejects(left)
  const stopped = close(60_000)
  assert.equal((await waiting).status, 200)
  assert.equal(await seen, 'retry: 2000\n\n')
  await stopped
  assert.deepEqual(errors, [])
})

/** Opens an event stream. */
async function open(url: string, headers: Record<string, string> = {}) {
  const request: ClientRequest = get(url, { headers: { Accept: 'text/event-stream', ...headers } })
  const [answer] = (await once(request, 'response')) as [IncomingMessage]
  return { request, answer }
}

async function textOf(answer: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of answer.setEncoding('utf8')) text += String(chunk)
  return text
}

test('an event stream tells of what was and what comes, and goes on where it broke off', async (t) => {
  const { url, add } = await served(
    t,
    ...Array.from({ length: 250 }, (_, i) => `a.test/x@v1.0.${i}`),
  )
  const seen: number[] = []
  /** Reads until so many events came in all, then drops the connection. */
  async function take(
    target: string,
    headers: Record<string, string>,
    until: number,
  ): Promise<void> {
    const { request, answer } = await open(url + target, headers)
    assert.equal(answer.headers['content-type'], 'text/event-stream')
    assert.equal(answer.headers['cache-control'], 'no-store')
    let text = ''
    for await (const chunk of answer.setEncoding('utf8')) {
      text += String(chunk)
      const events = text.split('\n\n')
      text = events.pop() ?? ''
      for (const event of events) {
        const [, id, data] = /^id: (\d+)\ndata: (.*)$/.exec(event) ?? []
        if (data === undefined) continue
        assert.equal((JSON.parse(data) as { Seq: number }).Seq, Number(id))
        if (seen.length < until) seen.push(Number(id))
      }
      if (seen.length >= until) break
      if (seen.length === 250) add('b.test/y', 'b.test/z')
    }
    request.destroy()
  }
  await take('/index', {}, 120)
  await take('/index?after=3', { 'Last-Event-ID': '120' }, 252)
  add('c.test/y')
  await take('/index', { 'Last-Event-ID': String(seen.at(-1)) }, 253)
  assert.deepEqual(
    seen,
    Array.from({ length: 253 }, (_, i) => i + 1),
  )
})

test('an event stream with nothing to tell says how far it is, which is no event', async (t) => {
  const { feed, add } = memoryFeed('a.test/x')
  const index = openIndex(feed)
  const server = createServer((request, response) => {
    void takeIndex(index, 20).answer(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const { port } = server.address() as AddressInfo
  const { answer } = await open(`http://127.0.0.1:${port}/index?prefix=b.`)
  let text = ''
  for await (const chunk of answer.setEncoding('utf8')) {
    text += String(chunk)
    if (text.endsWith('id: 1\n\nid: 1\n\n') && feed.newestEntry()?.seq === 1) add('b.test/y')
    if (/data: .*b\.test\/y/.test(text)) index.stop()
  }
  assert.match(text, /^retry: 2000\n\n(?:id: 1\n\n){2,}id: 2\ndata: .*\n\n(?:id: 2\n\n)*$/)
})

test('only who likes events more than lines gets events', async (t) => {
  const { read } = await served(t, 'a.test/x')
  for (const [accept, type] of [
    ['text/event-stream', 'text/event-stream'],
    ['text/event-stream, */*;q=0.1', 'text/event-stream'],
    ['text/event-stream;q=0.5, application/json', 'application/json'],
    ['text/event-stream;q=0', 'application/json'],
    ['*/*', 'application/json'],
  ] as const) {
    const { headers } = await read('/index', { Accept: accept }, 'HEAD')
    assert.equal(headers['content-type'], type, accept)
  }
})

test('hundreds of clients wait, and the server does the rest of its work', async (t) => {
  const { url, add, read } = await served(t, 'a.test/x')
  const waiting = Array.from({ length: 300 }, () => fetch(`${url}/index?after=1&wait=60`))
  assert.equal((await read('/index')).status, 200)
  await new Promise((resolve) => setTimeout(resolve, 200))
  assert.equal((await read('/-/healthz')).status, 200)
  add('b.test/y')
  for (const answer of await Promise.all(waiting)) assert.match(await answer.text(), /"Seq":2\}\n$/)
})

test('so many may wait and listen, one more is told when to come again, and gets in when one has left', async (t) => {
  const { feed, add } = memoryFeed('a.test/x')
  const index = openIndex(feed, () => true, 2)
  const { url, errors } = await serve(t, memoryMirror(t).mirror, { index })
  const place = `${url}/index?after=1&wait=60`
  const [one, other] = [await open(place), await open(place)]
  const refused = await fetch(place)
  assert.deepEqual([refused.status, refused.headers.get('retry-after')], [503, '10'])
  assert.equal(refused.headers.get('cache-control'), 'no-store')
  assert.match(await refused.text(), /2 others do\nAsk without wait=/)
  const third = await open(place)
  third.answer.resume()
  assert.deepEqual(
    [third.answer.statusCode, third.answer.headers['content-type']],
    [503, 'text/plain; charset=utf-8'],
  )
  for (const target of ['index', 'index?after=0&wait=60']) {
    assert.equal((await fetch(`${url}/${target}`)).status, 200)
  }
  assert.equal((await fetch(place, { method: 'HEAD' })).status, 200)
  one.request.destroy()
  let again = await open(place)
  while (again.answer.statusCode === 503) {
    again.answer.resume()
    again = await open(place)
  }
  other.request.destroy()
  again.request.destroy()
  let waiting = fetch(place)
  while ((await Promise.race([waiting, pause(100)]))?.status === 503) waiting = fetch(place)
  add('b.test/y')
  assert.match(await (await waiting).text(), /"Seq":2\}\n$/)
  assert.deepEqual(errors, [])
})

test('a client that left waits no more', async (t) => {
  const index = openIndex(memoryFeed('a.test/x').feed)
  const waiting = { count: 0 }
  const counted = {
    ...index,
    async wait(...of: Parameters<typeof index.wait>) {
      waiting.count++
      await index.wait(...of)
      waiting.count--
    },
  }
  const { url } = await serve(t, memoryMirror(t).mirror, { index: counted })
  const patience = new AbortController()
  const { signal } = patience
  const left = [fetch(`${url}/index?after=1&wait=60`, { signal })]
  const { request } = await open(`${url}/index?after=1`)
  while (waiting.count < 2) await new Promise(setImmediate)
  patience.abort()
  request.destroy()
  await assert.rejects(Promise.all(left))
  while (waiting.count > 0) await new Promise(setImmediate)
})

test('an answer that cannot be sent to its end is cut off, so that nobody takes it for whole', async (t) => {
  const index = openIndex(memoryFeed(...Array.from({ length: 300 }, (_, i) => `a.test/${i}`)).feed)
  const broken = (seq: number) => {
    if (seq > 150) throw new Error('the disk is broken')
    return index.entry(seq)
  }
  for (const accept of ['application/json', 'text/event-stream']) {
    const { url, errors } = await serve(t, memoryMirror(t).mirror, {
      index: { ...index, entry: broken },
    })
    const asked = fetch(`${url}/index`, { headers: { accept } })
    await assert.rejects(
      asked.then((answer) => answer.text()),
      accept,
    )
    assert.deepEqual(errors.map(String), ['Error: the disk is broken'])
  }
})

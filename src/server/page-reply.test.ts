import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ask, memoryMirror, serve } from './memory-mirror.conformance.ts'

test('startServer() hands on what is below /-/ and not its own', async (t) => {
  const { mirror, calls } = memoryMirror(t)
  const asked: string[] = []
  const { port, errors } = await serve(t, mirror, {
    metrics: async () => 'own metrics\n',
    pages: (request) => {
      const { pathname, search } = new URL(request.url)
      asked.push(`${request.method} ${pathname}${search} ${[...request.headers].join(' ')}`)
      const headers = { 'Cache-Control': 'no-cache', ETag: '"tag"', 'Content-Type': 'text/x' }
      return new Response('a page', { status: pathname === '/-/no' ? 404 : 200, headers })
    },
  })
  const client = { Accept: 'text/html', Cookie: 'secret', 'X-Forwarded-For': '192.0.2.1' }
  const page = await ask(port, '/-/hosts/a%3A1?b=c', client)
  assert.equal(page.status, 200)
  assert.equal(page.body.toString(), 'a page')
  assert.equal(page.headers['content-type'], 'text/x')
  assert.equal(page.headers['cache-control'], 'no-cache')
  const head = await ask(port, '/-/hosts', {}, 'HEAD')
  assert.equal(head.headers['content-length'], '6')
  assert.equal(head.body.length, 0)
  const again = await ask(port, 'http://evil.example/-/hosts', { 'If-None-Match': '"tag"' })
  assert.equal(again.status, 304)
  assert.equal(again.headers['etag'], '"tag"')
  assert.equal((await ask(port, '/-/no')).status, 404)
  assert.deepEqual(asked, [
    'GET /-/hosts/a%3A1?b=c accept,text/html',
    'GET /-/hosts ',
    'GET /-/hosts ',
    'GET /-/no ',
  ])
  assert.equal((await ask(port, '/-/healthz')).body.toString(), 'ok\n')
  assert.equal((await ask(port, '/-/metrics')).body.toString(), 'own metrics\n')
  assert.equal((await ask(port, '/-/readyz')).body.toString(), 'ok\n')
  assert.match((await ask(port, '/')).body.toString(), /^Headwater/)
  assert.equal((await ask(port, '/-/../x')).status, 400)
  assert.equal(asked.length, 4)
  assert.deepEqual([calls, errors], [[], []])
})

test('pages that throw are 500, and told of', async (t) => {
  const { mirror } = memoryMirror(t)
  const { port, errors } = await serve(t, mirror, {
    pages: () => {
      throw new TypeError('a bug')
    },
  })
  assert.equal((await ask(port, '/-/hosts')).status, 500)
  assert.equal(errors.length, 1)
})

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { openTestGate } from '../../test/open-test-gate.ts'
import type { Errand } from './program-way.ts'

const get = (target: string, method = 'GET') => `${method} ${target} HTTP/1.1\r\nHost: x\r\n\r\n`

/** Opens a way to a server that answers as told, and a function that sends it bytes and reads to the end. */
async function openWay(answer: RequestListener, errand: Partial<Errand> = {}) {
  const server = createServer(answer)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  const opened = openTestGate([{ from: 'https://code.test/', to: `http://127.0.0.1:${port}/` }])
  const way = await opened.gate.permitProgram({
    url: 'https://code.test/repo?x=1',
    purpose: 'content',
    maxBytes: 1000,
    ...errand,
  })
  return {
    way,
    port,
    records: opened.records,
    send: async (bytes: string): Promise<string> => {
      const socket = connect(Number(new URL(way.base).port), '127.0.0.1')
      socket.write(bytes)
      return text(socket).catch(String)
    },
    async [Symbol.asyncDispose]() {
      await way[Symbol.asyncDispose]()
      await opened[Symbol.asyncDispose]()
      server.closeAllConnections()
      server.close()
    },
  }
}

test('a relay asks the gate what the program asks, and tells no one else', async () => {
  const asked: string[] = []
  await using opened = await openWay((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      asked.push(`${request.method} ${request.url} ${String(request.headers['x-hgarg-1'])} ${body}`)
      response.writeHead(200, { 'content-type': 'a/b' }).end('yes')
    })
  })
  const { way, send } = opened
  assert.equal(way.url, `${way.base}/repo?x=1`)
  const fields = 'X-HgArg-1: a=b\r\nCookie: c\r\nContent-Length: 4'
  const posted = await send(`POST /repo?y HTTP/1.1\r\n${fields}\r\n\r\nbody`)
  assert.match(posted, /^HTTP\/1\.1 200 \r\ncontent-type: a\/b.*\r\n\r\nyes$/s)
  assert.match(await send(get(`${way.base}/other`)), /yes$/)
  for (const target of [
    'http://10.0.0.1/',
    `${way.base}0/`,
    `http://127.0.0.1:${opened.port}/`,
    '*',
    'x:1',
  ]) {
    assert.match(await send(get(target)), /^HTTP\/1\.1 400 /, target)
  }
  assert.match(await send(get('10.0.0.1:443', 'CONNECT')), /^HTTP\/1\.1 400 /)
  assert.match(await send('\r\n\r\n'), /^HTTP\/1\.1 400 /)
  assert.deepEqual(asked, ['POST /repo?y a=b body', 'GET /other undefined '])
  assert.deepEqual(
    opened.records.map(({ url, status, sent }) => `${url} ${status} ${sent}`),
    ['https://code.test/repo?y 200 4', 'https://code.test/other 200 0'],
  )
  assert.equal(way.failure(), undefined)
})

test('a relay breaks off and says why when the answers are too long', async () => {
  await using opened = await openWay((_request, response) => response.end('x'.repeat(600)))
  assert.match(await opened.send(get('/a')), /x{600}$/)
  assert.doesNotMatch(await opened.send(get('/b')), /x{600}$/)
  assert.equal(opened.way.failure()?.code, 'refused')
  assert.equal(opened.way.signal.aborted, true)
})

test('a relay breaks off when the answer does', async () => {
  await using opened = await openWay((_request, response) => {
    response.writeHead(200, { 'content-length': '100' })
    response.write('half', () => response.destroy())
  })
  assert.match(await opened.send(get('/a')), /content-length: 100|ECONNRESET|aborted/)
  assert.equal(opened.way.failure()?.code, 'unreachable')
})

test("a relay passes on Subversion's questions, with what they need and no more", async () => {
  const asked: unknown[] = []
  await using opened = await openWay((request, response) => {
    const { depth, dav, 'x-other': other, 'user-agent': agent } = request.headers
    asked.push([request.method, depth, dav, other, agent])
    response
      .writeHead(207, { 'SVN-Youngest-Rev': '5', DAV: ['1,2', 'x'], 'X-Other': 'a' })
      .end('ok')
  })
  const fields =
    'Depth: 1\r\nDAV: x/depth\r\nDav: x/log\r\nX-Other: a\r\nUser-Agent: SVN/1\r\nContent-Length: 2'
  for (const method of ['OPTIONS', 'PROPFIND', 'REPORT']) {
    const answer = await opened.send(`${method} /repo HTTP/1.1\r\n${fields}\r\n\r\nhi`)
    assert.match(answer, /^HTTP\/1\.1 207 \r\n[^]*svn-youngest-rev: 5\r\n[^]*ok$/)
    assert.match(answer, /\r\ndav: 1,2, x\r\n/)
    assert.doesNotMatch(answer, /x-other/i)
  }
  for (const method of ['PUT', 'DELETE', 'MKACTIVITY', 'MERGE', 'LOCK', 'HEAD', 'TRACE']) {
    assert.match(await opened.send(get('/repo', method)), /^HTTP\/1\.1 400 /, method)
  }
  assert.deepEqual(
    asked,
    ['OPTIONS', 'PROPFIND', 'REPORT'].map((method) => [
      method,
      '1',
      'x/depth, x/log',
      undefined,
      'Headwater/test',
    ]),
  )
  assert.deepEqual(
    opened.records.map(({ method, sent }) => [method, sent]),
    [
      ['OPTIONS', 2],
      ['PROPFIND', 2],
      ['REPORT', 2],
    ],
  )
})

test('a relay shows Subversion where a repository has moved, and asks there from then on', async () => {
  await using opened = await openWay(({ url }, response) => {
    if (url === '/repo') response.writeHead(301, { location: '/new/repo' }).end()
    else response.end(url)
  })
  const { base } = opened.way
  const moved = await opened.send(get('/repo', 'OPTIONS'))
  assert.match(moved, new RegExp(`^HTTP/1\\.1 301 \r\nLocation: ${base}/new/repo\r\n`))
  assert.match(await opened.send(get('/repo', 'PROPFIND')), /^HTTP\/1\.1 200 [^]*\/new\/repo$/)
})

test('a relay names no user of a rewrite to the program', async () => {
  const rules = [{ from: 'https://code.test/', to: 'http://me:planted@127.0.0.1:9/' }]
  await using opened = openTestGate(rules)
  const errand = { url: 'https://code.test/x', purpose: 'content', maxBytes: 1 } as const
  await using way = await opened.gate.permitProgram(errand)
  assert.doesNotMatch(way.url, /planted/)
})

for (const [what, location] of [
  ['an address that is not public', 'https://10.0.0.1/'],
  ['an encoded one', 'http://[::ffff:10.0.0.1]/'],
  ["that of the machine's keeper", 'http://169.254.169.254/'],
  ['an insecure one', 'http://code.test/repo'],
] as const) {
  test(`a relay does not follow to ${what}`, async () => {
    await using opened = await openWay((_request, response) =>
      response.writeHead(302, { location }).end(),
    )
    for (const method of ['GET', 'OPTIONS', 'PROPFIND']) await opened.send(get('/repo', method))
    assert.equal(opened.way.failure()?.code, 'refused')
    assert.equal(opened.way.signal.aborted, true)
    assert.ok(
      opened.records.every(({ status, failure }) => status === 302 || failure === 'refused'),
    )
  })
}

for (const [url, code] of [
  ['svn://code.test/', 'unsupported'],
  ['svn+ssh://code.test/', 'unsupported'],
  ['ssh://code.test/', 'unsupported'],
  ['file:///etc', 'unsupported'],
  ['https://elsewhere.test/', 'unsupported'],
  ['http://10.0.0.1/', 'refused'],
] as const) {
  test(`permitProgram() fails with ${code} at once for ${url}`, async () => {
    await using opened = openTestGate([{ from: 'https://elsewhere.test/', to: 'svn://code.test/' }])
    const errand = { url, purpose: 'content', maxBytes: 1 } as const
    await assert.rejects(opened.gate.permitProgram(errand), { code })
  })
}

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
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
    door: 'relay',
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
  for (const target of ['http://10.0.0.1/', `http://127.0.0.1:${opened.port}/`, '*', 'x:1']) {
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

test('a proxy sends on what may be asked, and records it', async () => {
  await using opened = await openWay(
    (request, response) => response.end(`${request.method} ${request.url}`),
    { door: 'proxy' },
  )
  const { way, send, port, records } = opened
  assert.equal(way.url, `http://127.0.0.1:${port}/repo?x=1`)
  assert.match(await send(get(way.url, 'PROPFIND')), /PROPFIND \/repo\?x=1$/)
  const tunnelled =
    get(`127.0.0.1:${port}`, 'CONNECT') + 'GET /in HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'
  assert.match(await send(tunnelled), /^HTTP\/1\.1 200 Connection.*GET \/in$/s)
  for (let turn = 0; records.length < 2 && turn < 1000; turn += 1) await setImmediate()
  assert.deepEqual(
    records.map(({ method, status }) => `${method} ${status}`),
    ['PROPFIND 200', 'CONNECT 200'],
  )
  assert.equal(records[0]?.url, 'https://code.test/repo?x=1')
})

test('a proxy names no user of a rewrite to the program', async () => {
  const rules = [{ from: 'https://code.test/', to: 'http://me:planted@127.0.0.1:9/' }]
  await using opened = openTestGate(rules)
  const errand = { url: 'https://code.test/x', purpose: 'content', maxBytes: 1 } as const
  for (const door of ['proxy', 'relay'] as const) {
    await using way = await opened.gate.permitProgram({ ...errand, door })
    assert.doesNotMatch(way.url, /planted/)
  }
})

for (const [target, method] of [
  ['http://10.0.0.1/', 'GET'],
  ['10.0.0.1:443', 'CONNECT'],
  ['[::ffff:10.0.0.1]:443', 'CONNECT'],
  ['169.254.169.254:80', 'CONNECT'],
] as const) {
  test(`a proxy refuses ${method} ${target}`, async () => {
    await using opened = await openWay((_request, response) => response.end(), { door: 'proxy' })
    await opened.send(get(target, method))
    assert.equal(opened.way.failure()?.code, 'refused')
    assert.equal(opened.way.signal.aborted, true)
    assert.deepEqual(
      opened.records.map(({ failure }) => failure),
      ['refused'],
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
    for (const door of ['relay', 'proxy'] as const) {
      const errand = { url, purpose: 'content', maxBytes: 1, door } as const
      await assert.rejects(opened.gate.permitProgram(errand), { code })
    }
  })
}

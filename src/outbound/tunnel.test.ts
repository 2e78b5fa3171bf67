import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { after, before, suite, test } from 'node:test'
import { http2Server } from '../../test/http2-server.ts'
import { openTestGate, type TestGate } from '../../test/open-test-gate.ts'
import { proxyServer, type Refuse } from '../../test/proxy-server.ts'
import { selfSigned, type Identity } from '../../test/self-signed.ts'
import { tlsServer, type WebServer } from '../../test/web-server.ts'
import { parseAllowList } from './address.ts'
import type { LookUp } from './dial.ts'
import type { GateOptions } from './gate-options.ts'
import { readAll } from './read-answer.ts'
import { proxyChoice } from './proxy-choice.ts'
import { parseProxy } from './proxy-url.ts'

/** Nobody looks up what a proxy is asked for. */
const noLookUp: LookUp = (name, _, callback) =>
  callback(Object.assign(new Error(`looked up ${name}`), { code: 'ENOTFOUND' }), [])

async function read({ gate }: TestGate, url: string): Promise<string> {
  return (await readAll(await gate.ask({ url, purpose: 'page', maxBytes: 10_000 }))).toString()
}

suite('a gate behind a proxy', () => {
  let identity: Identity
  let server: WebServer
  before(async () => {
    identity = await selfSigned('code.example', 'other.example', 'localhost')
    server = await tlsServer((request, response) => {
      response.end(`${request.headers.host} ${request.headers['proxy-authorization'] ?? 'nothing'}`)
    }, identity)
  })
  after(() => server[Symbol.asyncDispose]())

  const portOfServer = () => Number(new URL(server.url).port)
  const behind = (proxy: string, options: Partial<GateOptions> = {}): TestGate => {
    const both = parseProxy(proxy)
    return openTestGate([], {
      proxyFor: proxyChoice({ http: both, https: both, noProxy: ['direct.example'] }),
      authorities: [identity.cert],
      allow: parseAllowList([]),
      lookUp: noLookUp,
      connectTimeout: 2000,
      ...options,
    })
  }
  test('has https servers connected, and tells them nothing of the proxy', async () => {
    await using proxy = await proxyServer(portOfServer)
    await using opened = behind(proxy.url.replace('//', '//me:planted@'))
    assert.equal(await read(opened, 'https://code.example/x'), 'code.example nothing')
    assert.deepEqual(proxy.asked, [`CONNECT code.example:443 Basic ${btoa('me:planted')}`])
    assert.equal(proxy.headers[0]?.['user-agent'], 'Headwater/test')
    assert.doesNotMatch(JSON.stringify(opened.records), /planted/)
    assert.equal(opened.records[0]?.url, 'https://code.example/x')
  })

  test('has the names of servers in tunnels verified', async () => {
    await using proxy = await proxyServer(portOfServer)
    await using opened = behind(proxy.url)
    await assert.rejects(read(opened, 'https://stranger.example/'), { code: 'tls-invalid' })
  })

  test('speaks HTTP/2 through tunnels', async () => {
    await using modern = await http2Server(identity, (request, response) => {
      response.end(request.httpVersion)
    })
    await using proxy = await proxyServer(() => Number(new URL(modern.url).port))
    await using opened = behind(proxy.url)
    assert.equal(await read(opened, 'https://code.example/'), '2.0')
  })

  test('has http pages brought, with the whole URL and the host in it', async () => {
    await using proxy = await proxyServer(() => 0)
    await using opened = behind(proxy.url.replace('//', '//me:planted@'))
    assert.equal(await read(opened, 'http://code.example/x?y'), 'asked for http://code.example/x?y')
    await read(opened, 'http://other.example/')
    const credentials = `Basic ${btoa('me:planted')}`
    assert.deepEqual(proxy.asked, [
      `GET http://code.example/x?y ${credentials}`,
      `GET http://other.example/ ${credentials}`,
    ])
    assert.deepEqual(
      proxy.headers.map(({ host }) => host),
      ['code.example', 'other.example'],
    )
  })

  test('sends no credentials of servers where the proxy would read them', async () => {
    const credentials = [{ host: 'code.example', authorization: 'Bearer planted', insecure: true }]
    await using proxy = await proxyServer(portOfServer)
    await using opened = behind(proxy.url, { credentials })
    await read(opened, 'http://code.example/')
    await read(opened, 'http://me:planted@other.example/')
    await read(opened, 'https://code.example/')
    assert.equal(proxy.headers.length, 3)
    assert.doesNotMatch(JSON.stringify(proxy.headers), /"authorization"|planted/)
  })

  test('talks TLS to a proxy that wants it, under the name of the proxy', async () => {
    await using proxy = await proxyServer(portOfServer, undefined, identity)
    await using opened = behind(proxy.url)
    assert.equal(await read(opened, 'https://code.example/'), 'code.example nothing')
    assert.equal(
      await read(opened, 'http://stranger.example/'),
      'asked for http://stranger.example/',
    )
  })

  test('dials itself what no proxy is for, by its own rules', async () => {
    await using proxy = await proxyServer(portOfServer)
    await using opened = behind(proxy.url)
    for (const url of ['https://direct.example/', 'http://a.direct.example/']) {
      await assert.rejects(read(opened, url), { message: /host name does not exist$/ })
    }
    for (const url of ['http://127.0.0.1/', 'https://localhost:8443/']) {
      await assert.rejects(read(opened, url), { code: 'refused' })
    }
    assert.deepEqual(proxy.asked, [])
  })

  test('judges addresses, ports and schemes before it asks a proxy', async () => {
    await using proxy = await proxyServer(portOfServer)
    await using opened = behind(proxy.url, {
      allow: parseAllowList(['172.16.0.0/12', 'odd.example']),
    })
    const refused = ['https://10.0.0.1/', 'http://[fd00::1]/', 'https://169.254.169.254/']
    for (const url of [
      ...refused,
      'https://0xa9fea9fe/',
      'https://code.example:8443/',
      'ftp://a.example/',
    ]) {
      await assert.rejects(read(opened, url), { code: 'refused' }, url)
    }
    assert.deepEqual(proxy.asked, [])
    await read(opened, 'http://odd.example:8443/')
    await read(opened, 'http://172.16.0.1:81/')
    assert.equal(proxy.asked.length, 2)
  })

  test('does not ask git servers or ssh hosts through it', async () => {
    await using proxy = await proxyServer(portOfServer)
    await using opened = behind(proxy.url)
    const call = { url: 'git://code.example/x', purpose: 'refs', maxBytes: 1 } as const
    await assert.rejects(opened.gate.connect(call), { message: /host name does not exist$/ })
    assert.deepEqual(proxy.asked, [])
  })

  test('lets programs through it, and tells only it the credentials', async () => {
    await using proxy = await proxyServer(portOfServer)
    await using opened = behind(proxy.url.replace('//', '//me:planted@'))
    const errand = { url: 'http://code.example/x', purpose: 'content', maxBytes: 10_000 } as const
    await using way = await opened.gate.permitProgram(errand)
    assert.doesNotMatch(JSON.stringify(way), /planted/)
    await using program = openTestGate([])
    assert.equal(await read(program, way.url), 'asked for http://code.example/x')
    const credentials = `Basic ${btoa('me:planted')}`
    assert.deepEqual(proxy.asked, [`GET http://code.example/x ${credentials}`])
  })

  const answers: readonly (readonly [string, RegExp])[] = [
    ['407 Proxy Authentication Required', /its proxy does not accept the credentials .* \(407\)$/],
    ['403 Forbidden', /its proxy answered 403$/],
    ['502 Bad Gateway', /its proxy answered 502$/],
  ]
  for (const [status, message] of answers) {
    test(`cannot ask when the proxy says ${status}`, async () => {
      const refuse: Refuse = ({ method }) =>
        method === 'CONNECT' ? `HTTP/1.1 ${status}\r\n\r\n` : status.slice(0, 3)
      await using proxy = await proxyServer(portOfServer, refuse)
      await using opened = behind(proxy.url)
      await assert.rejects(read(opened, 'https://code.example/'), { code: 'unreachable', message })
      assert.equal(opened.records[0]?.failure, 'unreachable')
      if (!status.startsWith('407')) return
      await assert.rejects(read(opened, 'http://code.example/'), { code: 'unreachable', message })
    })
  }

  for (const [what, text, message] of [
    ['speaks something else', 'SSH-2.0-x\r\n\r\n', /its proxy does not speak HTTP$/],
    ['says nothing of an end', 'x'.repeat(100_000), /its proxy does not speak HTTP$/],
    ['hangs up', '', /its proxy hung up$/],
    ['is silent', undefined, /no answer in time$/],
  ] as const) {
    test(`cannot ask when the proxy ${what}`, async () => {
      const strange = createServer((socket) => {
        socket.on('error', () => {})
        if (text !== undefined) socket.end(text)
      })
      await new Promise<void>((resolve) => {
        strange.listen(0, '127.0.0.1', resolve)
      })
      const address = strange.address()
      const port = typeof address === 'object' ? address?.port : 0
      await using opened = behind(`http://127.0.0.1:${port}`, { connectTimeout: 100 })
      await assert.rejects(read(opened, 'https://code.example/'), { code: 'unreachable', message })
      strange.close()
    })
  }

  test('cannot ask when there is no proxy, and does not go around it', async () => {
    const gone = await proxyServer(() => 0)
    await gone[Symbol.asyncDispose]()
    await using opened = behind(gone.url)
    const message = /its proxy cannot be reached \(ECONNREFUSED\)$/
    for (const url of ['https://code.example/', 'http://code.example/']) {
      await assert.rejects(read(opened, url), { code: 'unreachable', message })
    }
  })

  test('cannot ask when nobody vouches for the proxy, which says nothing of the server', async () => {
    await using proxy = await proxyServer(portOfServer, undefined, await selfSigned('localhost'))
    await using opened = behind(proxy.url)
    const message = /its proxy cannot be reached \(\w+\)$/
    await assert.rejects(read(opened, 'https://code.example/'), { code: 'unreachable', message })
  })
})

import assert from 'node:assert/strict'
import { createServer, type AddressInfo } from 'node:net'
import { after, before, suite, test } from 'node:test'
import { Failure } from '../failure.ts'
import { openTestGate } from '../../test/open-test-gate.ts'
import { webServer, type WebServer } from '../../test/web-server.ts'
import { mayDial, parseAllowList } from './address.ts'
import { refusal, type LookUp } from './dial.ts'
import type { Gate } from './gate.ts'
import { readAll } from './read-answer.ts'
import { isUsualPort } from './ports.ts'

const nothing = parseAllowList([])
const ask = { purpose: 'page', maxBytes: 1000 } as const

test('isUsualPort() is true for http, https, ssh and git', () => {
  for (const port of [80, 443, 22, 9418]) assert.ok(isUsualPort(port))
  for (const port of [0, 1, 21, 25, 81, 444, 3128, 6379, 8080, 8443, 9417, 65_535]) {
    assert.equal(isUsualPort(port), false)
  }
})

for (const [entries, address, port, expected] of [
  [[], '8.8.8.8', 443, true],
  [[], '8.8.8.8', 8443, false],
  [[], '2606:4700::1', 6379, false],
  [['8.8.0.0/16'], '8.8.8.8', 8443, true],
  [['9.0.0.0/8'], '8.8.8.8', 8443, false],
  [['10.0.0.0/8'], '10.0.0.1', 25, true],
  [['git.example'], '8.8.8.8', 8443, false],
] as const) {
  test(`mayDial() is ${expected} for ${address}:${port} with [${entries.join()}]`, () => {
    assert.equal(mayDial(address, port, parseAllowList(entries)), expected)
  })
}

for (const [entries, host, port, isFinal, reason] of [
  [[], 'git.example', 443, false, undefined],
  [[], 'git.example', 8443, false, /^port 8443 is none of/],
  [['git.example'], 'git.example', 8443, false, undefined],
  [['git.example'], 'GIT.example', 8443, true, undefined],
  [['git.example'], 'git.example.', 8443, true, /^port 8443/],
  [['git.example'], 'a.git.example', 8443, true, /^port 8443/],
  [['10.0.0.0/8'], 'git.example', 8443, false, undefined], // its address decides
  [['10.0.0.0/8'], 'git.example', 8443, true, /^port 8443/],
  [[], '8.8.8.8', 25, false, /^port 25/],
  [[], '[2606:4700::1]', 25, false, /^port 25/],
  [[], '10.0.0.1', 443, true, /^10\.0\.0\.1 is not a public address/],
] as const) {
  test(`refusal() of ${host}:${port} with [${entries.join()}], final: ${isFinal}`, () => {
    const found = refusal(host, port, parseAllowList(entries), isFinal)
    if (reason === undefined) assert.equal(found, undefined)
    else assert.match(found ?? '', reason)
  })
}

/** Every way out of a gate, for a URL of http without its scheme. */
const ways: readonly (readonly [string, (gate: Gate, place: string) => Promise<object>])[] = [
  ['http', (gate, place) => gate.ask({ ...ask, url: `http://${place}/` })],
  ['https', (gate, place) => gate.ask({ ...ask, url: `https://${place}/` })],
  ['git', (gate, place) => gate.connect({ ...ask, url: `git://${place}/x` })],
  [
    'ssh',
    (gate, place) => gate.runRemotely({ ...ask, url: `ssh://${place}/x`, command: 'x', env: {} }),
  ],
  ['a relay', (gate, place) => gate.permitProgram({ ...ask, url: `http://${place}/` })],
]

suite('an address or a port that is refused', () => {
  const opened = openTestGate([], {
    allow: nothing,
    lookUp: answering(['8.8.8.8']),
    connectTimeout: 100,
  })
  after(() => opened[Symbol.asyncDispose]())

  for (const [way, go] of ways) {
    for (const place of [
      '8.8.8.8:25',
      'redis.example:6379',
      '[2606:4700::1]:81',
      '10.0.0.1',
      '[::1]',
    ]) {
      test(`${place} is not asked through ${way}`, async () => {
        await assert.rejects(endOf(go(opened.gate, place)), (error: unknown) => {
          assert.ok(Failure.is(error, 'refused'), String(error))
          assert.match(error.details.hint ?? '', /\[outbound\] allow/)
          return true
        })
        assert.deepEqual(opened.records, [])
      })
    }
  }

  const private4 = [
    '127.0.0.1',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '0x7f.1',
    '127.1',
    '127.0.1',
  ]
  const spelled = [
    '127.0.0.1.',
    '１２７.０.０.１',
    '①②⑦.0.0.1',
    '127。0。0。1',
    '%31%32%37.0.0.1',
    '0',
    '0.0.0.0',
  ]
  const private6 = ['[::1]', '[::]', '[0:0:0:0:0:0:0:1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]']
  const carrying = [
    '[::127.0.0.1]',
    '[64:ff9b::7f00:1]',
    '[64:ff9b:1::7f00:1]',
    '[2002:7f00:1::]',
    '[2001::1]',
  ]
  const local = [
    '[fe80::1]',
    '[fec0::1]',
    '[fd00:ec2::254]',
    '169.254.169.254',
    '0xa9fea9fe',
    '100.100.100.200',
  ]
  const users = [
    'good.example@10.0.0.1',
    'a:b@10.0.0.1',
    'good.example%40@127.1',
    '8.8.8.8:80@[::1]',
  ]
  for (const host of [...private4, ...spelled, ...private6, ...carrying, ...local, ...users]) {
    test(`http://${host}/ is not asked`, async () => {
      await assert.rejects(opened.gate.ask({ ...ask, url: `http://${host}/` }), (error) => {
        assert.ok(Failure.is(error, 'refused'), String(error))
        assert.match(error.message, /is not a public address$/)
        return true
      })
      assert.deepEqual(opened.records, [])
    })
  }

  for (const url of [
    'http:///',
    'http://',
    'http://[fe80::1%25lo]/',
    'http://[fe80::1%lo]/',
    'http://1.2.3.4.5/',
    'http://256.1.1.1/',
    'http://a b/',
    'http://[::1',
    'http://x:99999/',
  ]) {
    test(`${JSON.stringify(url)} is no URL, and not asked`, async () => {
      const failed = assert.rejects(opened.gate.ask({ ...ask, url }), { code: 'refused' })
      await failed
      assert.deepEqual(opened.records, [])
    })
  }

  for (const host of ['2130706433', '0x7f.1', '127.1', 'localhost', 'localhost.', 'LOCALHOST']) {
    test(`git://${host}/ is what its look-up says`, async () => {
      await using local = openTestGate([], { allow: nothing, lookUp: answering(['127.0.0.1']) })
      const connecting = local.gate.connect({ ...ask, url: `git://${host}/x` })
      await assert.rejects(connecting, { code: 'refused', message: /resolves to 127\.0\.0\.1/ })
    })
  }

  for (const host of ['', '１２７.0.0.1', '%31', '-oProxyCommand=x', 'a%00b', '[::1%25lo]']) {
    test(`git://${host}/ is malformed`, async () => {
      const connecting = opened.gate.connect({ ...ask, url: `git://${host}/x` })
      await assert.rejects(connecting, (error) => Failure.is(error, 'invalid', 'refused'))
    })
  }
})

suite('a name', () => {
  let server: WebServer
  before(async () => {
    server = await webServer((request, response) => {
      const kept = request.url === '/kept'
      if (!kept) response.setHeader('connection', 'close')
      response.end(request.headers.host)
    })
  })
  after(() => server[Symbol.asyncDispose]())

  const port = () => new URL(server.url).port

  test('that changes its mind is asked at the address that was judged, each time anew', async () => {
    const lookedUp: string[] = []
    const answers = [['127.0.0.1'], ['127.0.0.2'], ['127.0.0.1', '127.0.0.2']]
    const lookUp: LookUp = (name, options, callback) => {
      lookedUp.push(name)
      answering(answers[lookedUp.length - 1] ?? [])(name, options, callback)
    }
    const allow = parseAllowList(['127.0.0.1'])
    await using opened = openTestGate([], { allow, lookUp })
    const url = `http://rebinding.example:${port()}/`
    const read = async () => (await readAll(await opened.gate.ask({ ...ask, url }))).toString()
    assert.equal(await read(), new URL(url).host)
    await assert.rejects(read, { code: 'refused', message: /resolves to 127\.0\.0\.2/ })
    assert.equal(await read(), new URL(url).host)
    assert.equal(lookedUp.length, 3)
  })

  for (const [what, go] of ways.filter(([way]) => way === 'http' || way === 'git')) {
    test(`with addresses of both kinds is asked at the public ones only, by ${what}`, async () => {
      const stranger = createServer((socket) => socket.destroy())
      let visits = 0
      stranger.on('connection', () => visits++)
      await new Promise<void>((resolve) => {
        stranger.listen(0, '127.0.0.2', resolve)
      })
      const place = `mixed.example:${(stranger.address() as AddressInfo).port}`
      const allow = parseAllowList(['127.0.0.1'])
      const lookUp = answering(['127.0.0.2', '127.0.0.1'])
      await using opened = openTestGate([], { allow, lookUp })
      await assert.rejects(endOf(go(opened.gate, place)), { code: 'unreachable' })
      assert.equal(visits, 0)
      stranger.close()
    })
  }

  test('has connections of its own, also at the same address', async () => {
    const ports: (number | undefined)[] = []
    server.server.on('request', (request) => ports.push(request.socket.remotePort))
    const lookUp = answering(['127.0.0.1'])
    await using opened = openTestGate([], { lookUp })
    for (const name of ['a.example', 'b.example', 'a.example']) {
      const url = `http://${name}:${port()}/kept`
      const body = await readAll(await opened.gate.ask({ ...ask, url }))
      assert.equal(body.toString(), `${name}:${port()}`)
    }
    assert.ok(ports[1] !== ports[0] && ports[1] !== ports[2])
  })

  for (const scheme of [
    'file',
    'ftp',
    'gopher',
    'data',
    'ext',
    'javascript',
    'ws',
    'ldap',
    'dict',
    'tftp',
  ]) {
    test(`is not asked by ${scheme}:, not even where a redirect or a rewrite says so`, async () => {
      const bad = scheme === 'ext' ? 'ext::sh -c id' : `${scheme}://a.example/x`
      await using leading = await webServer((_, response) => {
        response.writeHead(302, { location: bad }).end()
      })
      const rules = [{ from: 'https://rewritten.example/', to: `${scheme}://a.example/` }]
      await using opened = openTestGate(rules)
      for (const url of [bad, leading.url, 'https://rewritten.example/x']) {
        await assert.rejects(opened.gate.ask({ ...ask, url }), { code: 'refused' })
      }
      for (const url of [bad, 'https://rewritten.example/x']) {
        const way = opened.gate.permitProgram({ ...ask, url })
        await assert.rejects(way, { code: 'unsupported' })
      }
    })
  }
})

/** A resolver that gives every name these addresses. */
function answering(addresses: readonly string[]): LookUp {
  return (_, __, callback) => {
    const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
    setImmediate(() => callback(null, found))
  }
}

/** Ends at once what was let through. */
async function endOf(going: Promise<object>): Promise<void> {
  const way = await going
  if (Symbol.asyncDispose in way) await (way as AsyncDisposable)[Symbol.asyncDispose]()
}

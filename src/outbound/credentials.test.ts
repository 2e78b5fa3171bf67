import assert from 'node:assert/strict'
import type { RequestListener } from 'node:http'
import { after, before, suite, test } from 'node:test'
import { openTestGate } from '../../test/open-test-gate.ts'
import { selfSigned, type Identity } from '../../test/self-signed.ts'
import { tlsServer, webServer, type WebServer } from '../../test/web-server.ts'
import {
  authorizationFor,
  credentialsOf,
  isAuthorized,
  type HostCredential,
} from './credentials.ts'
import { readAll } from './read-answer.ts'
import { parseProxy } from './proxy-url.ts'
import { rewriter, type RewriteRule } from './rewrite.ts'

const entries: readonly HostCredential[] = [
  { host: 'git.example', authorization: 'Bearer first' },
  { host: 'git.example', authorization: 'Bearer second' },
  { host: 'git.example:8443', authorization: 'Bearer other' },
  { host: 'old.example', authorization: 'Bearer old', insecure: true },
  { host: '[fd00::1]', authorization: 'Bearer six' },
  { host: 'two.example', path: '/api/', authorization: 'Bearer api' },
  { host: 'two.example', authorization: 'Bearer git' },
]

for (const [url, expected] of [
  ['https://git.example/x', 'Bearer first'],
  ['HTTPS://GIT.example:443/x', 'Bearer first'],
  ['https://git.example:8443/x', 'Bearer other'],
  ['https://git.example:8444/x', undefined],
  ['https://git.example./x', undefined],
  ['https://a.git.example/x', undefined],
  ['https://git.example.evil/x', undefined],
  ['https://git.example@evil.example/x', `Basic ${btoa('git.example:')}`],
  ['http://git.example/x', undefined],
  ['http://git.example:443/x', undefined],
  ['https://old.example/x', 'Bearer old'],
  ['http://old.example/x', 'Bearer old'],
  ['http://old.example:81/x', undefined],
  ['https://[fd00::1]/x', 'Bearer six'],
  ['https://me:own@git.example/x', `Basic ${btoa('me:own')}`],
  ['ssh://me@git.example/x', undefined],
  ['git://git.example/x', undefined],
  ['https://two.example/api/v4/x', 'Bearer api'],
  ['https://two.example/api/../x', 'Bearer git'],
  ['https://two.example/x/api/', 'Bearer git'],
  ['nothing', undefined],
] as const) {
  test(`credentialsOf() gives ${expected} for ${url}`, () => {
    assert.equal(credentialsOf(url, entries)?.authorization, expected)
  })
}

const own = { origin: 'https://git.example', authorization: 'Bearer own' }
const ofRule = `Basic ${btoa('bot:rule')}`
for (const [original, target, expected] of [
  ['https://git.example/x', 'https://git.example/x', 'Bearer own'],
  ['https://git.example/x', 'https://git.example/other/x', 'Bearer own'],
  ['https://git.example/x', 'https://mirror.example/x', undefined],
  ['https://git.example/x', 'http://git.example/x', undefined],
  ['https://git.example/x', 'https://git.example:8443/x', undefined],
  ['https://git.example/x', 'https://bot:rule@mirror.example/x', ofRule],
  ['https://git.example/x', 'https://bot:rule@git.example/x', ofRule],
  ['https://other.example/x', 'https://git.example/x', undefined],
  ['https://other.example/x', 'https://other.example/x', undefined],
] as const) {
  test(`authorizationFor() gives ${expected} for ${original} at ${target}`, () => {
    assert.equal(authorizationFor(new URL(original), new URL(target), own), expected)
  })
}

for (const [what, url, rules, isProxied, expected] of [
  ['its host has credentials', 'https://git.example/x', [], false, true],
  ['its host has none', 'https://other.example/x', [], false, false],
  ['a rewrite leads elsewhere', 'https://git.example/x', ['http://m.example/'], false, false],
  ['a rewrite has a user', 'https://git.example/x', ['http://a:b@m.example/'], false, true],
  ['a proxy would read it', 'http://old.example/x', [], true, false],
  ['a proxy passes it on', 'https://git.example/x', [], true, true],
] as const) {
  test(`isAuthorized() is ${expected} where ${what}`, () => {
    const ways = isProxied ? { proxyFor: throughProxy } : {}
    assert.equal(
      isAuthorized(url, { credentials: entries, rewriter: rewriter(rules.map(asRule)), ...ways }),
      expected,
    )
  })
}

const throughProxy = () => parseProxy('http://proxy.example:3128')

function asRule(to: string): RewriteRule {
  return { from: 'https://git.example/', to }
}

const to = (url: string) => `/to?${encodeURIComponent(url)}`

/** What came, where, with which credentials. */
const seen: string[] = []

/** Notes what comes, and sends `/to?URL` on to there. */
const listener =
  (name: string): RequestListener =>
  (request, response) => {
    seen.push(`${name} ${request.url} ${request.headers.authorization ?? 'nothing'}`)
    const [, target] = /^\/to\?(.*)/.exec(request.url ?? '') ?? []
    if (target === undefined) response.writeHead(request.url === '/401' ? 401 : 200).end()
    else response.writeHead(302, { location: decodeURIComponent(target) }).end()
  }

suite('a gate with credentials', () => {
  let identity: Identity
  let server: WebServer
  let other: WebServer
  before(async () => {
    identity = await selfSigned('localhost')
    server = await tlsServer(listener('server'), identity)
    other = await tlsServer(listener('other'), identity)
  })
  after(async () => {
    await server[Symbol.asyncDispose]()
    await other[Symbol.asyncDispose]()
  })

  async function tell(url: string, rules: readonly RewriteRule[] = []): Promise<readonly string[]> {
    seen.length = 0
    await using opened = openTestGate(rules, {
      authorities: [identity.cert],
      credentials: [
        { host: new URL(server.url).host, authorization: 'Bearer planted' },
        { host: 'mirrored.example', authorization: 'Bearer mirrored' },
      ],
    })
    await readAll(await opened.gate.ask({ url, purpose: 'page', maxBytes: 1000 }))
    assert.doesNotMatch(JSON.stringify(opened.records), /planted|mirrored"|Bearer/)
    return seen
  }
  test('sends them to their host', async () => {
    assert.deepEqual(await tell(`${server.url}/x`), ['server /x Bearer planted'])
    assert.deepEqual(await tell(`${server.url}/401`), ['server /401 Bearer planted'])
    assert.deepEqual(await tell(`${other.url}/x`), ['other /x nothing'])
  })

  test('sends them along a redirect of that host to itself', async () => {
    const path = to('/y')
    assert.deepEqual(await tell(server.url + path), [
      `server ${path} Bearer planted`,
      'server /y Bearer planted',
    ])
  })

  test('sends none along a redirect to another host, nor back again', async () => {
    const back = to(`${server.url}/x`)
    const path = to(other.url + back)
    assert.deepEqual(await tell(server.url + path), [
      `server ${path} Bearer planted`,
      `other ${back} nothing`,
      'server /x nothing',
    ])
  })

  test('sends none where somebody else points to their host', async () => {
    const path = to(`${server.url}/x`)
    assert.deepEqual(await tell(other.url + path), [`other ${path} nothing`, 'server /x nothing'])
  })

  test('takes no user from a redirect', async () => {
    const path = to(other.url.replace('//', '//me:trap@'))
    assert.deepEqual((await tell(other.url + path))[1], 'other / nothing')
  })

  test('sends those of no host to the server that a rewrite names', async () => {
    const plain = [{ from: 'https://mirrored.example/', to: `${server.url}/m/` }]
    assert.deepEqual(await tell('https://mirrored.example/x', plain), ['server /m/x nothing'])
    const named = [{ ...plain[0]!, to: `${server.url.replace('//', '//bot:rule@')}/m/` }]
    assert.deepEqual(await tell('https://mirrored.example/x', named), [`server /m/x ${ofRule}`])
    assert.deepEqual(await tell('https://me:own@mirrored.example/x', plain), [
      'server /m/x nothing',
    ])
  })

  test('sends them with a rewrite that stays at their host', async () => {
    const rules = [{ from: `${server.url}/a/`, to: `${server.url}/b/` }]
    assert.deepEqual(await tell(`${server.url}/a/x`, rules), ['server /b/x Bearer planted'])
  })

  test('sends them in the place of a program', async () => {
    seen.length = 0
    await using opened = openTestGate([], {
      authorities: [identity.cert],
      credentials: [{ host: new URL(server.url).host, authorization: 'Bearer planted' }],
    })
    const errand = { url: `${server.url}/x`, purpose: 'content', maxBytes: 1000 } as const
    await using way = await opened.gate.permitProgram(errand)
    assert.doesNotMatch(JSON.stringify(way), /planted/)
    await using program = openTestGate([])
    await readAll(await program.gate.ask({ ...errand, url: way.url }))
    assert.deepEqual(seen, ['server /x Bearer planted'])
  })
})

suite('a server that repeats what it was told', () => {
  for (const [authorization, ...spellings] of [
    ['Bearer planted-token', 'planted-token'],
    [`Basic ${btoa('me:planted/word')}`, 'planted/word', 'planted%2Fword', btoa('me:planted/word')],
  ] as const) {
    test(`is not believed a word of ${authorization} in errors and redirects`, async () => {
      const text = spellings.join(' ')
      await using server = await webServer((request, response) => {
        const fields = { 'x-echo': text, 'www-authenticate': `Basic realm="${text}"` }
        if (request.url === '/to') {
          const query = spellings.map(encodeURI).join('&')
          response.writeHead(302, { ...fields, location: `/error?${query}` }).end()
          return
        }
        response.writeHead(403, fields)
        for (const char of `you said: ${text} and more`) response.write(char)
        response.end()
      })
      const { host } = new URL(server.url)
      await using opened = openTestGate([], {
        credentials: [{ host, authorization, insecure: true }],
      })
      for (const path of ['/error', '/to']) {
        const ask = { url: server.url + path, purpose: 'page', maxBytes: 10_000 } as const
        const answer = await opened.gate.ask(ask)
        const body = (await readAll(answer)).toString()
        assert.equal(body, `you said: ${spellings.map(() => '***').join(' ')} and more`)
        const told = JSON.stringify([answer, opened.records, server.asked.slice(-1)])
        for (const spelling of spellings) assert.ok(!told.includes(spelling), told)
      }
    })
  }

  test('has its content passed on as it is', async () => {
    await using server = await webServer((_, response) => void response.end('planted-token'))
    const { host } = new URL(server.url)
    await using opened = openTestGate([], {
      credentials: [{ host, authorization: 'Bearer planted-token', insecure: true }],
    })
    const answer = await opened.gate.ask({ url: server.url, purpose: 'page', maxBytes: 100 })
    assert.equal((await readAll(answer)).toString(), 'planted-token')
  })

  test('has its error recorded once, whole, when nobody reads it', async () => {
    await using server = await webServer((_, response) => void response.writeHead(500).end('x'))
    const { host } = new URL(server.url)
    await using opened = openTestGate([], {
      credentials: [{ host, authorization: 'Bearer planted-token', insecure: true }],
    })
    const answer = await opened.gate.ask({ url: server.url, purpose: 'page', maxBytes: 100 })
    await answer.body[Symbol.asyncIterator]().return?.()
    assert.deepEqual(
      opened.records.map(({ failure }) => failure),
      ['stopped'],
    )
  })
})

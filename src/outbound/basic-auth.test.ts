import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test, type TestContext } from 'node:test'
import { passingMemory } from '../../test/passing-memory.ts'
import { parseAllowList } from './address.ts'
import { basicAuthorization } from './basic-auth.ts'
import { openGate, type Gate } from './gate.ts'
import { readAll } from './read-answer.ts'
import { rewriter, type RewriteRule } from './rewrite.ts'

const rows: [url: string, header: string | undefined][] = [
  ['https://a.test/', undefined],
  ['https://user@a.test/', `Basic ${btoa('user:')}`],
  ['https://user:pass@a.test/', `Basic ${btoa('user:pass')}`],
  ['https://us%40er:p%3Ass@a.test/', `Basic ${btoa('us@er:p:ss')}`],
]

for (const [url, header] of rows) {
  test(`basicAuthorization() reads ${url}`, () => {
    assert.equal(basicAuthorization(new URL(url)), header)
  })
}

test('a gate sends credentials of a rewrite or a URL to their origin, and not along a redirect', async (t) => {
  const other = await listen(t, () => ({}))
  const first = await listen(t, (path) => (path === '/away' ? { location: `${other.url}/` } : {}))
  const rules = [
    { from: 'https://forge.test/', to: `${first.url.replace('//', '//bot:secret@')}/` },
    { from: 'https://other.test/', to: `${other.url}/` },
  ]
  const gate = open(t, rules)
  const bot = `Basic ${btoa('bot:secret')}`
  const me = `Basic ${btoa('me:mine')}`

  await ask(gate, 'https://forge.test/here')
  assert.deepEqual(first.seen.splice(0), [bot])
  await ask(gate, 'https://forge.test/away')
  await ask(gate, `${first.url.replace('//', '//me:mine@')}/away`)
  assert.deepEqual(first.seen.splice(0), [bot, me])
  assert.deepEqual(other.seen.splice(0), [undefined, undefined])
})

interface Listening {
  readonly url: string
  readonly seen: (string | undefined)[]
}

async function listen(
  t: TestContext,
  answer: (path: string) => { location?: string },
): Promise<Listening> {
  const seen: (string | undefined)[] = []
  const server: Server = createServer((request, response) => {
    seen.push(request.headers.authorization)
    const { location } = answer(request.url ?? '')
    response.writeHead(
      location === undefined ? 200 : 302,
      location === undefined ? {} : { location },
    )
    response.end('answered')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen }
}

function open(t: TestContext, rules: RewriteRule[]): Gate {
  const gate = openGate({
    allow: parseAllowList(['127.0.0.0/8']),
    rewriter: rewriter(rules),
    userAgent: 'test',
    connectTimeout: 5000,
    idleTimeout: 5000,
    requestTimeout: 5000,
    connectionsPerHost: 2,
    backgroundInterval: 1000,
    memory: passingMemory(),
    now: Date.now,
    onRequest({ url }) {
      assert.doesNotMatch(url, /secret|mine/)
    },
  })
  t.after(() => gate.close())
  return gate
}

async function ask(gate: Gate, url: string): Promise<void> {
  await readAll(await gate.ask({ url, purpose: 'page', maxBytes: 1000 }))
}

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openTestGate } from '../../../test/open-test-gate.ts'
import { meta } from '../../../test/vanity/vanity-hosts.ts'
import { plainRules } from '../../../test/vanity/plain-rules.ts'
import { webServer } from '../../../test/web-server.ts'
import { locator } from './locate.ts'

/** A host that serves plain http only; behind its https is nobody, or a server that says `https` in one status. */
async function open(t: { after: (end: () => Promise<void>) => void }, https?: number) {
  const tag = meta('old.test/m git http://old.test/r')
  const plain = await webServer((_, response) => void response.end(tag))
  const tls = await webServer((_, response) => void response.writeHead(https ?? 200).end())
  const { gate, [Symbol.asyncDispose]: close } = openTestGate([
    { from: 'http://old.test/', to: `${plain.url}/` },
    { from: 'https://old.test/', to: https === undefined ? 'http://127.0.0.1:1/' : `${tls.url}/` },
  ])
  t.after(async () => {
    await close()
    await plain[Symbol.asyncDispose]()
    await tls[Symbol.asyncDispose]()
  })
  const { locate } = locator({
    ...plainRules,
    gate,
    now: Date.now,
    freshFor: 60_000,
    maxPageBytes: 1000,
    mayBeInsecure: (path) => path.startsWith('old.test/m'),
  })
  return { locate, plain }
}

test('locate() takes the page over plain http when that is allowed and https cannot be asked', async (t) => {
  const { locate, plain } = await open(t)
  const { url, insecure, page, root } = await locate('old.test/m/sub')
  assert.deepEqual(
    { url, insecure, page, root },
    {
      url: 'http://old.test/r',
      insecure: true,
      page: 'http://old.test/m/sub?go-get=1',
      root: 'old.test/m',
    },
  )
  assert.deepEqual(plain.asked, ['GET /m/sub?go-get=1', 'GET /m?go-get=1'])
})

test('locate() asks nothing over plain http when that is not allowed', async (t) => {
  const { locate, plain } = await open(t)
  await assert.rejects(locate('old.test/x'), { code: 'unreachable' })
  assert.deepEqual(plain.asked, [])
})

test('locate() asks nothing over plain http when https answers, whatever it says', async (t) => {
  const { locate, plain } = await open(t, 404)
  await assert.rejects(locate('old.test/m'), { code: 'not-found' })
  assert.deepEqual(plain.asked, [])
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nameServer } from '../../test/name-server.ts'
import { openTestGate } from '../../test/open-test-gate.ts'
import { Failure } from '../failure.ts'
import { parseProxy } from './proxy-url.ts'

const rule = { from: 'https://git.test/', to: 'https://mirror.test/' }

for (const [what, url, proxied, asks] of [
  ['a name', 'https://go.gone.test/x', false, true],
  ['a name that a rewrite leaves alone', 'https://git.test.gone.test/x', false, true],
  ['a name that a rewrite replaces', 'https://git.test/x', false, false],
  ['what a proxy looks up', 'https://go.gone.test/x', true, false],
  ['an address', 'https://192.0.2.1/x', false, false],
  ['an address in brackets', 'https://[2001:db8::1]/x', false, false],
  ['a name without a zone', 'https://intranet/x', false, false],
] as const) {
  test(`Gate.inquire() ${asks ? 'asks' : 'claims nothing'} for ${what}`, async () => {
    await using server = await nameServer({})
    await using opened = openTestGate([rule], {
      names: { resolvers: [server.address] },
      proxyFor: () => (proxied ? parseProxy('http://proxy.test:3128') : undefined),
    })
    const found = await opened.gate.inquire(url, false)
    assert.deepEqual(
      found?.answers.map(({ outcome }) => outcome),
      asks ? ['nxdomain'] : undefined,
    )
    assert.equal(server.asked.length > 0, asks)
  })
}

test('Gate.ask() tells that it is the name that leads nowhere', async () => {
  const missing = Object.assign(new Error('no'), { code: 'ENOTFOUND' })
  await using opened = openTestGate([], {
    lookUp: (_name, _options, callback) => callback(missing, []),
  })
  const asking = opened.gate.ask({ url: 'https://go.gone.test/', purpose: 'page', maxBytes: 1 })
  await assert.rejects(
    asking,
    (error) => Failure.is(error, 'unreachable') && error.details.stage === 'name',
  )
})

import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { fossilHost } from '../../src/origin/fossil/fossil-host.ts'
import { hgHost } from '../../src/origin/hg/hg-host.ts'
import type { HostOptions } from '../../src/origin/programs/host-options.ts'
import { svnHost } from '../../src/origin/svn/svn-host.ts'
import type { CodeHost } from '../../src/origin/code-host.ts'
import type { RewriteRule } from '../../src/outbound/rewrite.ts'
import { temporaryFolder } from '../forge/temporary-folder.ts'
import { openTestGate } from '../open-test-gate.ts'
import { missing } from './program-server.ts'

type Open = (url: string, options: HostOptions) => CodeHost

const systems: [string, Open][] = [
  ['hg', hgHost],
  ['svn', svnHost],
  ['fossil', fossilHost],
]

/** Asks for a view of `https://code.test/`, which is where the rule says. */
async function viewOf(open: Open, rule: RewriteRule, allow = true) {
  await using folder = await temporaryFolder('nothing')
  const records: string[] = []
  await using opened = openTestGate([rule], {
    ...(!allow && { allow: { networks: [], hosts: new Set<string>() } }),
    onRequest: ({ url, status, failure }) => records.push(`${url} ${status} ${failure}`),
  })
  const host = open(rule.from, {
    gate: opened.gate,
    now: Date.now,
    lock: async () => ({ [Symbol.asyncDispose]: async () => {} }),
    folder: join(folder.path, 'copies'),
    maxBytes: 1e6,
  })
  const error: unknown = await host.view(0).catch((error: unknown) => error)
  assert.ok(error instanceof Error)
  return { error, records }
}

/** Answers all requests alike. */
async function startServer(status: number, headers: Record<string, string>, body: string) {
  const server = createServer((_request, response) => response.writeHead(status, headers).end(body))
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    rule: { from: 'https://code.test/', to: `http://127.0.0.1:${port}/` },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

for (const [program, open] of systems) {
  suite(`${program}, where there is no repository`, { skip: missing(program) }, () => {
    for (const [what, status, headers, code] of [
      ['404', 404, {}, 'not-found'],
      ['an ordinary page', 200, { 'content-type': 'text/html' }, 'unreachable'],
      ['200 and nothing', 200, {}, 'unreachable'],
      ['403', 403, {}, 'auth-required'],
      ['405', 405, {}, 'unreachable'],
      ['501', 501, {}, 'unreachable'],
      ['401', 401, { 'www-authenticate': 'Basic realm="x"' }, 'auth-required'],
      ['500', 500, {}, 'unreachable'],
    ] as const) {
      test(`view() fails with ${code} when the server answers ${what}`, async () => {
        await using server = await startServer(
          status,
          headers,
          what.endsWith('nothing') ? '' : 'secret page\n',
        )
        const { error, records } = await viewOf(open, server.rule)
        assert.deepEqual([code, error.message], [Reflect.get(error, 'code'), error.message])
        assert.ok(!/secret|Relayed|127\.0\.0\.1/.test(error.message), error.message)
        assert.match(records.join('\n'), new RegExp(`^https://code.test/.* ${status} `))
      })
    }

    test('view() fails with unsupported, and asks nobody, by another scheme than http(s)', async () => {
      const rule = { from: 'ssh://code.test/', to: 'ssh://code.test/' }
      const { error, records } = await viewOf(open, rule)
      assert.equal(Reflect.get(error, 'code'), 'unsupported', error.message)
      assert.deepEqual(records, [])
    })

    test('view() fails with refused when the address is not public', async () => {
      const rule = { from: 'https://code.test/', to: 'http://localhost:9/' }
      const { error } = await viewOf(open, rule, false)
      assert.equal(Reflect.get(error, 'code'), 'refused', error.message)
    })

    test('view() fails with refused when a server leads to an address that is not public', async () => {
      await using server = await startServer(301, { location: 'http://10.1.2.3/' }, '')
      const { error } = await viewOf(open, server.rule)
      assert.equal(Reflect.get(error, 'code'), 'refused', error.message)
    })

    test('view() fails with unreachable when nobody listens', async () => {
      const rule = { from: 'https://code.test/', to: 'http://127.0.0.1:1/' }
      const { error } = await viewOf(open, rule)
      assert.equal(Reflect.get(error, 'code'), 'unreachable', error.message)
    })

    if (program === 'svn') return // it hangs up before
    test('view() fails with refused when the server sends more than is allowed', async () => {
      await using server = await startServer(200, {}, 'x'.repeat(2e6))
      const { error } = await viewOf(open, server.rule)
      assert.equal(Reflect.get(error, 'code'), 'refused', error.message)
    })
  })
}

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { temporaryFolder } from '../../test/forge/temporary-folder.ts'
import { nameServer, type NameRecord } from '../../test/name-server.ts'
import { openTestGate } from '../../test/open-test-gate.ts'
import { parseGovcs } from '../gomod/govcs.ts'
import { openOrigins } from '../origin/open-origin.ts'
import type { LookUp } from '../outbound/dial.ts'
import { openFacts } from '../store/facts/open-facts.ts'
import { verifyAll } from './verify-all.ts'

const path = 'go.gone.test/x'
const host = 'go.gone.test'
const zone = { test: { ns: ['ns.registry.test'] }, 'ns.registry.test': { a: ['127.0.0.1'] } }
const noLock = async () => ({ [Symbol.asyncDispose]: async () => {} })
const nobody: LookUp = (_name, _options, callback) =>
  callback(Object.assign(new Error('no such host'), { code: 'ENOTFOUND' }), [])

type Records = Readonly<Record<string, NameRecord>>

/** The verdict on a module whose host is found by no look-up of the system. */
async function verdictWhere(ofResolver: Records, ofRegistry: Records, isPrivate = false) {
  await using folder = await temporaryFolder('names')
  await using resolver = await nameServer({ ...zone, ...ofResolver })
  await using registry = await nameServer(ofRegistry)
  await using opened = openTestGate([], {
    lookUp: nobody,
    connectTimeout: 300,
    names: { resolvers: [resolver.address], authorityPort: registry.port },
  })
  const { gate } = opened
  const store = openFacts(':memory:', 'me', Date.now)
  const origins = openOrigins({
    gate,
    now: Date.now,
    upstream: [{ source: 'direct', fallBackOn: 'not-found' }],
    private: [],
    govcs: parseGovcs('*:all'),
    insecure: [],
    gitFolder: folder.path,
    lock: noLock,
    tryLock: noLock,
    freshness: { list: 60_000, notFound: 60_000 },
    strictFor: 1000,
    maxRepositoryBytes: 1e8,
    maxGitBytes: 1e9,
    maxPageBytes: 1e6,
  })
  const { judged } = await verifyAll([{ path, version: 'v1.0.0', scope: 'build' }], {
    origins,
    gate,
    level: 'refs',
    memory: store.facts,
    now: Date.now,
    scratch: folder.path,
    isPrivate: () => isPrivate,
    rewrites: [],
    signal: new AbortController().signal,
    onVerdict: () => {},
    onJudged: () => {},
  })
  store.close()
  const [one] = judged
  const { verdict } = one ?? {}
  const seen = verdict?.evidence.filter(({ channel }) => channel === 'dns' || channel === 'control')
  return {
    code: verdict?.code,
    suspected: verdict?.suspect?.code,
    saw: seen?.map(({ saw }) => saw).join('; '),
    registryAsked: registry.asked.length,
  }
}

suite('verifyAll() and a host without a name', () => {
  test('says import-dead when the resolver and the registry know no such name', async () => {
    const found = await verdictWhere({}, {})
    assert.equal(found.code, 'import-dead', JSON.stringify(found))
    assert.match(found.saw ?? '', /NXDOMAIN from 2 resolvers; name servers ns\.registry\.test/)
  })

  for (const [what, ofResolver, ofRegistry, code] of [
    ['the resolver is in trouble', { [host]: { code: 'SERVFAIL' } }, { [host]: {} }, 'unreachable'],
    ['all know it', { [host]: { a: ['192.0.2.1'] } }, { [host]: {} }, 'unreachable'],
    ['the registry has given the name to others', {}, { [host]: {} }, 'unreachable'],
    ['the registry is silent', {}, { [host]: { hang: true } }, 'suspected'],
    ['the resolver knows no name at all', { test: { code: 'SERVFAIL' } }, {}, 'unreachable'],
  ] as const) {
    test(`says ${code} when ${what}`, async () => {
      const found = await verdictWhere(ofResolver, ofRegistry)
      assert.equal(found.code, code, JSON.stringify(found))
    })
  }

  test('tells no registry of a private host', async () => {
    const found = await verdictWhere({}, {}, true)
    assert.deepEqual([found.code, found.registryAsked], ['private', 0])
  })
})

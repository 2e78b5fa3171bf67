import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { nameServer, type NameRecord } from '../../test/name-server.ts'
import { inquire, type NameOptions } from './names.ts'

const never = new AbortController().signal
const options: Omit<NameOptions, 'resolvers'> = {
  timeout: 300,
  now: () => 5,
  mayAsk: () => true,
  signal: never,
}
const gone = 'go.gone.test'

suite('inquire() and one resolver', () => {
  const rows: [what: string, record: NameRecord | undefined, outcome: string][] = [
    ['an address', { a: ['192.0.2.1'] }, 'addresses'],
    ['no such name', undefined, 'nxdomain'],
    ['a name without an address', {}, 'nodata'],
    ['trouble', { code: 'SERVFAIL' }, 'servfail'],
    ['a refusal', { code: 'REFUSED' }, 'refused'],
    ['silence', { hang: true }, 'no-answer'],
  ]
  for (const [what, record, outcome] of rows) {
    test(`inquire() says ${outcome} for ${what}`, async () => {
      await using server = await nameServer(record ? { [gone]: record } : {})
      const { answers, name } = await inquire(gone, true, {
        ...options,
        resolvers: [server.address],
      })
      assert.deepEqual(
        [name, answers],
        [gone, [{ at: 5, resolver: server.address, isAuthority: false, outcome }]],
      )
    })
  }

  test('inquire() says no-answer when nobody listens', async () => {
    const server = await nameServer({})
    await server[Symbol.asyncDispose]()
    const { answers, zone } = await inquire(gone, false, {
      ...options,
      resolvers: [server.address],
    })
    assert.deepEqual([answers.map(({ outcome }) => outcome), zone], [['no-answer'], undefined])
  })
})

test('inquire() asks each of several resolvers on its own', async () => {
  await using one = await nameServer({ 'gone.test': { ns: ['ns.gone.test'] } })
  await using other = await nameServer({ [gone]: { code: 'SERVFAIL' } })
  const resolvers = [one.address, other.address]
  const { answers, zone } = await inquire(gone, false, { ...options, resolvers })
  assert.deepEqual(
    answers.map(({ resolver, outcome }) => [resolver, outcome]),
    [
      [one.address, 'nxdomain'],
      [other.address, 'servfail'],
    ],
  )
  assert.deepEqual(zone, { at: 5, name: 'gone.test', servers: ['ns.gone.test'] })
})

/** What comes of it where the resolver is in trouble, and the zone `test` has a name server. */
async function asked(isPrivate: boolean, mayAsk = () => true) {
  await using authority = await nameServer({})
  await using resolver = await nameServer({
    [gone]: { code: 'SERVFAIL' },
    test: { ns: ['ns.registry.test'] },
    'ns.registry.test': { a: ['127.0.0.1'] },
  })
  const { answers, zone } = await inquire(gone, isPrivate, {
    ...options,
    mayAsk,
    resolvers: [resolver.address],
    authorityPort: authority.port,
  })
  const words = answers.map(({ isAuthority, outcome }) => [isAuthority, outcome])
  return { words, zone: zone?.name, heard: authority.asked }
}

suite('inquire() and the zone above', () => {
  test('inquire() asks its name servers', async () => {
    assert.deepEqual(await asked(false), {
      words: [
        [false, 'servfail'],
        [true, 'nxdomain'],
      ],
      zone: 'test',
      heard: [`A ${gone}`],
    })
  })

  test('inquire() names a private host to no name server of others', async () => {
    assert.deepEqual(await asked(true), { words: [[false, 'servfail']], zone: 'test', heard: [] })
  })

  test('inquire() asks no name server at an address that may not be asked', async () => {
    const { words, heard } = await asked(false, () => false)
    assert.deepEqual([words, heard], [[[false, 'servfail']], []])
  })
})

test('inquire() gives up when it is told to', async () => {
  await using server = await nameServer({ [gone]: { hang: true }, 'gone.test': { hang: true } })
  const stop = new AbortController()
  const asking = inquire(gone, false, {
    ...options,
    timeout: 60_000,
    signal: stop.signal,
    resolvers: [server.address],
  })
  stop.abort()
  const { answers } = await asking
  assert.deepEqual(
    answers.map(({ outcome }) => outcome),
    ['no-answer'],
  )
})

import { test, type TestContext } from 'node:test'
import assert from 'node:assert/strict'
import { meta, openVanityHosts, type Reply } from '../../../test/vanity/vanity-hosts.ts'
import { plainRules } from '../../../test/vanity/plain-rules.ts'
import { locator, type Location } from './locate.ts'

async function open(t: TestContext, pages: Record<string, Reply>, freshFor = 1000) {
  const { gate, asked, clock } = await openVanityHosts(t, pages)
  const { locate } = locator({
    ...plainRules,
    gate,
    now: () => clock.now,
    freshFor,
    maxPageBytes: 200_000,
  })
  return { locate, asked, clock }
}

const here: Location = {
  root: 'vanity.test/m',
  vcs: 'git',
  url: 'https://h.test/r',
  subdir: '',
  insecure: false,
  via: 'import-page',
  page: 'https://vanity.test/m?go-get=1',
}
const tag = meta('vanity.test/m git https://h.test/r')
const exact = { 'vanity.test/m': { body: tag } }

const sub = 'vanity.test/m/x'

interface Found {
  when: string
  path?: string
  pages: Record<string, Reply>
  found: Partial<Location>
  requests?: number
}

const finds: Found[] = [
  {
    when: 'the host is known',
    path: 'github.com/a/b/c',
    pages: {},
    found: { root: 'github.com/a/b', url: 'https://github.com/a/b', via: 'known-host' },
    requests: 0,
  },
  {
    when: 'the path names the repository',
    path: 'vanity.test/b.git/c',
    pages: {},
    found: { root: 'vanity.test/b.git', url: 'https://vanity.test/b', via: 'known-host' },
    requests: 0,
  },
  { when: 'the page has the tag', pages: exact, found: {} },
  { when: 'the status is 404', pages: { 'vanity.test/m': { status: 404, body: tag } }, found: {} },
  { when: 'the status is 500', pages: { 'vanity.test/m': { status: 500, body: tag } }, found: {} },
  { when: 'the status is 429', pages: { 'vanity.test/m': { status: 429, body: tag } }, found: {} },
  {
    when: 'the path is a host',
    path: 'vanity.test',
    pages: { 'vanity.test': { body: meta('vanity.test git https://h.test/r') } },
    found: { root: 'vanity.test', page: 'https://vanity.test/?go-get=1' },
  },
  {
    when: 'the prefix confirms',
    path: 'vanity.test/m/sub/v2',
    pages: { ...exact, 'vanity.test/m/sub/v2': { body: tag } },
    found: { page: 'https://vanity.test/m/sub/v2?go-get=1' },
    requests: 2,
  },
  {
    when: 'the prefix confirms with a 404',
    path: 'vanity.test/m/x',
    pages: { 'vanity.test/m': { status: 404, body: tag }, 'vanity.test/m/x': { body: tag } },
    found: { page: 'https://vanity.test/m/x?go-get=1' },
    requests: 2,
  },
  {
    when: 'the page is elsewhere',
    pages: {
      'vanity.test/m': { status: 302, headers: { location: 'https://other.test/x?go-get=1' } },
      'other.test/x': { body: tag },
    },
    found: {},
    requests: 2,
  },
  {
    when: 'it is in a folder',
    pages: { 'vanity.test/m': { body: meta('vanity.test/m git https://h.test/r a/b') } },
    found: { subdir: 'a/b' },
  },
  {
    when: 'it is in mercurial',
    pages: { 'vanity.test/m': { body: meta('vanity.test/m hg https://h.test/r') } },
    found: { vcs: 'hg' },
  },
  {
    when: 'it is in a system nobody knows',
    pages: { 'vanity.test/m': { body: meta('vanity.test/m cvs https://h.test/r') } },
    found: { vcs: 'cvs' },
  },
  {
    when: 'it is at a proxy',
    pages: { 'vanity.test/m': { body: meta('vanity.test/m mod https://h.test/r') + tag } },
    found: { vcs: 'mod' },
  },
  {
    when: 'both a proxy and git match',
    pages: {
      'vanity.test/m': {
        body: `<meta name="go-import" content="vanity.test git https://h.test/all">${meta('vanity.test/m mod https://h.test/r')}`,
      },
    },
    found: { vcs: 'mod' },
  },
  {
    when: 'the URL is http',
    pages: { 'vanity.test/m': { body: meta('vanity.test/m git http://h.test/r') } },
    found: { url: 'http://h.test/r', insecure: true },
  },
  {
    when: 'the URL is git',
    pages: { 'vanity.test/m': { body: meta('vanity.test/m git git://h.test/r') } },
    found: { url: 'git://h.test/r', insecure: true },
  },
  {
    when: 'the URL is ssh',
    pages: { 'vanity.test/m': { body: meta('vanity.test/m git ssh://git@h.test/r') } },
    found: { url: 'ssh://git@h.test/r' },
  },
  {
    when: 'the page is too large, behind its head',
    pages: { 'vanity.test/m': { body: tag + ' '.repeat(400_000) } },
    found: {},
  },
  {
    when: 'the page breaks off behind its head',
    pages: {
      'vanity.test/m': { body: tag, headers: { 'content-length': '400000' }, breakOff: true },
    },
    found: {},
  },
]

for (const { when, path = 'vanity.test/m', pages, found, requests = 1 } of finds) {
  test(`locate() finds the repository when ${when}`, async (t) => {
    const { locate, asked } = await open(t, pages)
    const { page, ...rest } = here
    const base = found.via === 'known-host' ? rest : { ...rest, page }
    assert.deepEqual(await locate(path), { ...base, ...found })
    assert.equal(asked.length, requests)
    assert.ok(asked.every((url) => url.endsWith('?go-get=1')))
  })
}

const impossible = [
  '',
  'm',
  'localhost/m',
  'Vanity.test/m',
  'https://vanity.test/m',
  'vanity.test/m/',
  'vanity.test//m',
  'vanity.test/a b',
  'vanity.test/m/v1',
]

for (const path of impossible) {
  test(`locate() fails with invalid and asks nobody when the path is "${path}"`, async (t) => {
    const { locate, asked } = await open(t, {})
    await assert.rejects(locate(path), { code: 'invalid' })
    assert.deepEqual(asked, [])
  })
}

for (const path of ['github.com/a', 'github.com/a...b/c']) {
  test(`locate() finds nothing and asks nobody when the path is "${path}"`, async (t) => {
    const { locate, asked } = await open(t, {})
    await assert.rejects(locate(path), { code: 'not-found' })
    assert.deepEqual(asked, [])
  })
}

test('locate() asks again only when a page is older than it may be', async (t) => {
  const { locate, asked, clock } = await open(t, {
    ...exact,
    [sub]: { body: tag },
    'vanity.test/m/y': { body: tag },
  })
  await locate(sub)
  await locate('vanity.test/m/y')
  await locate('vanity.test/m')
  assert.deepEqual(asked, [
    'vanity.test/m/x?go-get=1',
    'vanity.test/m?go-get=1',
    'vanity.test/m/y?go-get=1',
  ])
  clock.now += 999
  await locate(sub)
  assert.equal(asked.length, 3)
  clock.now += 1
  await locate(sub)
  assert.equal(asked.length, 5)
})

test('locate() asks again when the clock was set back', async (t) => {
  const { locate, asked, clock } = await open(t, exact)
  await locate('vanity.test/m')
  clock.now -= 1
  await locate('vanity.test/m')
  assert.equal(asked.length, 2)
})

test('locate() asks once when many ask at a time', async (t) => {
  const { locate, asked } = await open(t, exact, 0)
  const all = await Promise.all(Array.from({ length: 10 }, () => locate('vanity.test/m')))
  assert.deepEqual(new Set(all.map(({ url }) => url)), new Set(['https://h.test/r']))
  assert.equal(asked.length, 1)
  await locate('vanity.test/m')
  assert.equal(asked.length, 2)
})

test('locate() remembers that there is no tag, but not that it could not ask', async (t) => {
  const pages: Record<string, Reply> = { 'vanity.test/n': { status: 503 } }
  const { locate, asked } = await open(t, pages)
  await assert.rejects(locate('vanity.test/m'), { code: 'not-found' })
  await assert.rejects(locate('vanity.test/m'), { code: 'not-found' })
  assert.equal(asked.length, 1)
  await assert.rejects(locate('vanity.test/n'), { code: 'unreachable' })
  pages['vanity.test/n'] = { body: meta('vanity.test/n git https://h.test/n') }
  assert.equal((await locate('vanity.test/n')).url, 'https://h.test/n')
  assert.equal(asked.length, 3)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure } from '../failure.ts'
import { errorSchema, hostSchema, hostsSchema } from './api/schemas.ts'
import type { HostsSource } from './hosts-source.ts'
import {
  dayWith,
  memoryHosts,
  noon,
  repositoryOf,
  requestOf,
  siteFacts,
  sourcehut,
  standingOf,
} from './memory-hosts.test-data.ts'
import { memoryFeed } from '../feed/memory-feed.test-data.ts'
import { openIndex } from '../feed/open-index.ts'
import { logs } from './memory-log.test-data.ts'
import { openPages } from './open-pages.ts'
import type { PagesParts } from './open-pages.ts'
import { securityHeaders } from './security-headers.ts'
import { stylesheet } from './stylesheet.ts'

const today = '2026-11-22'
const port = 'git.corp.example:8443'

const hosts = memoryHosts({
  'git.sr.ht': sourcehut,
  [port]: {
    days: [dayWith(today, { foreground: 1 })],
    standing: standingOf(port, {
      pausedUntil: noon + 600_000,
      lastPause: { why: '429', at: noon, millis: 600_000 },
    }),
  },
  'z.example': { days: [dayWith(today, { foreground: 500 })] },
})

const index = openIndex(memoryFeed('github.com/acme/x', 'git.sr.ht/~joe/y@v0.1.0').feed)

const broken: HostsSource = {
  hostTotals: fail,
  hostDays: fail,
  requestsOf: fail,
  repositoriesOf: fail,
  heldVersions: fail,
  standing: fail,
}

function fail(): never {
  throw new Failure('no-space', 'Cannot read /var/lib/secret.db')
}

function pages(parts: Partial<PagesParts> = {}) {
  const errors: unknown[] = []
  const ask = openPages({
    hosts,
    index,
    logs,
    site: () => siteFacts,
    now: () => noon,
    onError: (error) => errors.push(error),
    ...parts,
  })
  const get = async (path: string, accept = 'text/html') => {
    const answer = await ask(new Request(`http://localhost${path}`, { headers: { accept } }))
    const text = await answer.text()
    return { status: answer.status, headers: answer.headers, text, words: wordsOf(text) }
  }
  return { get, errors }
}

/** What a reader sees of a page, in one line. */
function wordsOf(page: string): string {
  return page
    .replaceAll(/<\/?(?:a|b|code|span|time)(?:\s[^>]*)?>/g, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
}

const answers: [path: string, status: number, type: RegExp, text: RegExp][] = [
  ['/-/hosts', 200, /^text\/html; charset=utf-8$/, /made 700 requests to 3 hosts,/],
  ['/-/hosts', 200, /html/, /1 host keeps us waiting/],
  ['/-/hosts', 200, /html/, /href="hosts\/git.corp.example%3A8443"/],
  ['/-/hosts/git.sr.ht', 200, /html/, /this mirror made 199 requests, 1\.1 MB in all/],
  ['/-/hosts/git.sr.ht', 200, /html/, /builds would have made 4,923\./],
  ['/-/hosts/git.sr.ht', 200, /html/, /Background looks 131 requests is it still there\?/],
  [
    '/-/hosts/git.sr.ht',
    200,
    /html/,
    /Background per saved 0\.03 since we first asked; never above 1, by design/,
  ],
  ['/-/hosts/git.sr.ht', 200, /html/, /4 requests for code nobody asks for any more/],
  ['/-/hosts/git.sr.ht', 200, /html/, /1 because you told us of a push/],
  ['/-/hosts/git.sr.ht', 200, /html/, /429, waited/],
  [
    '/-/hosts/git.sr.ht',
    200,
    /html/,
    /08:12:40 ls-refs ~sircmpwn\/getopt background: look due 404 4,310/,
  ],
  ['/-/hosts/git.sr.ht', 200, /html/, /Suspected/],
  ['/-/hosts/git.sr.ht', 200, /html/, /Crawl-delay: 10/],
  ['/-/hosts/git.sr.ht', 200, /html/, /10 s or more/],
  ['/-/hosts/git.sr.ht', 200, /html/, /mailto:ops@corp\.example/],
  ['/-/hosts/git.sr.ht?before=104', 200, /html/, /~sircmpwn\/getopt/],
  ['/-/hosts/git.corp.example%3A8443', 200, /html/, /None that is kept/],
  ['/-/hosts/git.corp.example:8443', 200, /html/, /we ask again/],
  [
    '/-/hosts/never.example',
    404,
    /html/,
    /Nothing was asked of this host in 90 days: never\.example/,
  ],
  ['/-/hosts/never.example', 404, /html/, /You run a forge\? This is/],
  ['/-/hosts/__proto__', 404, /html/, /Nothing was asked of this host/],
  ['/-/hosts?host=%20', 200, /html/, / Hosts In 30 days/],
  ['/-/hosts?host=a%20b', 200, /html/, /“a b” is not the name of a host/],
  ['/-/robot', 200, /html/, /You run a forge\? This is/],
  ['/-/index', 200, /html/, /The last one came in on 30 Nov, 12:00:01\./],
  ['/-/index', 200, /html/, /href="index\?module=github.com%2Facme%2Fx">github.com\/acme\/x</],
  [
    '/-/robot',
    200,
    /html/,
    /Headwater\/0\.1\.0 \(Go module mirror; \+https:\/\/go\.corp\.example\/-\/robot\)/,
  ],
  ['/-/robot', 200, /html/, /192\.0\.2\.7/],
  ['/-/robot', 200, /html/, /shown as opted-out: not verified/],
  [
    '/-/robot',
    200,
    /html/,
    /href="\.\/hooks\/sourcehut">https:\/\/go\.corp\.example\/-\/hooks\/<wbr \/>sourcehut/,
  ],
  ['/-/hosts/never.example', 404, /html/, /href="\.\.\/hooks\/sourcehut"/],
  ['/-/robot', 200, /html/, /<form class="ask" action="\.\/hosts" method="get">/],
  [
    '/-/hosts/git.sr.ht.csv',
    200,
    /^text\/csv; charset=utf-8$/,
    /^day,host,requests,.*\r\n2026-10-24,git\.sr\.ht,7,/,
  ],
  [
    '/-/hosts/never.example.csv',
    404,
    /^text\/plain/,
    /^Nothing was asked of this host in 90 days\n/,
  ],
  ['/-/api/v1/hosts', 200, /^application\/json$/, /"total":3/],
  ['/-/api/v1/hosts/git.sr.ht', 200, /json/, /"backgroundPerSaved":\{"requests":0\.027/],
  ['/-/api/v1/hosts/never.example', 404, /json/, /"error":"Nothing was asked/],
  ['/-/api/openapi.json', 200, /json/, /"openapi":"3\.1\.1"/],
  [`/-/assets/${stylesheet.name}`, 200, /^text\/css; charset=utf-8$/, /prefers-color-scheme:dark/],
  ['/-/assets/headwater.000000000000.css', 404, /^text\/plain/, /no page/],
  ['/-/a/b/c', 404, /html/, /href="\.\.\/\.\.\/hosts"/],
  ['/-/hosts/', 404, /html/, /There is no page here/],
]

for (const [path, status, type, text] of answers) {
  test(`GET ${path} is ${status} and has ${text.source.slice(0, 50)}`, async () => {
    const { get, errors } = pages()
    const got = await get(path)
    assert.equal(got.status, status)
    assert.match(got.headers.get('content-type') ?? '', type)
    assert.match(`${got.text}\n${got.words}`, text)
    for (const [name, value] of Object.entries(securityHeaders)) {
      assert.equal(got.headers.get(name), value, name)
    }
    assert.doesNotMatch(got.text, /\sstyle=|<script|<style/)
    assert.deepEqual(errors, [])
  })
}

test('the policy is the one that is promised', () => {
  assert.deepEqual(securityHeaders, {
    'Content-Security-Policy':
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
  })
})

test('what keeps us waiting comes first, then what is asked most', async () => {
  const { get } = pages()
  const { text } = await get('/-/api/v1/hosts')
  const { hosts: found } = hostsSchema.parse(JSON.parse(text))
  assert.deepEqual(
    found.map(({ host }) => host),
    [port, 'z.example', 'git.sr.ht'],
  )
})

test('a pause that is over is no trouble', async () => {
  const { get } = pages({ now: () => noon + 600_001 })
  const { text } = await get('/-/hosts')
  assert.match(text, /None of them keeps us waiting/)
  assert.ok(text.indexOf('>z.example<') < text.indexOf(`>${port}<`))
})

test('a form leads to the page of a host, whatever was typed', async () => {
  const { get } = pages()
  for (const [typed, place] of [
    ['git.sr.ht', 'hosts/git.sr.ht'],
    ['https://git.corp.example:8443/x', 'hosts/git.corp.example%3A8443'],
    ['//evil.example/', 'hosts/evil.example'],
  ] as const) {
    const { status, headers } = await get(`/-/hosts?host=${encodeURIComponent(typed)}`)
    assert.equal(status, 303)
    assert.equal(headers.get('location'), place)
    assert.equal(headers.get('x-content-type-options'), 'nosniff')
  }
})

test('nothing asked of anybody is said so', async () => {
  const { get } = pages({ hosts: memoryHosts({}) })
  assert.match((await get('/-/hosts')).text, /Nothing was asked of anybody yet\./)
  assert.match((await get('/-/api/v1/hosts')).text, /"hosts":\[\],"next":null/)
})

test('lists of hosts and of requests come in parts of 100, and none is left out', async () => {
  const names = Array.from({ length: 250 }, (_, i) => `h${String(i).padStart(3, '0')}.example`)
  const requests = names.map((_, i) => requestOf({ id: i + 1 }))
  const many = Object.fromEntries(
    names.map((name) => [name, { days: [dayWith(today, { foreground: 1 })], requests }]),
  )
  const { get } = pages({ hosts: memoryHosts(many) })
  const seen: string[] = []
  let after: string | null = null
  do {
    const { text } = await get(`/-/api/v1/hosts${after === null ? '' : `?after=${after}`}`)
    const part: { hosts: { host: string }[]; next: string | null; total: number } =
      hostsSchema.parse(JSON.parse(text))
    assert.equal(part.total, 250)
    assert.ok(part.hosts.length <= 100)
    seen.push(...part.hosts.map(({ host }) => host))
    after = part.next
  } while (after !== null)
  assert.deepEqual(seen, names)
  assert.match((await get('/-/hosts')).text, /href="hosts\?after=h099.example">More hosts/)
  assert.doesNotMatch((await get('/-/hosts?after=h199.example')).text, /More hosts/)

  const ids: number[] = []
  let before: number | null = null
  do {
    const { text } = await get(
      `/-/api/v1/hosts/h000.example${before === null ? '' : `?before=${before}`}`,
    )
    const part: { requests: { id: number }[]; next: number | null } = hostSchema.parse(
      JSON.parse(text),
    )
    ids.push(...part.requests.map(({ id }) => id))
    before = part.next
  } while (before !== null)
  assert.deepEqual(ids, requests.map(({ id }) => id).toReversed())
  assert.match((await get('/-/hosts/h000.example')).text, /href="\?before=151">Earlier requests/)
})

test('what cannot be read is said in its place, without names of files', async () => {
  const { get, errors } = pages({ hosts: broken })
  for (const path of ['/-/hosts', '/-/hosts/git.sr.ht']) {
    const { status, text } = await get(path)
    assert.equal(status, 200, path)
    assert.match(text, /not available: the disk is full/)
    assert.doesNotMatch(text, /secret/)
  }
  assert.match((await get('/-/hosts/git.sr.ht')).text, /You run this host\?/)
  assert.ok(errors.length > 0)
  for (const path of ['/-/api/v1/hosts', '/-/api/v1/hosts/git.sr.ht']) {
    const { status, text } = await get(path)
    assert.equal(status, 503)
    assert.equal(errorSchema.parse(JSON.parse(text)).error, 'not available: the disk is full')
  }
  assert.equal((await get('/-/hosts/git.sr.ht.csv')).status, 503)
})

test('each part fails alone', async () => {
  const { get } = pages({ hosts: { ...hosts, repositoriesOf: fail } })
  const { status, text } = await get('/-/hosts/git.sr.ht')
  assert.equal(status, 200)
  assert.equal(text.match(/not available/g)?.length, 1)
  assert.match(text, /199 requests/)
})

test('/-/robot asks for no data', async () => {
  const { get, errors } = pages({ hosts: broken })
  assert.match((await get('/-/robot')).text, /You run a forge\?/)
  assert.deepEqual(errors, [])
})

test('background looks that cost more than was saved are called a fault', async () => {
  const standing = standingOf('a.example', {
    saved: { requests: 10, bytes: 10 },
    spent: { requests: 11, bytes: 0 },
  })
  const { get } = pages({ hosts: memoryHosts({ 'a.example': { standing } }) })
  const { words } = await get('/-/hosts/a.example')
  assert.match(words, /1\.1 since we first asked; above 1: a fault of ours/)
})

test('a mirror that does not look in the background says so', async () => {
  const { contact: _, ...facts } = siteFacts
  const site = () => ({ ...facts, background: false, floorDays: 0, addresses: [] })
  const { get } = pages({ site })
  assert.match((await get('/-/hosts')).text, /makes no background looks/)
  assert.match((await get('/-/robot')).text, /are switched off on this mirror/)
  assert.match((await get('/-/robot')).text, /no address is configured here[\s\S]*not published/)
  const { words } = await get('/-/hosts/git.sr.ht')
  assert.match(words, /none: switched off here/)
  assert.match(words, /OK 14 22 Nov, 10:00 none/)
})

test('an unknown page is text, unless a browser asks', async () => {
  const { get } = pages()
  const { text, headers, status } = await get('/-/other', '*/*')
  assert.equal(status, 404)
  assert.equal(headers.get('cache-control'), 'no-store')
  assert.equal(text, 'There is no page here\nWhat this server is for: https://go.corp.example/\n')
})

test('an entity tag is of the bytes; pages are asked for again, style sheets are not', async () => {
  const { get } = pages()
  const [first, again, other] = [
    await get('/-/hosts'),
    await get('/-/hosts'),
    await get('/-/robot'),
  ]
  assert.equal(first.headers.get('etag'), again.headers.get('etag'))
  assert.notEqual(first.headers.get('etag'), other.headers.get('etag'))
  assert.equal(first.headers.get('cache-control'), 'no-cache')
  const css = await get(`/-/assets/${stylesheet.name}`)
  assert.equal(css.headers.get('cache-control'), 'public, max-age=31536000, immutable')
})

test('every link leads somewhere, behind any prefix', async () => {
  const { get } = pages()
  const root = 'http://localhost/some/prefix'
  const [waiting, seen] = [['/-/hosts', '/-/no/page'], new Set<string>()]
  for (const path of waiting) {
    if (seen.has(path)) continue
    seen.add(path)
    const { status, text } = await get(path)
    assert.equal(status, path === '/-/no/page' ? 404 : 200, path)
    for (const [, link = ''] of text.matchAll(/(?:href|action)="([^"#]+)/g)) {
      if (/^(?:mailto|data):/.test(link)) continue
      const { href, pathname, search } = new URL(link, root + path)
      assert.ok(href.startsWith(`${root}/`), `${link} on ${path}`)
      const place = pathname.slice('/some/prefix'.length) + search
      const isOfServer = /^\/(?:$|index\?|-\/hooks\/|sumdb\/)/.test(place)
      if (!isOfServer) waiting.push(place)
    }
  }
  for (const path of [
    '/-/robot',
    '/-/hosts/git.sr.ht',
    '/-/hosts/git.sr.ht.csv',
    `/-/assets/${stylesheet.name}`,
  ]) {
    assert.ok(seen.has(path), path)
  }
})

test('a repository of which nothing is held is not looked at, and shown so', async () => {
  const { look: _, ...unlooked } = repositoryOf({ url: 'https://git.sr.ht/~joe/mistyped' })
  const { get } = pages({
    hosts: memoryHosts({ 'git.sr.ht': { days: [], repositories: [unlooked] } }),
  })
  const { text } = await get('/-/hosts/git.sr.ht')
  assert.match(text, /~joe\/mistyped<\/td>\s*<td>Nothing held<[^]*data-l="next look">none</)
})

test('one request for robots.txt was, several were', async () => {
  for (const [requests, words] of [
    [1, /1 request of all was\s+for\s+robots\.txt/],
    [2, /2 requests of all were\s+for\s+robots\.txt/],
  ] as const) {
    const day = dayWith('2026-11-22', {}, { rules: { requests, bytes: 0 } })
    const { get } = pages({ hosts: memoryHosts({ 'git.sr.ht': { days: [day] } }) })
    assert.match((await get('/-/hosts/git.sr.ht')).text, words)
  }
})

test('JSON is what the schemas and the OpenAPI description say', async () => {
  const { get } = pages()
  const host = hostSchema.strict().parse(JSON.parse((await get('/-/api/v1/hosts/git.sr.ht')).text))
  assert.equal(host.days.length, 30)
  assert.equal(host.repositories[0]?.held, 14)
  assert.equal(host.standing?.lastPause?.at, '2026-11-16T08:00:00.000Z')
  hostsSchema.strict().parse(JSON.parse((await get('/-/api/v1/hosts')).text))
  const { paths, components } = JSON.parse((await get('/-/api/openapi.json')).text) as {
    paths: Record<string, object>
    components: { schemas: Record<string, { required?: string[] }> }
  }
  const ofPages = Object.entries(paths).flatMap(([path, of]) => ('get' in of ? [path] : []))
  const ofApi = ['hosts', 'hosts/{host}', 'log', 'log/{number}'].map((path) => `/-/api/v1/${path}`)
  assert.deepEqual(ofPages, [...ofApi, '/index'])
  assert.deepEqual(components.schemas['Host']?.required, Object.keys(host))
  for (const path of ofPages) {
    const place = path.replace('{host}', 'git.sr.ht').replace('{number}', '7')
    assert.equal((await get(place)).status, path === '/index' ? 404 : 200)
  }
})

test('a list of hosts that takes long to read is read seldom, however often it is asked for', async () => {
  let time = noon
  let times = 0
  const { get } = pages({
    now: () => time,
    hosts: {
      ...hosts,
      hostTotals(since) {
        times++
        time += 1000
        return hosts.hostTotals(since)
      },
    },
  })
  for (const path of ['/-/hosts', '/-/api/v1/hosts', '/-/hosts?after=z.example']) await get(path)
  assert.equal(times, 2) // of the month, and of today
  time += 40_000
  await get('/-/hosts')
  assert.equal(times, 4)
})

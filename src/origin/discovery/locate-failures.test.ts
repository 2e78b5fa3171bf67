import { test, type TestContext } from 'node:test'
import assert from 'node:assert/strict'
import type { Failure } from '../../failure.ts'
import { meta, openVanityHosts, type Reply } from '../../../test/vanity/vanity-hosts.ts'
import { plainRules } from '../../../test/vanity/plain-rules.ts'
import { locator } from './locate.ts'

async function locateAt(t: TestContext, path: string, pages: Record<string, Reply>) {
  const { gate, clock } = await openVanityHosts(t, pages)
  const { locate } = locator({
    ...plainRules,
    gate,
    now: () => clock.now,
    freshFor: 0,
    maxPageBytes: 200_000,
  })
  return locate(path)
}

const tag = meta('vanity.test/m git https://h.test/r')

interface Failed {
  when: string
  path?: string
  pages: Record<string, Reply>
  code: string
  says?: RegExp
  details?: Partial<Failure['details']>
}

const only = (reply: Reply) => ({ 'vanity.test/m': reply })
const sub = 'vanity.test/m/x'

const failures: Failed[] = [
  {
    when: 'the status is 404',
    pages: {},
    code: 'not-found',
    says: /404/,
    details: { status: 404, url: 'https://vanity.test/m?go-get=1' },
  },
  {
    when: 'the path names a repository of Bazaar',
    path: 'vanity.test/m.bzr/x',
    pages: {},
    code: 'unsupported',
    says: /Bazaar/,
  },
  {
    when: 'the status is 410',
    pages: only({ status: 410, body: 'gone' }),
    code: 'not-found',
    says: /410/,
    details: { status: 410 },
  },
  {
    when: 'the status is 404 and the page no XML',
    pages: only({ status: 404, body: '<a href=/x>' }),
    code: 'not-found',
    says: /404/,
  },
  ...[202, 300, 304, 400, 402, 405, 406, 418, 425, 451].map((status) => ({
    when: `the status is ${status}`,
    pages: only({ status }),
    code: 'unreachable',
    says: new RegExp(`answered ${status}`),
    details: { status },
  })),
  ...[200, 203, 299].map((status) => ({
    when: `the status is ${status} and there is no tag`,
    pages: only({ status, body: '<html></html>' }),
    code: 'not-found',
    details: { status },
  })),
  ...[{}, { location: '' }, { location: 'http://[' }].map((headers) => ({
    when: `a redirect leads nowhere: ${JSON.stringify(headers)}`,
    pages: only({ status: 302, headers }),
    code: 'unreachable',
  })),
  { when: 'the status is 407', pages: only({ status: 407 }), code: 'auth-required' },
  {
    when: 'there is no tag',
    pages: only({ body: '<html></html>' }),
    code: 'not-found',
    says: /it has no go-import tag/,
    details: { status: 200 },
  },
  {
    when: 'the page is no XML',
    pages: only({ body: 'a\n<a href=/x>' }),
    code: 'not-found',
    says: /syntax error in line 2: /,
  },
  {
    when: 'the tag is for another path',
    pages: only({ body: meta('vanity.test/n git https://h.test/r') }),
    code: 'not-found',
    says: /are for vanity\.test\/n$/,
  },
  {
    when: 'two tags match',
    pages: only({
      body: `<meta name="go-import" content="vanity.test git https://h.test/r">${tag}`,
    }),
    code: 'not-found',
    says: /several/,
  },
  {
    when: 'the status is 401',
    pages: only({ status: 401 }),
    code: 'auth-required',
    details: { status: 401 },
  },
  { when: 'the status is 403', pages: only({ status: 403 }), code: 'auth-required' },
  {
    when: 'the status is 403 and asks for patience',
    pages: only({ status: 403, headers: { 'retry-after': '5' } }),
    code: 'throttled',
    details: { retryAfter: 5 },
  },
  {
    when: 'the status is 403 and no requests are left',
    pages: only({ status: 403, headers: { 'x-ratelimit-remaining': '0' } }),
    code: 'throttled',
  },
  {
    when: 'the status is 429',
    pages: only({ status: 429 }),
    code: 'throttled',
    details: { status: 429 },
  },
  {
    when: 'the status is 429 and names a time',
    pages: only({
      status: 429,
      headers: {
        date: new Date(1_700_000_000_000).toUTCString(),
        'retry-after': new Date(1_700_000_060_000).toUTCString(),
      },
    }),
    code: 'throttled',
    details: { retryAfter: 60 },
  },
  {
    when: 'the status is 503 and names seconds',
    pages: only({ status: 503, headers: { 'retry-after': '7' } }),
    code: 'throttled',
    details: { retryAfter: 7 },
  },
  { when: 'the status is 503', pages: only({ status: 503 }), code: 'unreachable' },
  {
    when: 'the status is 500',
    pages: only({ status: 500, body: 'oh' }),
    code: 'unreachable',
    details: { status: 500 },
  },
  {
    when: 'the status is 502 and the tag is for another path',
    pages: only({ status: 502, body: meta('vanity.test/n git https://h.test/r') }),
    code: 'unreachable',
  },
  { when: 'the status is 408', pages: only({ status: 408 }), code: 'unreachable' },
  {
    when: 'the page redirects to itself',
    pages: only({ status: 302, headers: { location: 'https://vanity.test/m?go-get=1' } }),
    code: 'unreachable',
    says: /redirects/,
  },
  {
    when: 'the page redirects to http',
    pages: only({ status: 302, headers: { location: 'http://h.test/' } }),
    code: 'refused',
    says: /insecure/,
  },
  {
    when: 'the page is too large',
    pages: only({ body: `<a b="${' '.repeat(400_000)}` }),
    code: 'refused',
    says: /200000 bytes/,
  },
  {
    when: 'the page is too large, and a tag may follow',
    pages: only({ body: tag.replace('</head>', ' '.repeat(400_000)) }),
    code: 'refused',
  },
  {
    when: 'a large page has the status 429',
    pages: only({ status: 429, body: ' '.repeat(400_000) }),
    code: 'throttled',
  },
  {
    when: 'the page breaks off',
    pages: only({ body: '<html>', headers: { 'content-length': '400000' }, breakOff: true }),
    code: 'unreachable',
  },
  {
    when: 'the connection is refused',
    path: 'closed.test/m',
    pages: {},
    code: 'unreachable',
    says: /refused/,
    details: { url: 'https://closed.test/m?go-get=1' },
  },
  {
    when: 'the prefix is not there',
    path: sub,
    pages: { [sub]: { body: tag } },
    code: 'not-found',
    says: /vanity\.test\/m\?go-get=1: .*404/,
    details: { url: 'https://vanity.test/m?go-get=1', status: 404 },
  },
  {
    when: 'the prefix has no tag',
    path: sub,
    pages: { [sub]: { body: tag }, 'vanity.test/m': {} },
    code: 'not-found',
    says: /no go-import tag/,
  },
  {
    when: 'the prefix names another URL',
    path: sub,
    pages: {
      [sub]: { body: tag },
      'vanity.test/m': { body: meta('vanity.test/m git https://h.test/evil') },
    },
    code: 'not-found',
    says: /disagrees/,
  },
  {
    when: 'the prefix names another system',
    path: sub,
    pages: {
      [sub]: { body: tag },
      'vanity.test/m': { body: meta('vanity.test/m hg https://h.test/r') },
    },
    code: 'not-found',
    says: /disagrees/,
  },
  {
    when: 'the prefix names a folder',
    path: sub,
    pages: {
      [sub]: { body: tag },
      'vanity.test/m': { body: meta('vanity.test/m git https://h.test/r a') },
    },
    code: 'not-found',
    says: /disagrees/,
  },
  {
    when: 'the prefix has another prefix',
    path: sub,
    pages: {
      [sub]: { body: tag },
      'vanity.test/m': { body: meta('vanity.test git https://h.test/r') },
    },
    code: 'not-found',
    says: /disagrees/,
  },
  {
    when: 'the prefix cannot be asked',
    path: sub,
    pages: { [sub]: { body: tag }, 'vanity.test/m': { status: 502 } },
    code: 'unreachable',
  },
  {
    when: 'the folder begins with a slash',
    pages: only({ body: meta('vanity.test/m git https://h.test/r /a') }),
    code: 'not-found',
    says: /"\/a"/,
  },
  {
    when: 'the folder begins with a hyphen',
    pages: only({ body: meta('vanity.test/m git https://h.test/r -a') }),
    code: 'not-found',
    says: /"-a"/,
  },
  {
    when: 'the URL has no scheme',
    pages: only({ body: meta('vanity.test/m git h.test/r') }),
    code: 'not-found',
    says: /no scheme/,
  },
  {
    when: 'the URL is a file',
    pages: only({ body: meta('vanity.test/m git file:///r') }),
    code: 'not-found',
    says: /local file/,
  },
  {
    when: 'the URL does not parse',
    pages: only({ body: meta('vanity.test/m git https://h.test/%zz') }),
    code: 'not-found',
    says: /escape/,
  },
]

for (const url of [
  'https://user:SECRET@h.test/r',
  'https:user:SECRET@h.test/r',
  'https:\\\\user:SECRET@h.test/r',
  'https://SECRET@h.test/r',
  'user_name:SECRET@h.test/r',
  'https://h.test/r?token=SECRET',
  'https://h.test/r#SECRET',
]) {
  test(`locate() fails with not-found and tells no secret when the URL is ${url}`, async (t) => {
    const pages = only({ body: meta(`vanity.test/m git ${url}`) })
    await assert.rejects(locateAt(t, 'vanity.test/m', pages), (error: Failure) => {
      assert.equal(error.code, 'not-found', error.message)
      assert.match(error.message, /its repository URL is no good: it /)
      assert.doesNotMatch(error.message + JSON.stringify(error.details), /SECRET/)
      return true
    })
  })
}

for (const { when, path = 'vanity.test/m', pages, code, says = /./, details = {} } of failures) {
  test(`locate() fails with ${code} when ${when}`, async (t) => {
    await assert.rejects(locateAt(t, path, pages), (error: Failure) => {
      assert.equal(error.code, code, error.message)
      assert.match(error.message, says)
      assert.partialDeepStrictEqual(error.details, { at: 'import-page', ...details })
      return true
    })
  })
}

test('locate() keeps what happened to the connection when it fails', async (t) => {
  await assert.rejects(locateAt(t, 'closed.test/m', {}), (error: Failure) => {
    let cause: unknown = error
    while (cause instanceof Error && cause.cause !== undefined) cause = cause.cause
    return (cause as NodeJS.ErrnoException).code === 'ECONNREFUSED'
  })
})

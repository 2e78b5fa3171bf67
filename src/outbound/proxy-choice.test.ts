import assert from 'node:assert/strict'
import { test } from 'node:test'
import { proxyChoice } from './proxy-choice.ts'
import { parseProxy } from './proxy-url.ts'

for (const [text, expected] of [
  ['proxy.example', { protocol: 'http:', hostname: 'proxy.example', port: 80 }],
  ['proxy.example:3128', { protocol: 'http:', hostname: 'proxy.example', port: 3128 }],
  ['http://10.0.0.1:3128/', { protocol: 'http:', hostname: '10.0.0.1', port: 3128 }],
  ['https://[fd00::1]', { protocol: 'https:', hostname: 'fd00::1', port: 443 }],
  [
    'http://me:s%40cret@proxy.example',
    {
      protocol: 'http:',
      hostname: 'proxy.example',
      port: 80,
      authorization: `Basic ${btoa('me:s@cret')}`,
    },
  ],
] as const) {
  test(`parseProxy() reads ${text}`, () => assert.deepEqual(parseProxy(text), expected))
}

for (const text of [
  '',
  'http://',
  'socks5://a',
  'ftp://a',
  'http://a/b',
  'http://a?b',
  'a b',
  'http://x:99999',
  'http://me:planted%@a',
  'me:planted@/x',
]) {
  test(`parseProxy() refuses ${JSON.stringify(text)}, and shows no password`, () => {
    assert.throws(
      () => parseProxy(text),
      (error) => {
        assert.ok(error instanceof RangeError)
        assert.doesNotMatch(error.message, /planted/)
        return true
      },
    )
  })
}

const proxies = { http: parseProxy('http.proxy:1'), https: parseProxy('https.proxy:2') }

for (const [noProxy, url, expected] of [
  [[], 'http://a.example/', 'http.proxy'],
  [[], 'https://a.example/', 'https.proxy'],
  [[], 'ftp://a.example/', undefined],
  [[], 'http://localhost/', undefined],
  [[], 'http://localhost:3128/', undefined],
  [[], 'http://localhost./', undefined],
  [[], 'http://a.localhost/', undefined],
  [[], 'https://127.0.0.1/', undefined],
  [[], 'https://127.9.9.9/', undefined],
  [[], 'https://[::1]/', undefined],
  [[], 'https://[::ffff:127.0.0.1]/', undefined],
  [[], 'https://10.0.0.1/', 'https.proxy'],
  [[], 'http://notlocalhost/', 'http.proxy'],
  [['*'], 'http://a.example/', undefined],
  [['*'], 'https://10.0.0.1/', undefined],
  [['corp.example'], 'http://corp.example/', undefined],
  [['corp.example'], 'http://git.corp.example/', undefined],
  [['corp.example'], 'http://notcorp.example/', 'http.proxy'],
  [['corp.example'], 'http://corp.example.evil/', 'http.proxy'],
  [['CORP.example '], 'http://corp.example/', undefined],
  [['.corp.example'], 'http://corp.example/', 'http.proxy'],
  [['.corp.example'], 'http://git.corp.example/', undefined],
  [['*.corp.example'], 'http://corp.example/', 'http.proxy'],
  [['*.corp.example'], 'http://git.corp.example/', undefined],
  [['corp.example:8080'], 'http://corp.example:8080/', undefined],
  [['corp.example:8080'], 'http://corp.example/', 'http.proxy'],
  [['corp.example:443'], 'https://corp.example/', undefined],
  [['corp.example:80'], 'https://corp.example/', 'https.proxy'],
  [['10.0.0.0/8'], 'http://10.9.9.9/', undefined],
  [['10.0.0.0/8'], 'http://11.0.0.1/', 'http.proxy'],
  [['10.0.0.0/8'], 'http://ten.example/', 'http.proxy'],
  [['10.1.2.3'], 'http://10.1.2.3/', undefined],
  [['10.1.2.3'], 'http://10.1.2.4/', 'http.proxy'],
  [['10.1.2.3:81'], 'http://10.1.2.3/', 'http.proxy'],
  [['10.1.2.3:81'], 'http://10.1.2.3:81/', undefined],
  [['10.1.2.3'], 'http://[::ffff:10.1.2.3]/', undefined],
  [['fd00::1'], 'http://[fd00::1]/', undefined],
  [['[fd00::1]:81'], 'http://[fd00::1]:81/', undefined],
  [['[fd00::1]:81'], 'http://[fd00::1]/', 'http.proxy'],
  [['fd00::/8'], 'http://[fd12::1]/', undefined],
  [['2.3'], 'http://10.1.2.3/', 'http.proxy'],
  [['bücher.example'], 'http://xn--bcher-kva.example/', undefined],
  [['', ':80', '.', '10.0.0.0/99', '[', 'http://a.example'], 'http://a.example/', 'http.proxy'],
] as const) {
  test(`proxyChoice() gives ${expected} for ${url} without ${JSON.stringify(noProxy)}`, () => {
    assert.equal(proxyChoice({ ...proxies, noProxy })(new URL(url))?.hostname, expected)
  })
}

test('proxyChoice() gives a proxy for the schemes that have one', () => {
  const onlyHttps = proxyChoice({ https: proxies.https, noProxy: [] })
  assert.equal(onlyHttps(new URL('http://a.example/')), undefined)
  assert.equal(onlyHttps(new URL('https://a.example/')), proxies.https)
})

import { test } from 'node:test'
import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import { checkRepoUrl } from './repo-url.ts'

const rows: [string, 'secure' | 'insecure' | 'bad'][] = [
  ['https://example.com/foo.git', 'secure'],
  ['HTTPS://example.com/foo.git', 'secure'],
  ['ssh://user@example.com/foo.git', 'secure'],
  ['git+ssh://', 'secure'],
  ['svn+ssh://h/r', 'secure'],
  ['bzr+ssh://h/r', 'secure'],
  ['https:example.com', 'secure'],
  ['http://', 'insecure'],
  ['http://example.com/foo.git', 'insecure'],
  ['git://example.com/foo.git', 'insecure'],
  ['svn://example.com/foo', 'insecure'],
  ['foo://example.com', 'insecure'],
  ['server:path/to/repo.git', 'insecure'],
  ['', 'bad'],
  ['http#://', 'bad'],
  ['-config', 'bad'],
  ['-config://', 'bad'],
  ['1a://h', 'bad'],
  ['://h', 'bad'],
  ['example.com/foo.git', 'bad'],
  ['//example.com/foo.git', 'bad'],
  ['user@server:path/to/repo.git', 'bad'],
  ['path/that/contains/a:colon/repo.git', 'bad'],
  ['file:///srv/repo', 'bad'],
  ['FILE:repo', 'bad'],
  ['https://h/%zz', 'bad'],
  ['https://h/%2', 'bad'],
  ['https://h/%2f', 'secure'],
  ['https://h/r?token=x', 'bad'],
  ['https://h/r?', 'bad'],
  ['https://h/r#x', 'bad'],
  ['ssh://h/r#', 'bad'],
  ['https://h/a\x01', 'bad'],
  ['https://h:80/', 'secure'],
  ['https://h:/', 'secure'],
  ['https://h:8a/', 'bad'],
  ['https://a:1,b:2/', 'bad'],
  ['ssh://a:1,b:2/', 'secure'],
  ['https://[::1]:80/', 'secure'],
  ['https://[fe80::1%25en0]/', 'secure'],
  ['https://[fe80::1%25en0][::1]', 'bad'],
  ['https://[1.2.3.4]/', 'bad'],
  ['https://[::1/', 'bad'],
  ['https://h[::1]/', 'bad'],
  ['https://a^b/', 'bad'],
  ['https://h%41/', 'bad'],
  ['https://h%C3%A9/', 'secure'],
  ['https://é.example/', 'secure'],
  ['https://u:p%40@h/', 'bad'],
  ['https://u@h/', 'bad'],
  ['https://@h/', 'bad'],
  ['https:u:p@h/r', 'bad'],
  ['https:/u:p@h/r', 'bad'],
  ['https:///u:p@h/r', 'bad'],
  ['https:\\\\u:p@h/r', 'bad'],
  ['https:/\\u:p@h/r', 'bad'],
  ['https://h\\@evil/r', 'bad'],
  ['http://u:p@h/r', 'bad'],
  ['git://u@h/r', 'bad'],
  ['ssh://u:p@h/r', 'bad'],
  ['user:pass@h/r', 'bad'],
  ['ssh://u%40@h/r', 'secure'],
  ['https://h/r@v1', 'secure'],
  ['https://u^@h/', 'bad'],
  ['https://u%@h/', 'bad'],
  ['ssh://-oProxyCommand=x/y', 'bad'],
  ['ssh://u@-h/r', 'bad'],
  ['ssh://-l@h/r', 'bad'],
  ['ssh://%2Dl@h/r', 'bad'],
  ['svn+ssh://-h/r', 'bad'],
  ['ssh://u-@h-1/-r', 'secure'],
]

for (const [url, expected] of rows) {
  test(`checkRepoUrl() finds it ${expected} when the URL is ${JSON.stringify(url)}`, () => {
    const found = checkRepoUrl(url)
    if ('fault' in found) assert.equal('bad', expected)
    else assert.equal(found.insecure ? 'insecure' : 'secure', expected)
  })
}

test('checkRepoUrl() accepts no URL in which a client finds a name or a password', () => {
  const slashes = fc.string({ unit: fc.constantFrom('/', '\\'), maxLength: 4 })
  const rest = fc.string({ unit: fc.constantFrom('u', ':', '@', '/', '\\', '.', '%', '4', '0') })
  fc.assert(
    fc.property(fc.constantFrom('http:', 'https:', 'HTTPS:'), slashes, rest, (...parts) => {
      const url = parts.join('')
      const { username = '', password = '' } = URL.parse(url) ?? {}
      if (username + password !== '') assert.ok('fault' in checkRepoUrl(url), url)
    }),
    { numRuns: 2000 },
  )
})

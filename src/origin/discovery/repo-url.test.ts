import { test } from 'node:test'
import assert from 'node:assert/strict'
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
  ['https://h/%2f?%zz', 'secure'],
  ['https://h/#%zz', 'bad'],
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
  ['https://u:p%40@h/', 'secure'],
  ['https://u^@h/', 'bad'],
  ['https://u%@h/', 'bad'],
]

for (const [url, expected] of rows) {
  test(`checkRepoUrl() finds it ${expected} when the URL is ${JSON.stringify(url)}`, () => {
    const found = checkRepoUrl(url)
    if ('fault' in found) assert.equal('bad', expected)
    else assert.equal(found.insecure ? 'insecure' : 'secure', expected)
  })
}

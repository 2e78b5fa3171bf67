import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseSumdb, parseSumdbKey, parseSumdbUrl, relayedSumdbs } from './sumdb.ts'

const known = 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8'
const local = 'localhost.localdev/sumdb+00000c67+AcTrnkbUA+TU4heY3hkjiSES/DSQniBqIeQ/YppAUtK6'

for (const [text, expected] of [
  ['off', 'off'],
  ['sum.golang.org', { key: known, url: 'https://sum.golang.org' }],
  ['sum.golang.google.cn', { key: known, url: 'https://sum.golang.google.cn' }],
  [known, { key: known, url: 'https://sum.golang.org' }],
  [local, { key: local, url: 'https://localhost.localdev/sumdb' }],
  [` ${local}  http://127.0.0.1:80/db/ `, { key: local, url: 'http://127.0.0.1/db' }],
] as const) {
  test(`parseSumdb() reads ${text}`, () => assert.deepEqual(parseSumdb(text), expected))
}

for (const [text, reason] of [
  ['', /is not a name or a key/],
  ['off https://sum.golang.org', /neither a known checksum database nor the key of one/],
  ['constructor', /neither a known checksum database nor the key of one/],
  ['sum.corp.example', /neither a known checksum database nor the key of one/],
  [known.replace('033', '034'), /neither a known checksum database nor the key of one/],
  [`${known} sum.golang.org`, /is not an absolute http or https URL/],
  [`${known} https://a:b@sum.golang.org`, /holds a user name/],
  [`${known} https://a.example b`, /is not a name or a key/],
] as const) {
  test(`parseSumdb() refuses ${text}`, () => {
    assert.throws(() => parseSumdb(text), { name: 'RangeError', message: reason })
  })
}

test('parseSumdbKey() takes a known name, a key, or "off"', () => {
  assert.equal(parseSumdbKey('sum.golang.org'), known)
  assert.equal(parseSumdbKey(local), local)
  assert.equal(parseSumdbKey('off'), 'off')
  for (const text of [
    '',
    'sum.corp.example',
    'sum.golang.google.cn',
    known.replace('033', '034'),
    'witness.example+3c436f90+BIqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c',
  ]) {
    assert.throws(() => parseSumdbKey(text), /neither a known checksum database nor the key/)
  }
})

test('parseSumdbUrl() takes no slashes at the end, and no credentials', () => {
  assert.equal(parseSumdbUrl('https://a.example/sumdb/x//'), 'https://a.example/sumdb/x')
  assert.throws(() => parseSumdbUrl('https://a:b@a.example'), /holds a user name/)
})

test('relayedSumdbs() are those of the tables, the public one without any, none with "off"', () => {
  assert.deepEqual(relayedSumdbs([]), [{ key: known, urls: undefined }])
  const urls = ['https://a.example']
  assert.deepEqual(relayedSumdbs([{ key: local, urls }]), [{ key: local, urls }])
  assert.deepEqual(relayedSumdbs([{ key: local }, { key: 'off' }]), [])
})

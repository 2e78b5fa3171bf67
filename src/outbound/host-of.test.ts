import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hostOf } from './host-of.ts'

void test('hostOf() names a host as the ledger of requests does', () => {
  const rows: [url: string, host: string][] = [
    ['https://a.example/x', 'a.example'],
    ['https://a.example:443/x', 'a.example'],
    ['http://user@a.example:8080/x', 'a.example:8080'],
    ['ssh://git@a.example:2222/x', 'a.example:2222'],
    ['git://[::1]:9418/x', '[::1]:9418'],
    ['no url', ''],
  ]
  for (const [url, host] of rows) assert.equal(hostOf(url), host)
})

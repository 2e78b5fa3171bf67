import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sentType } from './sent-type.ts'

const cases: [headers: Record<string, string>, type: string | undefined][] = [
  [{}, undefined],
  [{ 'content-type': '' }, undefined],
  [{ 'content-type': 'text/plain' }, 'text/plain'],
  [{ 'content-type': ' Text/Plain ; charset=utf-8' }, 'text/plain'],
  [{ 'content-type': 'text/plain', 'content-encoding': 'identity' }, 'text/plain'],
  [{ 'content-type': 'text/plain', 'content-encoding': 'Identity' }, 'text/plain'],
  [{ 'content-type': 'text/plain', 'content-encoding': 'gzip' }, undefined],
  [{ 'content-type': 'text/plain', 'content-encoding': 'identity, gzip' }, undefined],
  [{ 'content-type': 'text/plain, application/json' }, 'text/plain, application/json'],
]

for (const [headers, type] of cases) {
  test(`${JSON.stringify(headers)} is ${type}`, () => assert.equal(sentType(headers), type))
}

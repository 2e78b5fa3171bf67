import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure } from '../../failure.ts'
import { readPayload } from './payload.ts'
import type { BodyKind } from './payload.ts'

const readable: [body: string, kind: BodyKind, payload: unknown][] = [
  ['{"a":[{"b":"]]}}"}]}', 'json', { a: [{ b: ']]}}' }] }],
  ['"\\"[[["', 'json', '"[[['],
  ['null', 'json', null],
  ['\ufeff{}', 'json', {}],
  ['{"a":1,"a":2}', 'json', { a: 2 }],
  ['payload=%7B%22a%22%3A+1%7D&x=y', 'form', { a: 1 }],
  [
    'repository=https%3A%2F%2Fa.example%2Fb&repository=c',
    'form',
    { repositories: ['https://a.example/b', 'c'] },
  ],
  ['', 'form', { repositories: [] }],
  [`${'['.repeat(64)}${']'.repeat(64)}`, 'json', JSON.parse(`${'['.repeat(64)}${']'.repeat(64)}`)],
]

test('readPayload() reads JSON and forms', () => {
  for (const [body, kind, payload] of readable) {
    assert.deepEqual(readPayload(Buffer.from(body), kind), payload, body)
  }
})

const unreadable: [what: string, body: Buffer, kind: BodyKind, reason: RegExp][] = [
  ['nothing', Buffer.from(''), 'json', /not JSON/],
  ['half of it', Buffer.from('{"a":'), 'json', /not JSON/],
  ['more than it', Buffer.from('{}1'), 'json', /not JSON/],
  ['latin1', Buffer.from('{"a":"\u00fc"}', 'latin1'), 'json', /not UTF-8/],
  ['UTF-16', Buffer.from('\ufeff{}', 'utf16le'), 'json', /not UTF-8/],
  ['65 levels', Buffer.from(`${'['.repeat(65)}${']'.repeat(65)}`), 'json', /64 levels/],
  ['levels without end', Buffer.alloc(20 * 2 ** 20, '['), 'json', /64 levels/],
  ['levels of objects', Buffer.from('{"a":'.repeat(100_000)), 'json', /64 levels/],
  ['levels in a form', Buffer.from(`payload=${'['.repeat(100_000)}`), 'form', /64 levels/],
  ['a form that is none', Buffer.from('payload={'), 'form', /not JSON/],
]

for (const [what, body, kind, reason] of unreadable) {
  test(`readPayload() refuses ${what}`, () => {
    assert.throws(
      () => readPayload(body, kind),
      (error) => Failure.is(error, 'invalid') && reason.test(error.message),
    )
  })
}

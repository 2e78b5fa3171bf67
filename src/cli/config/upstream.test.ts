import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseUpstream } from './upstream.ts'

test('parseUpstream() reads what GOPROXY may hold', () => {
  const proxy = 'https://proxy.example'
  for (const [text, expected] of [
    ['direct', [['direct', 'not-found']]],
    ['off', [['off', 'not-found']]],
    [
      `${proxy},direct`,
      [
        [proxy, 'not-found'],
        ['direct', 'not-found'],
      ],
    ],
    [
      `${proxy}|direct`,
      [
        [proxy, 'any-failure'],
        ['direct', 'not-found'],
      ],
    ],
    [
      ` ${proxy}/ , , off `,
      [
        [proxy, 'not-found'],
        ['off', 'not-found'],
      ],
    ],
    ['direct,https://never.example', [['direct', 'not-found']]],
    ['direct|https://never.example', [['direct', 'any-failure']]],
    [
      'proxy.example/go|off',
      [
        ['https://proxy.example/go', 'any-failure'],
        ['off', 'not-found'],
      ],
    ],
    ['http://me:secret@proxy.example', [['http://me:secret@proxy.example', 'not-found']]],
  ] as const) {
    assert.deepEqual(
      parseUpstream(text).map(({ source, fallBackOn }) => [source, fallBackOn]),
      expected,
      text,
    )
  }
})

test('parseUpstream() throws a RangeError when an entry cannot be asked', () => {
  for (const [text, reason] of [
    ['', /names nothing to ask/],
    [' ,|', /names nothing to ask/],
    ['drect', /"drect" is neither a URL nor "direct" nor "off"/],
    ['file:///tmp/proxy', /"file:\/\/\/tmp\/proxy" is not an absolute http or https URL/],
    ['https://proxy.example?a=b', /query/],
    ['https://a b', /not an absolute/],
    ['https://me:sec ret@a', /^"https:\/\/\*\*\*@a" is not an absolute/],
    ['me:secret@proxy.example', /^an entry with a user name or a password must begin/],
  ] as const) {
    assert.throws(() => parseUpstream(text), { name: 'RangeError', message: reason }, text)
  }
})

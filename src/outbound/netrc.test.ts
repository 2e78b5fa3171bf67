import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parseNetrc } from './netrc.ts'

for (const [what, text, expected] of [
  ['nothing', '', []],
  ['one on a line', 'machine a login b password c', ['a b c']],
  ['one on three lines, in any order', 'machine a\n\tpassword c\n  login b\n', ['a b c']],
  [
    'two on a line',
    'machine a login b password c machine d login e password f',
    ['a b c', 'd e f'],
  ],
  ['what lacks something', 'login x password y\nmachine a login b\nmachine d password f', []],
  ['a machine that is begun anew', 'machine a login b\nmachine d login e password f', ['d e f']],
  ['a default', 'machine a login b password c\ndefault\nmachine d login e password f', ['a b c']],
  ['a macro', 'machine a macdef x login b password c\nlogin n\n\nlogin z password y', ['a b c']],
  ['a macro without end', 'macdef x\nmachine a login b password c', []],
  ['words that mean nothing', 'machine a account x login b password c', ['a b c']],
  ['a port', 'machine a:8443 login b password c', ['a:8443 b c']],
] as const) {
  test(`parseNetrc() reads ${what}`, () => {
    const lines = parseNetrc(text).map(({ machine, login, password }) =>
      [machine, login, password].join(' '),
    )
    assert.deepEqual(lines, expected)
  })
}

test('parseNetrc() reads a file of any content', () => {
  assert.deepEqual(parseNetrc(readFileSync(process.execPath).toString('latin1', 0, 100_000)), [])
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { matchPrefixPatterns } from './patterns.ts'

// Source: facts of x/mod/module's test.
const table: [globs: string, target: string, expected: boolean][] = [
  ['', 'rsc.io/quote', false],
  ['/', 'rsc.io/quote', false],
  ['*/quote', 'rsc.io/quote', true],
  ['*/quo', 'rsc.io/quote', false],
  ['*/quo??', 'rsc.io/quote', true],
  ['*/quo*', 'rsc.io/quote', true],
  ['*quo*', 'rsc.io/quote', false],
  ['rsc.io', 'rsc.io/quote', true],
  ['*.io', 'rsc.io/quote', true],
  ['rsc.io/', 'rsc.io/quote', true],
  ['rsc', 'rsc.io/quote', false],
  ['rsc*', 'rsc.io/quote', true],
  ['rsc.io', 'rsc.io/quote/v3', true],
  ['*/quote', 'rsc.io/quote/v3', true],
  ['*/quote/', 'rsc.io/quote/v3', true],
  ['*/quote/*', 'rsc.io/quote/v3', true],
  ['*/quote/*/', 'rsc.io/quote/v3', true],
  ['*/v3', 'rsc.io/quote/v3', false],
  ['*/*/v3', 'rsc.io/quote/v3', true],
  ['*/*/*', 'rsc.io/quote/v3', true],
  ['*/*/*', 'rsc.io/quote', false],
  ['*/*/*,', 'rsc.io/quote', false],
  ['*/*/*,,', 'rsc.io/quote', false],
  ['*/*/*,,,,rsc.io/quote', 'rsc.io/quote', true],
  ['rsc.io/quote,*/*/*', 'rsc.io/quote', true],
  ['[abc,rsc.io', 'rsc.io/quote', true],
  ['rsc.io//', 'rsc.io/quote', false],
  ['rsc.io ', 'rsc.io/quote', false],
  ['RSC.io', 'rsc.io/quote', false],
  ['*.corp.example,rsc.io/private', 'git.corp.example/x', true],
  ['*.corp.example,rsc.io/private', 'corp.example/x', false],
  ['*.corp.example,rsc.io/private', 'a.b.corp.example', true],
]

test('matchPrefixPatterns() matches leading elements', () => {
  for (const [globs, target, expected] of table) {
    assert.equal(matchPrefixPatterns(globs, target), expected, `${globs} on ${target}`)
  }
})

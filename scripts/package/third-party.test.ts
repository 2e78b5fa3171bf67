import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bundledPackages, thirdPartyText } from './third-party.ts'

test('bundledPackages() names each package once, and its licence with the text', () => {
  const found = bundledPackages([
    'src/cli/main.ts',
    'node_modules/zod/v4/core/api.js',
    'node_modules/@pinojs/redact/index.js',
    'node_modules/zod/index.js',
  ])
  assert.deepEqual(
    found.map(({ name, licence }) => [name, licence]),
    [
      ['@pinojs/redact', 'MIT'],
      ['zod', 'MIT'],
    ],
  )
  for (const { texts } of found) assert.match(texts.join(''), /Permission is hereby granted/)
})

test('bundledPackages() refuses what nobody may pass on', () => {
  assert.throws(() => bundledPackages(['node_modules/.bin/tsc']), /package\.json/)
})

test('thirdPartyText() has a head for each package, and its whole text', () => {
  const text = thirdPartyText([
    { name: 'a', version: '1.0.0', licence: 'MIT', texts: ['one', 'two'] },
    { name: 'b', version: '2.0.0', licence: 'ISC', texts: ['three'] },
  ])
  const rule = '-'.repeat(80)
  assert.equal(
    text,
    `The files in dist/ contain code of these packages.\n\n${rule}\na 1.0.0 (MIT)\n\none\ntwo\n\n${rule}\nb 2.0.0 (ISC)\n\nthree\n`,
  )
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseLogQuestion } from './parse-log-path.ts'

void test('paths of C2SP are read', () => {
  const wide = { n: 1_234_067, width: 256 }
  for (const [path, question] of [
    ['checkpoint', { kind: 'checkpoint' }],
    [
      'proof/github.com/!acme/x@v1.0.0',
      { kind: 'proof', path: 'github.com/Acme/x', version: 'v1.0.0' },
    ],
    ['tile/0/x001/x234/067', { kind: 'hashes', tile: { level: 0, ...wide } }],
    ['tile/1/000.p/7', { kind: 'hashes', tile: { level: 1, n: 0, width: 7 } }],
    ['tile/entries/x001/x234/067', { kind: 'entries', tile: { level: 'data', ...wide } }],
    ['tile/entries/000.p/7', { kind: 'entries', tile: { level: 'data', n: 0, width: 7 } }],
  ] as const) {
    assert.deepEqual(parseLogQuestion(path), question, path)
  }
})

void test('what the go command asks is not one of them', () => {
  for (const path of [
    'latest',
    'supported',
    'lookup/x@v1.0.0',
    'tile/8/0/000',
    'tile/8/data/000',
    'tile/7/000',
    '',
  ]) {
    assert.equal(parseLogQuestion(path), undefined, path)
  }
})

void test('no other spelling is taken', () => {
  for (const path of [
    'tile/0/0',
    'tile/0/000.p/256',
    'tile/0/000.p/0',
    'tile/entries/1',
    'tile/entries/data/000',
    'tile/0/x000/000',
    'proof/x.example@v1',
    'proof/x.example',
    'proof/X.example@v1.0.0',
  ]) {
    assert.throws(() => parseLogQuestion(path), { code: 'invalid' }, path)
  }
})

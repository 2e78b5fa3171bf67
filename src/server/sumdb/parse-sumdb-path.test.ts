import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure } from '../../failure.ts'
import { parseSumdbQuestion, sumdbPath } from './parse-sumdb-path.ts'

const names = ['sum.test', 'b.test', 'b.test/sumdb', 'a.test/sumdb']

test('sumdbPath() takes the name of a database off', () => {
  for (const [path, name, rest, door] of [
    ['/cached-only/sumdb/sum.test/latest', 'sum.test', 'latest', 'cached-only'],
    ['/sumdb/sum.test/latest', 'sum.test', 'latest'],
    ['/strict/sumdb/sum.test/latest', 'sum.test', 'latest', 'strict'],
    ['/sumdb/a.test/sumdb/tile/8/0/000', 'a.test/sumdb', 'tile/8/0/000'],
    ['/sumdb/b.test/sumdb/latest', 'b.test/sumdb', 'latest'],
    ['/sumdb/b.test/latest', 'b.test', 'latest'],
    ['/sumdb/a.test/latest', undefined, 'a.test/latest'],
    ['/sumdb/sum.test', undefined, 'sum.test'],
    ['/sumdb/sum.tester/latest', undefined, 'sum.tester/latest'],
  ] as const) {
    assert.deepEqual(sumdbPath(path, names), { name, rest, door }, path)
  }
  for (const path of [
    '/',
    '/sumdb',
    '/sumdb.test/x/@v/list',
    '/cached-only/cached-only/sumdb/sum.test/latest',
    '/other/sumdb/sum.test/latest',
  ]) {
    assert.equal(sumdbPath(path, names), undefined, path)
  }
})

test('parseSumdbQuestion() reads what the go command asks', () => {
  assert.deepEqual(parseSumdbQuestion('supported'), { kind: 'supported' })
  assert.deepEqual(parseSumdbQuestion('latest'), { kind: 'latest' })
  for (const [rest, path, version] of [
    ['lookup/a.test/x@v1.0.0', 'a.test/x', 'v1.0.0'],
    ['lookup/github.com/!burnt!sushi/toml@v1.3.2', 'github.com/BurntSushi/toml', 'v1.3.2'],
    ['lookup/a.test/x@v2.0.0+incompatible', 'a.test/x', 'v2.0.0+incompatible'],
    ['lookup/a.test/x/v2@v2.0.0-!r!c.1', 'a.test/x/v2', 'v2.0.0-RC.1'],
    [
      'lookup/golang.org/toolchain@v0.0.1-go1.26.0.linux-amd64',
      'golang.org/toolchain',
      'v0.0.1-go1.26.0.linux-amd64',
    ],
  ] as const) {
    assert.deepEqual(parseSumdbQuestion(rest), { kind: 'lookup', path, version }, rest)
  }
  for (const [rest, tile] of [
    ['tile/8/0/x001/234', { level: 0, n: 1234, width: 256 }],
    ['tile/8/2/000.p/7', { level: 2, n: 0, width: 7 }],
    ['tile/8/data/001.p/9', { level: 'data', n: 1, width: 9 }],
  ] as const) {
    assert.deepEqual(parseSumdbQuestion(rest), { kind: 'tile', tile }, rest)
  }
})

test('parseSumdbQuestion() refuses every other spelling', () => {
  for (const rest of [
    '',
    'supported/',
    'Latest',
    'checkpoint',
    'lookup/',
    'lookup/a.test/x',
    'lookup/a.test/x@',
    'lookup/a.test/x@v1',
    'lookup/a.test/x@v1.0',
    'lookup/a.test/x@latest',
    'lookup/a.test/x@v1.0.0/go.mod',
    'lookup/a.test/x@v1.0.0@v1.0.0',
    'lookup/a.test/x@v1.0.0+meta',
    'lookup/a.test/x@v2.0.0',
    'lookup/a.test/X@v1.0.0',
    'lookup/a.test/!X@v1.0.0',
    'lookup/a.test/x!@v1.0.0',
    'lookup/x@v1.0.0\n',
    'lookup//a.test/x@v1.0.0',
    'tile/',
    'tile/8/0/1',
    'tile/8/0/000.p/256',
    'tile/8/0/000.p/0',
    'tile/8/0/000.p/07',
    'tile/8/0/x000/001',
    'tile/8/7/000',
    'tile/8/-1/000',
    'tile/7/0/000',
    'tile/10/0/000',
    'tile/8/0/x999/x999/x999/x999/x999/999',
    'tile/8/data/000/',
  ]) {
    assert.throws(
      () => parseSumdbQuestion(rest),
      (error) => Failure.is(error, 'invalid'),
      rest,
    )
  }
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure } from '../failure.ts'
import { parseFetchArgument } from './fetch-argument.ts'

test('parseFetchArgument() splits at the first @', () => {
  for (const [argument, path, query] of [
    ['a.test/x', 'a.test/x', 'latest'],
    ['a.test/x@v1.0.0', 'a.test/x', 'v1.0.0'],
    ['a.test/x@feature/b@c', 'a.test/x', 'feature/b@c'],
    ['a.test/x@<v1.2.3', 'a.test/x', '<v1.2.3'],
    ['a.test/x@v1', 'a.test/x', 'v1'],
  ] as const) {
    assert.deepEqual(parseFetchArgument(argument), { path, query })
  }
})

test('parseFetchArgument() names the argument, the reason and the form when nobody can be asked that', () => {
  for (const [argument, reason] of [
    ['', /module path/],
    ['x@v1.0.0', /module path/],
    ['a.test/../x', /module path/],
    ['https://a.test/x', /leave "https:\/\/" out/],
    ['a.test/x@', /nothing follows the "@"/],
    ['a.test/x@--upload-pack=x', /begins with "-"/],
    ['a.test/x@a b', /a blank/],
    ['a.test/x@a\u0000', /control character/],
    ['a.test/x@<main', /"<main" compares with "main"/],
    ['a.test/x@>v1.2', /ambiguous/],
  ] as const) {
    assert.throws(
      () => parseFetchArgument(argument),
      (error) => {
        assert.ok(Failure.is(error, 'invalid'), String(error))
        assert.ok(error.message.startsWith(`Cannot fetch ${JSON.stringify(argument)}: `))
        assert.match(error.message, reason)
        assert.ok(error.details.hint?.startsWith('Write MODULE@QUERY, such as '))
        return true
      },
      argument,
    )
  }
})

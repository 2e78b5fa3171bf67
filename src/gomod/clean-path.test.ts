import assert from 'node:assert/strict'
import { posix } from 'node:path'
import { test } from 'node:test'

import * as fc from 'fast-check'

import { isCleanPath } from './clean-path.ts'

test('isCleanPath() tells whether a path is its shortest form', () => {
  const clean = ['.', '/', 'a', 'a/b', '/a', '..', '../..', '../a', 'a..b', '...', 'a/...', '.a']
  const others = ['', './a', 'a/', 'a//b', '//', 'a/.', 'a/..', 'a/../b', '/..', '../a/..', '..//a']
  for (const path of clean) assert.equal(isCleanPath(path), true, path)
  for (const path of others) assert.equal(isCleanPath(path), false, path)
})

test('isCleanPath() agrees with normalisation', () => {
  const parts = fc.array(fc.constantFrom('a', 'b', '.', '..', '...', ''), { maxLength: 6 })
  fc.assert(
    fc.property(parts, (elements) => {
      const path = elements.join('/')
      const shortest = posix.normalize(path).replace(/(?<=.)\/$/, '')
      assert.equal(isCleanPath(path), path === shortest, path)
    }),
  )
})

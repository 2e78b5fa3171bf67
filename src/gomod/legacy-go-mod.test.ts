import assert from 'node:assert/strict'
import { test } from 'node:test'
import { legacyGoMod } from './legacy-go-mod.ts'
import { modulePathOf } from './mod-file-path.ts'

test('legacyGoMod() writes one module line, quoted when the path needs it', () => {
  assert.equal(legacyGoMod('github.com/pkg/errors'), 'module github.com/pkg/errors\n')
  assert.equal(legacyGoMod('a b'), 'module "a b"\n')
})

test('legacyGoMod() is read back as the same path', () => {
  for (const path of ['gopkg.in/yaml.v2', 'a b', 'é/"x"']) {
    assert.equal(modulePathOf(new TextEncoder().encode(legacyGoMod(path))), path)
  }
})

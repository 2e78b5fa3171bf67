import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ModFileError } from './mod-file-error.ts'
import { parseModFile } from './parse.ts'

const lax = { lax: true }

// Facts: x/mod/modfile TestParseLax and the comments in rule.go.
const passedOver = [
  'foo',
  'surprise attack',
  'foo (\n\tbar\n)',
  'require x (\n\ty\n)',
  'go (\n\t1.21\n)',
  'unknown "quoted" [ , ] { }',
  '<<<<<<< HEAD',
  'toolchain nonsense',
  'toolchain go1.21',
  'godebug a',
  'godebug (\na\n)',
  'exclude x',
  'exclude x v1.0.0',
  'replace x',
  'replace x => ./y',
  'tool',
  'tool a',
  'use ./a',
  'retract',
  'retract [',
  'retract [v1.0.0]',
  'retract [v1.0.0, ]',
  'retract `v1.0.0`',
  'retract (\n\t[v1.0.0\n)',
]

const refused = [
  'module',
  'module a b',
  'module `a`',
  'module a\nmodule b',
  'module a b\nmodule c',
  'go',
  'go 1',
  'go x1.2',
  'go 1.21\ngo 1.21',
  'require x',
  'require x master',
  'require x v2.0.0',
  'require x/v1 v1.0.0',
  'require (\n<<<<<<< HEAD\n)',
  'ignore',
  'ignore a b',
]

const goVersions: [written: string, read: string][] = [
  ['1.21', '1.21'],
  ['1.21.3', '1.21.3'],
  ['1.21rc1', '1.21rc1'],
  ['1.24-foo', '1.24'],
  ['1.24.5-foo', '1.24'],
  ['1.21.3.4', '1.21'],
  ['v1.24', ''],
  ['v1.24.0', '1.24'],
  ['v1.24x', '1.24'],
  ['1.24é', '1.24'],
  ['1.024', ''],
  ['1.24.', '1.24'],
]

test('parseModFile() in lax mode passes over lines when only the main module needs them', async (t) => {
  for (const text of passedOver) {
    await t.test(JSON.stringify(text), () => {
      assert.deepEqual(parseModFile('go.mod', text, lax), parseModFile('go.mod', ''))
    })
  }
})

test('parseModFile() in lax mode throws when a directive that counts is wrong', async (t) => {
  for (const text of refused) {
    await t.test(JSON.stringify(text), () => {
      assert.throws(() => parseModFile('go.mod', text, lax), ModFileError)
    })
  }
})

test('parseModFile() in lax mode cuts a go version down when its form is unknown', async (t) => {
  for (const [written, read] of goVersions) {
    const text = `go ${written}`
    await t.test(written, () => {
      if (read === '') assert.throws(() => parseModFile('go.mod', text, lax), ModFileError)
      else assert.equal(parseModFile('go.mod', text, lax).go, read)
    })
  }
})

test('parseModFile() in lax mode keeps a retraction when more words follow the version', () => {
  const { retract } = parseModFile('go.mod', 'retract [v1.0.0, v1.1.0] because // x', lax)
  assert.deepEqual(retract, [{ low: 'v1.0.0', high: 'v1.1.0', rationale: 'x', line: 1 }])
})

test('parseModFile() in lax mode keeps what a dependency says when unknown lines surround it', () => {
  const text =
    'module m\nsurprise attack\nsurprises (\n\tattack 1\n\tattack 2\n)\nrequire x v1.0.0\nignore ./y\n'
  const mod = parseModFile('go.mod', text, lax)
  assert.equal(mod.module?.path, 'm')
  assert.deepEqual(mod.require, [{ path: 'x', version: 'v1.0.0', indirect: false, line: 7 }])
  assert.deepEqual(mod.ignore, [{ path: './y', line: 8 }])
})

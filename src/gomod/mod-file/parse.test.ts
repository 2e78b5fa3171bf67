import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ModFile } from './mod-file.ts'
import { parseModFile } from './parse.ts'

const empty: ModFile = {
  godebug: [],
  replace: [],
  require: [],
  exclude: [],
  retract: [],
  tool: [],
  ignore: [],
}

const required = (path: string, version: string, line = 1, indirect = false) => ({
  require: [{ path, version, indirect, line }],
})
const replaced = (oldPath: string, oldVersion: string, newPath: string, newVersion: string) => ({
  replace: [{ oldPath, oldVersion, newPath, newVersion, line: 1 }],
})
const named = (path: string, line = 1) => ({ module: { path, deprecated: '', line } })
const retracted = (low: string, high: string) => ({
  retract: [{ low, high, rationale: '', line: 1 }],
})

// Facts: x/mod/modfile rule_test.go and the go.mod reference.
const accepted: [text: string, found: Partial<ModFile>][] = [
  ['', {}],
  ['\n\r\n \t\n', {}],
  ['// only a comment', {}],
  ['module m', named('m')],
  ['module m\n', named('m')],
  ['module m\r\n', named('m')],
  ['module\tm\t\r', named('m')],
  ['module "m"', named('m')],
  ['module "a b"', named('a b')],
  ['module "\\u00e9\\x2fq"', named('é/q')],
  ['module m//comment', named('m')],
  ['module a/b//c', named('a/b')],
  ['\n\nmodule m', named('m', 3)],
  ['module (\n\tm\n)', named('m', 2)],
  ['module (\n)', {}],
  ['module ()', {}],
  ['module [', named('[')],
  ['module a\\b', named('a\\b')],
  ['module 漢字/é😀', named('漢字/é😀')],
  ['module example.com/a/v1', named('example.com/a/v1')],
  ['go 1.21', { go: '1.21' }],
  ['go 1.21.0', { go: '1.21.0' }],
  ['go 1.21rc1', { go: '1.21rc1' }],
  ['go 1.21.0rc1', { go: '1.21.0rc1' }],
  ['go 99999999999999999999.0', { go: '99999999999999999999.0' }],
  ['toolchain go1.21', { toolchain: 'go1.21' }],
  ['toolchain go1.21.3-gccgo', { toolchain: 'go1.21.3-gccgo' }],
  ['toolchain go1', { toolchain: 'go1' }],
  ['toolchain default', { toolchain: 'default' }],
  ['godebug a=b', { godebug: [{ key: 'a', value: 'b' }] }],
  ['godebug a=b=c', { godebug: [{ key: 'a', value: 'b=c' }] }],
  ['godebug =', { godebug: [{ key: '', value: '' }] }],
  [
    'godebug (\n=b\na=\n)',
    {
      godebug: [
        { key: '', value: 'b' },
        { key: 'a', value: '' },
      ],
    },
  ],
  ['require x.y/z v1.2.3', required('x.y/z', 'v1.2.3')],
  ['require "x.y/z" "v1.2.3"', required('x.y/z', 'v1.2.3')],
  ['require x.y/z v1.2', required('x.y/z', 'v1.2.0')],
  ['require x.y/z v1', required('x.y/z', 'v1.0.0')],
  ['require x.y/z v1.2.3+meta', required('x.y/z', 'v1.2.3')],
  ['require x.y/z v1.2.3-pre.1', required('x.y/z', 'v1.2.3-pre.1')],
  ['require x.y/z v2.0.0+incompatible', required('x.y/z', 'v2.0.0+incompatible')],
  ['require x.y/z/v2 v2.0.0', required('x.y/z/v2', 'v2.0.0')],
  ['require x.y/z/v2 v2', required('x.y/z/v2', 'v2.0.0')],
  ['require gopkg.in/yaml.v2 v2.2.1', required('gopkg.in/yaml.v2', 'v2.2.1')],
  ['require gopkg.in/a.v2-unstable v2.0.0', required('gopkg.in/a.v2-unstable', 'v2.0.0')],
  ['require gopkg.in/a.v0 v0.1.0', required('gopkg.in/a.v0', 'v0.1.0')],
  [
    'require gopkg.in/check.v1 v0.0.0-20161208181325-20d25e280405',
    required('gopkg.in/check.v1', 'v0.0.0-20161208181325-20d25e280405'),
  ],
  ['require x v1.0.0', required('x', 'v1.0.0')],
  ['require x v1.0.0 // indirect', required('x', 'v1.0.0', 1, true)],
  ['require x v1.0.0 //indirect', required('x', 'v1.0.0', 1, true)],
  ['require x v1.0.0//\u00a0indirect\t\r\n', required('x', 'v1.0.0', 1, true)],
  ['require x v1.0.0 // indirect; why', required('x', 'v1.0.0', 1, true)],
  ['require x v1.0.0 // indirect;why', required('x', 'v1.0.0')],
  ['require x v1.0.0 // indirect;', required('x', 'v1.0.0')],
  ['require x v1.0.0 // indirect why', required('x', 'v1.0.0')],
  ['require x v1.0.0 // not indirect', required('x', 'v1.0.0')],
  ['require x v1.0.0 // Indirect', required('x', 'v1.0.0')],
  ['require x v1.0.0 //', required('x', 'v1.0.0')],
  ['// indirect\nrequire x v1.0.0', required('x', 'v1.0.0', 2)],
  ['require ( // indirect\nx v1.0.0\n) // indirect', required('x', 'v1.0.0', 2)],
  ['require (\nx v1.0.0 // indirect\n)', required('x', 'v1.0.0', 2, true)],
  ['require(\n\n\tx v1.0.0\r\n\n)\n', required('x', 'v1.0.0', 3)],
  ['exclude x v1.2', { exclude: [{ path: 'x', version: 'v1.2.0', line: 1 }] }],
  ['exclude (\nx v1.2.0\n)', { exclude: [{ path: 'x', version: 'v1.2.0', line: 2 }] }],
  ['replace x => y v1.2', replaced('x', '', 'y', 'v1.2.0')],
  ['replace x v1 => y v2.0.0', replaced('x', 'v1.0.0', 'y', 'v2.0.0')],
  ['replace x/v2 v2.1.0 => y v1.0.0', replaced('x/v2', 'v2.1.0', 'y', 'v1.0.0')],
  ['replace x => y/v3 v1.0.0', replaced('x', '', 'y/v3', 'v1.0.0')],
  ['replace x => ../y', replaced('x', '', '../y', '')],
  ['replace x => ./y', replaced('x', '', './y', '')],
  ['replace x => .', replaced('x', '', '.', '')],
  ['replace x => ..', replaced('x', '', '..', '')],
  ['replace x => /abs', replaced('x', '', '/abs', '')],
  ['replace x => C:/y', replaced('x', '', 'C:/y', '')],
  ['replace x v1.0.0 => "../a b"', replaced('x', 'v1.0.0', '../a b', '')],
  ['replace => => ./y', replaced('=>', '', './y', '')],
  ['retract v1.0.0', retracted('v1.0.0', 'v1.0.0')],
  ['retract "v1.0.0"', retracted('v1.0.0', 'v1.0.0')],
  ['retract [v1.0.0, v1.1.0]', retracted('v1.0.0', 'v1.1.0')],
  ['retract[v1.0.0,v1.1.0]', retracted('v1.0.0', 'v1.1.0')],
  ['retract [ "v1.0.0" , v1.1.0 ]', retracted('v1.0.0', 'v1.1.0')],
  ['retract latest', retracted('latest', 'latest')],
  ['retract v1', retracted('v1', 'v1')],
  ['tool example.com/tool', { tool: [{ path: 'example.com/tool', line: 1 }] }],
  [
    'tool (\na\n"b c"\n)',
    {
      tool: [
        { path: 'a', line: 2 },
        { path: 'b c', line: 3 },
      ],
    },
  ],
  ['ignore ./node_modules', { ignore: [{ path: './node_modules', line: 1 }] }],
  ['ignore (\n=======\n)', { ignore: [{ path: '=======', line: 2 }] }],
]

test('parseModFile() reads every directive when the file is well formed', async (t) => {
  for (const [text, found] of accepted) {
    await t.test(JSON.stringify(text), () => {
      const expected = { ...empty, ...found }
      assert.deepEqual(parseModFile('go.mod', text), expected)
      assert.deepEqual(parseModFile('go.mod', new TextEncoder().encode(text)), expected)
    })
  }
})

test('parseModFile() keeps file order when directives repeat and blocks mix with lines', () => {
  const text =
    'require b v1.0.0\ngo 1.24\nrequire (\n\ta v1.0.0\n\tb v1.1.0\n)\nmodule m\nrequire a v1.2.0\n'
  const mod = parseModFile('go.mod', text)
  const seen = mod.require.map(({ path, version, line }) => `${path}@${version}:${line}`)
  assert.deepEqual(seen, ['b@v1.0.0:1', 'a@v1.0.0:4', 'b@v1.1.0:5', 'a@v1.2.0:8'])
  assert.equal(mod.go, '1.24')
  assert.deepEqual(mod.module, { path: 'm', deprecated: '', line: 7 })
})

test('parseModFile() takes a byte that is not UTF-8 for U+FFFD when it stands in a word', () => {
  const bytes = Uint8Array.of(...new TextEncoder().encode('module a'), 0xe2, 0x82, 0x62)
  assert.equal(parseModFile('go.mod', bytes).module?.path, 'a\ufffd\ufffdb')
})

test('parseModFile() hands a comment to the line before when its own line has a two-line string', () => {
  const text = 'require a v1.0.0\ntool "x\\\ny" // indirect\n'
  assert.equal(parseModFile('go.mod', text, { lax: true }).require[0]?.indirect, true)
  const apart = text.replace('\n', '\n\n// block of its own\n\n')
  assert.equal(parseModFile('go.mod', apart, { lax: true }).require[0]?.indirect, false)
})

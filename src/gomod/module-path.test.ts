import assert from 'node:assert/strict'
import { test } from 'node:test'
import { InvalidError } from './invalid-error.ts'
import {
  canonicalVersion,
  check,
  checkImportPath,
  checkPath,
  isModulePath,
  checkPathMajor,
  checkRecordable,
  hasPathPrefix,
  matchPathMajor,
  pathMajorPrefix,
  splitPathVersion,
} from './module-path.ts'

function accepts(run: () => void): boolean {
  try {
    run()
    return true
  } catch (error) {
    assert.ok(error instanceof InvalidError)
    return false
  }
}

// Whether each text is a module path, and whether it is an import path. Source: facts of x/mod/module's test.
const paths: [path: string, module: boolean, imported: boolean][] = [
  ['x.y/z', true, true],
  ['x.y', true, true],
  ['', false, false],
  ['x.y/\xffz', false, false],
  ['x.y/\ud800', false, false],
  ['/x.y/z', false, false],
  ['x./z', false, false],
  ['.x/z', false, true],
  ['-x/z', false, false],
  ['x..y/z', true, true],
  ['x.y/z/../../w', false, false],
  ['x.y//z', false, false],
  ['x.y/z//w', false, false],
  ['x.y/z/', false, false],
  ['x.y/z/v0', false, true],
  ['x.y/z/v1', false, true],
  ['x.y/z/v2', true, true],
  ['x.y/z/v2.0', false, true],
  ['x.y/z/v02', false, true],
  ['x.y/v2', true, true],
  ['X.y/z', false, true],
  ['_x.y/z', false, true],
  ['~x.y/z', false, true],
  ['x/y', false, true],
  ['fmt', false, true],
  ['a.b/-c', true, true],
  ['-a.b/c', false, false],
  ['a-.b/c', true, true],
  ['a.b/c.', false, false],
  ['a.b/.c', false, true],
  ['a.b/..', false, false],
  ['a.b/.', false, false],
  ['a.b/...', false, false],
  ['a.b/c..d', true, true],
  ['a.b/CON', false, false],
  ['a.b/con.x', false, false],
  ['a.b/cOm1.x.y', false, false],
  ['a.b/lpt9', false, false],
  ['a.b/com0', true, true],
  ['a.b/com10', true, true],
  ['a.b/conx', true, true],
  ['a.b/x.con', true, true],
  ['aux.b/c', false, false],
  ['nul.example/c', false, false],
  ['a.b/x~1', false, false],
  ['a.b/x~12.y', false, false],
  ['a.b/x~', true, true],
  ['a.b/x~1a', true, true],
  ['a.b/x.y~1', true, true],
  ['a.b/~1', false, false],
  ['a.b/c+d', false, true],
  ['a.b/c d', false, false],
  ['a.b/c@d', false, false],
  ['a.b/c!d', false, false],
  ['a.b/c:d', false, false],
  ['a.b/c\\d', false, false],
  ['a.b/c%d', false, false],
  ['a.b/é', false, false],
  ['a.b/\u212a', false, false],
  ['a.b/c\0', false, false],
  ['a.b/c\n', false, false],
  ['github.com/Azure/Go_x~y-z', true, true],
  ['gopkg.in/yaml', false, true],
  ['gopkg.in/yaml.v2', true, true],
  ['gopkg.in/yaml.v0', true, true],
  ['gopkg.in/yaml.v01', false, true],
  ['gopkg.in/yaml.v2/v3', false, true],
  ['gopkg.in/yaml.v2-unstable', true, true],
  ['gopkg.in/user/yaml.v2', true, true],
  ['gopkg.in/v2', false, true],
  ['gopkg.in', true, true],
  ['gopkg.in/yaml.v-unstable', true, true],
]

test('checkPath() takes exactly module paths', () => {
  for (const [path, expected] of paths) {
    assert.equal(
      accepts(() => checkPath(path)),
      expected,
      JSON.stringify(path),
    )
  }
})

test('isModulePath() is true for what checkPath() takes', () => {
  for (const [path, expected] of paths) assert.equal(isModulePath(path), expected, path)
})

test('checkImportPath() takes exactly import paths', () => {
  for (const [path, , expected] of paths) {
    assert.equal(
      accepts(() => checkImportPath(path)),
      expected,
      JSON.stringify(path),
    )
  }
})

test('checkPath() names the path and the rule when it throws', () => {
  assert.throws(() => checkPath('a.b/con'), {
    name: 'InvalidError',
    message: 'Invalid module path "a.b/con": element "con" names a Windows device',
  })
})

const pairs: [path: string, version: string, expected: boolean][] = [
  ['rsc.io/quote', '0.1.0', false],
  ['rsc io/quote', 'v1.0.0', false],
  ['github.com/go-yaml/yaml', 'v0.8.0', true],
  ['github.com/go-yaml/yaml', 'v1.0.0', true],
  ['github.com/go-yaml/yaml', 'v1', true],
  ['github.com/go-yaml/yaml', 'v2.0.0', false],
  ['github.com/go-yaml/yaml', 'v2.1.5', false],
  ['github.com/go-yaml/yaml', 'v2.0.0+incompatible', true],
  ['github.com/go-yaml/yaml', 'v2.0.0+meta', false],
  ['github.com/go-yaml/yaml/v2', 'v1.0.0', false],
  ['github.com/go-yaml/yaml/v2', 'v2.0.0', true],
  ['github.com/go-yaml/yaml/v2', 'v2.0.0-pre', true],
  ['github.com/go-yaml/yaml/v2', 'v3.0.0', false],
  ['github.com/go-yaml/yaml/v2', 'v2.0.0+incompatible', true],
  ['gopkg.in/yaml.v0', 'v0.8.0', true],
  ['gopkg.in/yaml.v0', 'v1.0.0', false],
  ['gopkg.in/yaml.v1', 'v0.8.0', false],
  ['gopkg.in/yaml.v1', 'v1.0.0', true],
  ['gopkg.in/yaml.v1', 'v2.0.0', false],
  ['gopkg.in/yaml.v2', 'v2.1.5', true],
  ['gopkg.in/yaml.v2', 'v3.0.0', false],
  ['gopkg.in/check.v1', 'v0.0.0-20161208181325-20d25e280405', true],
  ['gopkg.in/check.v2', 'v0.0.0-20161208181325-20d25e280405', false],
  ['gopkg.in/yaml.v2-unstable', 'v2.1.5', true],
]

test('check() takes exactly the pairs that go together', () => {
  for (const [path, version, expected] of pairs) {
    assert.equal(
      accepts(() => check(path, version)),
      expected,
      `${path}@${version}`,
    )
  }
})

test('checkRecordable() takes canonical versions only, of modules that they go with', () => {
  for (const [path, version] of [
    ['x.y/z', 'v1.2.3'],
    ['x.y/z', 'v2.0.0+incompatible'],
    ['x.y/z/v2', 'v2.0.0-rc.1'],
  ] as const) {
    assert.ok(accepts(() => checkRecordable(path, version)))
  }
  for (const version of ['v1', 'v1.2', 'v1.2.3+meta', 'v2.0.0', 'x', '']) {
    assert.ok(!accepts(() => checkRecordable('x.y/z', version)), version)
  }
})

const splits: [path: string, prefix: string, pathMajor: string][] = [
  ['x.y/z', 'x.y/z', ''],
  ['x.y/z/v2', 'x.y/z', '/v2'],
  ['x.y/z/v10', 'x.y/z', '/v10'],
  ['x.y/v2', 'x.y', '/v2'],
  ['/v2', '', '/v2'],
  ['v2', 'v2', ''],
  ['', '', ''],
  ['x.y/zv2', 'x.y/zv2', ''],
  ['x.y/v', 'x.y/v', ''],
  ['x.y/z/v2/w', 'x.y/z/v2/w', ''],
  ['x.y/v2/v3', 'x.y/v2', '/v3'],
  ['x.y/z.v2', 'x.y/z.v2', ''],
  ['gopkg.in/yaml.v0', 'gopkg.in/yaml', '.v0'],
  ['gopkg.in/yaml.v1', 'gopkg.in/yaml', '.v1'],
  ['gopkg.in/yaml.v12', 'gopkg.in/yaml', '.v12'],
  ['gopkg.in/user/yaml.v2', 'gopkg.in/user/yaml', '.v2'],
  ['gopkg.in/yaml.v1-unstable', 'gopkg.in/yaml', '.v1-unstable'],
  ['gopkg.in/yaml.v-unstable', 'gopkg.in/yaml', '.v-unstable'],
  ['gopkg.in', 'gopkg.in', ''],
]

test('splitPathVersion() cuts off the major version suffix', () => {
  for (const [path, prefix, pathMajor] of splits) {
    assert.deepEqual(splitPathVersion(path), { prefix, pathMajor }, path)
  }
})

test('splitPathVersion() gives nothing when the suffix is not allowed', () => {
  const paths = ['x.y/z/v1', 'x.y/z/v0', 'x.y/z/v02', 'x.y/z/v2.0', 'x.y/z/v.', 'x.y/z/v2.']
  paths.push('gopkg.in/yaml', 'gopkg.in/yaml.v', 'gopkg.in/yaml.v01', 'gopkg.in/yaml.v00')
  paths.push('gopkg.in/yaml.v0-unstable', 'gopkg.in/yaml/v2', 'gopkg.in/v1', 'gopkg.in/yaml.v1.2')
  for (const path of paths) assert.equal(splitPathVersion(path), undefined, path)
})

const majors: [version: string, pathMajor: string, expected: boolean][] = [
  ['v0.1.0', '', true],
  ['v1.2.3', '', true],
  ['v2.0.0', '', false],
  ['v2.0.0+incompatible', '', true],
  ['v2.0.0+meta', '', false],
  ['bad', '', false],
  ['v2.0.0', '/v2', true],
  ['v2.0.0-pre', '/v2', true],
  ['v20.0.0', '/v2', false],
  ['v1.0.0', '/v2', false],
  ['v2', '/v2', true],
  ['v2.0.0', 'v2', false],
  ['v1.0.0', '.v1', true],
  ['v1.0.0', '.v1-unstable', true],
  ['v0.0.0-anything', '.v1', true],
  ['v0.0.0-anything', '.v1-unstable', true],
  ['v0.0.0', '.v1', false],
  ['v0.0.0-anything', '.v2', false],
  ['v2.0.0', '/v2-unstable', false],
]

test('matchPathMajor() agrees with checkPathMajor()', () => {
  for (const [version, pathMajor, expected] of majors) {
    const name = `${version} ${pathMajor}`
    assert.equal(matchPathMajor(version, pathMajor), expected, name)
    assert.equal(
      accepts(() => checkPathMajor(version, pathMajor)),
      expected,
      name,
    )
  }
})

test('pathMajorPrefix() gives the major version of tags', () => {
  const table = [
    ['', ''],
    ['/v2', 'v2'],
    ['/v10', 'v10'],
    ['.v1', 'v1'],
    ['.v0', 'v0'],
    ['.v1-unstable', 'v1'],
  ] as const
  for (const [pathMajor, expected] of table) assert.equal(pathMajorPrefix(pathMajor), expected)
})

test('pathMajorPrefix() throws when the suffix has another form', () => {
  for (const bad of ['v2', '/v', '/2', '/v02', '/v2.1', '/v2-unstable', '.v-unstable', 'x']) {
    assert.throws(() => pathMajorPrefix(bad), InvalidError, bad)
  }
})

test('canonicalVersion() keeps +incompatible only', () => {
  const table = [
    ['v1', 'v1.0.0'],
    ['v1.2.3+meta', 'v1.2.3'],
    ['v1.2.3-pre+meta', 'v1.2.3-pre'],
    ['v2.0.0+incompatible', 'v2.0.0+incompatible'],
    ['v2.0.0-pre+incompatible', 'v2.0.0-pre+incompatible'],
    ['v2.0.0+incompatible.1', 'v2.0.0'],
    ['v2+incompatible', ''],
    ['bad', ''],
  ] as const
  for (const [v, expected] of table) assert.equal(canonicalVersion(v), expected, v)
})

test('hasPathPrefix() compares whole elements', () => {
  const table: [path: string, prefix: string, expected: boolean][] = [
    ['a/b', 'a', true],
    ['a/b', 'a/', true],
    ['a/b', 'a/b', true],
    ['a/b', 'a/b/', false],
    ['a/b', 'a/b/c', false],
    ['ab', 'a', false],
    ['a', '', true],
    ['', '', true],
    ['', 'a', false],
    ['/a', '/', true],
    ['a/', 'a/', true],
    ['b/a', 'a', false],
  ]
  for (const [path, prefix, expected] of table) {
    assert.equal(hasPathPrefix(path, prefix), expected, `${path} ${prefix}`)
  }
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { escapePath, escapeVersion, unescapePath, unescapeVersion } from './escape.ts'
import { InvalidError } from './invalid-error.ts'

// Source: facts of x/mod/module's test.
const paths: [path: string, escaped: string][] = [
  [
    'ascii.com/abcdefghijklmnopqrstuvwxyz.-/~_0123456789',
    'ascii.com/abcdefghijklmnopqrstuvwxyz.-/~_0123456789',
  ],
  ['github.com/GoogleCloudPlatform/omega', 'github.com/!google!cloud!platform/omega'],
  ['github.com/Azure/azure-sdk-for-go', 'github.com/!azure/azure-sdk-for-go'],
  ['github.com/Sirupsen/logrus', 'github.com/!sirupsen/logrus'],
  ['example.com/ABC/v2', 'example.com/!a!b!c/v2'],
  ['gopkg.in/Yaml.v2', 'gopkg.in/!yaml.v2'],
]

const versions: [version: string, escaped: string][] = [
  ['v1.2.3', 'v1.2.3'],
  ['v1.2.3-alpha', 'v1.2.3-alpha'],
  ['v1.2.3-RC1', 'v1.2.3-!r!c1'],
  ['v2.0.0+incompatible', 'v2.0.0+incompatible'],
  ['v1.2.3-ALPHA+Build', 'v1.2.3-!a!l!p!h!a+!build'],
  ['Master', '!master'],
  ['a b@c#d', 'a b@c#d'],
  ['x~1', 'x~1'],
]

test('escapePath() and unescapePath() translate module paths', () => {
  for (const [path, escaped] of paths) {
    assert.equal(escapePath(path), escaped)
    assert.equal(unescapePath(escaped), path)
  }
})

test('escapeVersion() and unescapeVersion() translate versions', () => {
  for (const [version, escaped] of versions) {
    assert.equal(escapeVersion(version), escaped)
    assert.equal(unescapeVersion(escaped), version)
  }
})

test('escapePath() throws when the text is not a module path', () => {
  for (const path of ['', 'github.com/a!b', 'Github.com/a', 'github.com/é', 'a.b/v1', 'a.b/con']) {
    assert.throws(() => escapePath(path), InvalidError, path)
  }
})

test('unescapePath() throws when no module path is spelled so', () => {
  const bad = ['github.com/GoogleCloudPlatform/omega', 'github.com/!google!cloud!platform!/omega']
  bad.push('github.com/!0google', 'github.com/!_google', 'github.com/!!google', 'github.com/x!')
  bad.push('github.com/!Azure', '!github.com/a', '', 'github.com/é', 'github.com/!é', 'a.b/!c!o!n')
  bad.push('localhost/x', 'github.com/a+b', 'github.com/a\0', 'github.com/a/', 'a.b/!\ud800')
  for (const escaped of bad) {
    assert.throws(() => unescapePath(escaped), InvalidError, JSON.stringify(escaped))
  }
})

test('escapeVersion() throws when the version is not an ASCII file name without "!"', () => {
  for (const v of [
    '',
    'a/b',
    'v1.0.0!',
    'é',
    'con',
    '..',
    'v1.',
    'v1:2',
    'v1*',
    'a\\b',
    'a\nb',
    '\ud800',
  ]) {
    assert.throws(() => escapeVersion(v), InvalidError, JSON.stringify(v))
  }
})

test('unescapeVersion() throws when no version is spelled so', () => {
  const bad = ['', 'V1.0.0', 'v1.0.0-!R', 'v1.0.0!', '!1', '!!a', 'a/b', '!c!o!n', 'é', 'v1.']
  for (const v of bad) {
    assert.throws(() => unescapeVersion(v), InvalidError, JSON.stringify(v))
  }
})

const element = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,8}$/).map((text) => `${text}_`)

test('unescapePath() is the inverse of escapePath()', () => {
  fc.assert(
    fc.property(fc.array(element, { maxLength: 4 }), (elements) => {
      const path = ['example.com', ...elements].join('/')
      const escaped = escapePath(path)
      assert.equal(escaped, escaped.toLowerCase())
      assert.equal(unescapePath(escaped), path)
    }),
  )
})

test('unescapeVersion() is the inverse of escapeVersion()', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z0-9 #$%&()+,.=@[\]^_{}~-]{0,20}_$/), (version) => {
      fc.pre(!/^(?:con|prn|aux|nul|com[1-9]|lpt[1-9])\./i.test(version))
      const escaped = escapeVersion(version)
      assert.equal(escaped, escaped.toLowerCase())
      assert.equal(unescapeVersion(escaped), version)
    }),
  )
})

test('escapePath() gives back whatever unescapePath() took', () => {
  const text = fc.string({
    unit: fc.constantFrom('!', 'a', 'B', 'c', '/', '.', '0'),
    maxLength: 10,
  })
  fc.assert(
    fc.property(text, (tail) => {
      const escaped = `a.b/${tail}`
      let path: string
      try {
        path = unescapePath(escaped)
      } catch (error) {
        assert.ok(error instanceof InvalidError)
        return
      }
      assert.equal(escapePath(path), escaped)
    }),
    { numRuns: 1000 },
  )
})

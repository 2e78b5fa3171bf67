import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { autoQuote, goLine, modulePathOf } from '../mod-file-path.ts'
import { ModFileError } from './mod-file-error.ts'
import type { ModFile } from './mod-file.ts'
import { parseModFile, parseWorkFile } from './parse.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)

const words = fc.constantFrom(
  ...'module go require retract replace exclude tool ignore use => ( ) [ ] ,'.split(' '),
  ...'v1.2.3 v2 1.24 a.b/c'.split(' '),
  '"a b"',
  '`',
  '"',
  "'",
  '\\',
  '//',
  '// indirect',
  '// Deprecated: x',
  '/*',
  './d',
  '\u00a0',
  '\n',
  '\n',
  '\n',
  '\r\n',
  '\t',
  ' ',
  ' ',
)
const scraps = fc.array(words, { maxLength: 40 }).map((list) => list.join(''))
const spaced = fc.array(words, { maxLength: 40 }).map((list) => list.join(' '))
const anyText = fc.oneof(scraps, spaced, fc.string({ unit: 'binary' }))

function tryParse(text: string | Uint8Array, lax: boolean): ModFile | undefined {
  try {
    return parseModFile('go.mod', text, { lax })
  } catch (error) {
    assert.ok(error instanceof ModFileError)
    assert.ok(error.errors.every(({ line, column }) => line >= 1 && column >= 1))
    return undefined
  }
}

test('parseModFile() throws nothing but ModFileError when given any text or bytes', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, fc.uint8Array()), fc.boolean(), (text, lax) => {
      tryParse(text, lax)
    }),
  )
})

test('parseWorkFile() throws nothing but ModFileError when given any text', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      try {
        parseWorkFile('go.work', text)
      } catch (error) {
        assert.ok(error instanceof ModFileError)
      }
    }),
  )
})

test('parseModFile() in lax mode agrees on what it keeps when strict mode takes the file', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const strict = tryParse(text, false)
      if (strict === undefined) return
      const nothing = { godebug: [], replace: [], exclude: [], tool: [] }
      const { toolchain: _, ...kept } = { ...strict, ...nothing }
      assert.deepEqual(tryParse(text, true), kept)
    }),
  )
})

const path = fc.stringMatching(/^[a-z]{1,8}\.[a-z]{2}(\/[A-Za-z0-9_.~-]{1,6}[a-z]){0,3}$/)
const version = fc
  .tuple(fc.nat(1), fc.nat(30), fc.nat(30), fc.constantFrom('', '-pre', '-rc.1'))
  .map(([major, minor, patch, pre]) => `v${major}.${minor}.${patch}${pre}`)
const directive = fc.oneof(
  fc.record({ verb: fc.constant('require'), path, version, indirect: fc.boolean() }),
  fc.record({ verb: fc.constant('exclude'), path, version, indirect: fc.constant(false) }),
)
const gap = fc.constantFrom(' ', '\t', '  ')
const model = fc.record({
  path,
  statements: fc.array(fc.record({ directive, block: fc.boolean(), gap }), { maxLength: 12 }),
  newline: fc.constantFrom('\n', '\r\n', '\n\n', '\n// note\n'),
})

test('parseModFile() gives back what was written when the layout varies', () => {
  fc.assert(
    fc.property(model, ({ path, statements, newline }) => {
      const lines = statements.map(
        ({ directive: { verb, path, version, indirect }, block, gap }) => {
          const args = `${path}${gap}${version}${indirect ? `${gap}// indirect` : ''}`
          return block ? `${verb} (${newline}${gap}${args}${newline})` : `${verb}${gap}${args}`
        },
      )
      const text = [`module ${path}`, 'go 1.24', ...lines, ''].join(newline)
      const mod = parseModFile('go.mod', text)
      const written = (verb: string) =>
        statements.map((s) => ({ ...s.directive })).filter((found) => found.verb === verb)
      assert.deepEqual(
        mod.require.map(({ path, version, indirect }) => ({
          verb: 'require',
          path,
          version,
          indirect,
        })),
        written('require'),
      )
      assert.deepEqual(
        mod.exclude.map(({ path, version }) => ({
          verb: 'exclude',
          path,
          version,
          indirect: false,
        })),
        written('exclude'),
      )
      assert.equal(mod.module?.path, path)
      assert.equal(modulePathOf(bytesOf(text)), path)
      assert.equal(goLine(bytesOf(text)), mod.go)
    }),
  )
})

test('parseModFile() reads the same directives when lines end in CRLF', () => {
  fc.assert(
    fc.property(spaced, fc.boolean(), (text, lax) => {
      const plain = text.replaceAll('\r', '')
      const found = tryParse(plain, lax)
      if (found !== undefined)
        assert.deepEqual(tryParse(plain.replaceAll('\n', '\r\n'), lax), found)
    }),
  )
})

test('autoQuote() writes one token when given any text but an opening bracket', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (path) => {
      fc.pre(path !== '(')
      const text = `tool ${autoQuote(path)}`
      assert.deepEqual(parseModFile('go.mod', text).tool, [{ path, line: 1 }])
    }),
  )
})

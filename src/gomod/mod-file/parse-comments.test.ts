import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseModFile } from './parse.ts'

// Facts: x/mod/modfile TestParseDeprecation.
const deprecations: [text: string, deprecated: string][] = [
  ['module m', ''],
  ['// Deprecated: why\nmodule m', 'why'],
  ['// Deprecated: why\r\nmodule m\r\n', 'why'],
  ['//Deprecated: why\nmodule m', 'why'],
  ['// Deprecated:why\nmodule m', 'why'],
  ['// Deprecated:\nmodule m', ''],
  ['// Deprecated:    why  \nmodule m', 'why'],
  ['module m // Deprecated: why', 'why'],
  ['// Deprecated: one\n// two\nmodule m', 'one\ntwo'],
  ['// Deprecated: one\nmodule m // two', 'one\ntwo'],
  ['// Deprecated: one\n//\n// two\nmodule m', 'one'],
  ['// intro\n//\n// Deprecated: one\nmodule m', 'one'],
  ['// intro\n// Deprecated: one\nmodule m', ''],
  ['// Deprecated: one\n//\n// Deprecated: two\nmodule m', 'one'],
  ['// deprecated: why\nmodule m', ''],
  ['// Is Deprecated: why\nmodule m', ''],
  ['// Deprecated: why\n\nmodule m', ''],
  ['module m\n// Deprecated: why', ''],
  ['// Deprecated: why\nmodule (\n\tm\n)', 'why'],
  ['module (\n\t// Deprecated: why\n\tm\n)', 'why'],
  ['module (\n\tm // Deprecated: why\n)', 'why'],
  ['// Deprecated: outer\nmodule (\n\t// inner\n\tm\n)', ''],
  ['// Deprecated: outer\nmodule (\n\tm // inner\n)', ''],
  ['module ( // Deprecated: why\n\tm\n)', ''],
  ['module (\n\tm\n\t// Deprecated: why\n)', ''],
  ['// Deprecated: why\nfoo\nmodule m', ''],
]

test('parseModFile() finds the deprecation when a paragraph above or behind module states one', async (t) => {
  for (const [text, deprecated] of deprecations) {
    await t.test(JSON.stringify(text), () => {
      const mod = parseModFile('go.mod', text, { lax: true })
      assert.deepEqual(mod.module?.deprecated, deprecated)
    })
  }
})

// Facts: x/mod/modfile TestRetractRationale.
const rationales: [text: string, rationales: string[]][] = [
  ['retract v1.0.0', ['']],
  ['// why\nretract v1.0.0', ['why']],
  ['// why\n\nretract v1.0.0', ['']],
  ['retract v1.0.0 // why', ['why']],
  ['// one\n//two\nretract v1.0.0 //  three ', ['one\ntwo\nthree']],
  ['// one\n//\n// two\nretract v1.0.0', ['one\n\ntwo']],
  ['// all\nretract (\n\tv1.0.0\n\tv1.1.0\n)', ['all', 'all']],
  ['// all\nretract (\n\tv1.0.0 // one\n\t// two\n\tv1.1.0\n)', ['one', 'two']],
  ['// all\nretract (\n\tv1.0.0\n\n\tv1.1.0\n)', ['all', '']],
  ['// all\nretract (\n\n\tv1.0.0\n)', ['all']],
  ['retract ( // no\n\tv1.0.0\n\t// no\n) // no', ['']],
  ['retract (\n\t// a\n\n\t// b\n\tv1.0.0\n)', ['a\nb']],
  ['retract (\n\t// a\n\t\n\n\tv1.0.0\n)', ['a']],
  ['retract v1.0.0\n// not mine\n', ['']],
]

test('parseModFile() takes the rationale when comments belong to the retraction or its block', async (t) => {
  for (const [text, expected] of rationales) {
    await t.test(JSON.stringify(text), () => {
      const found = parseModFile('go.mod', text).retract.map(({ rationale }) => rationale)
      assert.deepEqual(found, expected)
    })
  }
})

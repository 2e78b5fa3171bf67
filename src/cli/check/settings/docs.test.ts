import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { formats } from '../writers.ts'
import { settingsJsonSchema } from './json-schema.ts'
import { schema } from './schema.ts'

function doc(name: string): string {
  return readFileSync(new URL(`../../../../docs/${name}`, import.meta.url), 'utf8')
}

test('docs/headwater-check.schema.json is what settingsJsonSchema() gives', () => {
  assert.equal(doc('headwater-check.schema.json'), settingsJsonSchema())
})

test('docs/ci.md has a row for every format and every setting, and for no other', () => {
  const rows = [...doc('ci.md').matchAll(/^\| `([a-z-]+)` \| .+ \|$/gm)].map(([, name]) => name)
  assert.deepEqual(rows, [...formats, ...Object.keys(schema.shape)])
})

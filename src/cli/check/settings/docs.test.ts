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

/** The names in the first column of the tables below a heading. */
function rowsBelow(heading: string): string[] {
  const [, below = ''] = doc('ci.md').split(`\n## ${heading}`)
  const [section = ''] = below.split('\n## ')
  return [...section.matchAll(/^\| `([a-z-]+)` \| .+ \|$/gm)].map(([, name = '']) => name)
}

test('docs/ci.md has a row for every format and every setting, and for no other', () => {
  assert.deepEqual(rowsBelow('Reports'), formats)
  assert.deepEqual(rowsBelow('Settings of a repository'), Object.keys(schema.shape))
})

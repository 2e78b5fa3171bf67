import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { configJsonSchema } from './json-schema.ts'
import { keys } from './keys.ts'

function doc(name: string): string {
  return readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8')
}

test('docs/headwater.schema.json is what configJsonSchema() gives', () => {
  assert.equal(doc('headwater.schema.json'), configJsonSchema())
})

test('docs/configuration.md has a row for every key and for no other, with its default', () => {
  const rows = [...doc('configuration.md').matchAll(/^\| `([a-z.-]+)` \| (.*?) \| .+ \|$/gm)]
  assert.deepEqual(
    rows.map(([, name]) => name),
    keys.map((key) => key.name),
  )
  for (const [index, key] of keys.entries()) {
    const isNone = key.default === undefined || key.spelling === 'rules'
    const shown = isNone ? 'none' : `\`${JSON.stringify(key.default)}\``
    assert.equal(rows[index]?.[2], shown, key.name)
  }
})

test('keys have a description, and variables of their own', () => {
  for (const { name, description } of keys) assert.match(description, /^[A-Z].*\.$/, name)
  assert.equal(new Set(keys.map(({ variable }) => variable)).size, keys.length)
})

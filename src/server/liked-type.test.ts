import assert from 'node:assert/strict'
import { test } from 'node:test'
import { likedType } from './liked-type.ts'

const [json, lines, text] = ['application/json', 'application/x-ndjson', 'text/plain']

const cases: [accept: string | undefined, liked: string][] = [
  [undefined, json],
  ['', json],
  ['*/*', json],
  ['text/html', json],
  ['text/plain', text],
  ['TEXT/Plain; charset=utf-8', text],
  ['text/*', text],
  ['application/*', json],
  ['application/x-ndjson, application/json', lines],
  ['application/json;q=0.5, application/x-ndjson', lines],
  ['text/plain;q=0.1, application/x-ndjson;q=0.2', lines],
  ['text/plain;q=0, */*', json],
  ['application/json;q=0, */*;q=0.1', lines],
  ['application/*;q=0, */*', text],
  ['*/*, text/plain', text],
  ['*/*;q=0.1, text/plain;q=0.2', text],
  ['text/html, application/xhtml+xml, */*;q=0.8', json],
  ['text/html, image/gif, *; q=.2, */*; q=.2', json],
  ['application/json;q=0, application/x-ndjson;q=0, text/plain;q=0', json],
  ['text/plain;q=x', text],
  [';;,,=,"', json],
  [`${'a/b,'.repeat(5000)}text/plain`, text],
]

for (const [accept, liked] of cases) {
  test(`"${accept?.slice(0, 70)}" likes ${liked} most`, () => {
    assert.equal(likedType(accept, [json, lines, text]), liked)
  })
}

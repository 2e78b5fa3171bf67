import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { meaningOf, verdictCodes } from '../verdicts.ts'
import { pageOf } from './page-of.ts'

for (const code of verdictCodes) {
  test(`${code} has a sentence, a page text, and near misses that are something else`, () => {
    const { nearMisses, ...texts } = pageOf(code)
    for (const [name, text] of Object.entries(texts)) {
      assert.match(text, /^[A-Z\w].*\.$/s, name)
    }
    assert.ok(nearMisses.length >= 2)
    for (const { what, says } of nearMisses) {
      assert.match(what, /^[A-Z\w].*\.$/s)
      assert.notEqual(says, code, what)
    }
    assert.notEqual(meaningOf(code).sentence, '')
  })

  test(`docs/checking.md tells in its table of verdicts what ${code} means`, () => {
    const docs = readFileSync(join(import.meta.dirname, '../../../../docs/checking.md'), 'utf8')
    const [, table = ''] = /^## Verdicts\n(.*?)^## /ms.exec(docs) ?? []
    const row = table.split('\n').find((line) => line.includes(`\`${code}\``))
    assert.ok(row?.startsWith(`| ${meaningOf(code).class} | `), row)
  })
}

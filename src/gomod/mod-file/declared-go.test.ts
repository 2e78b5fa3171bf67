import assert from 'node:assert/strict'
import { test } from 'node:test'
import { declaredGo } from './declared-go.ts'

test('declaredGo() reads what the rules for zips go by when go.mod is that of a dependency', () => {
  const table: [string, string][] = [
    ['module x\n\ngo 1.24\n', '1.24'],
    ['module x\ngo 1.24-foo\n', '1.24'],
    ['go 1.24\nrequire x v1\n', '1.24'],
    ['go 1.24\nreplace x\n', '1.24'],
    ['module x\n', ''],
    ['go one\n', ''],
    ['go 1.24\ngo 1.19\n', ''],
    ['go 1.24\nrequire (\n', ''],
    ['go (\n\t1.24\n)\n', ''],
  ]
  for (const [text, expected] of table) assert.equal(declaredGo(Buffer.from(text)), expected, text)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { csv } from './csv.ts'

const cells: [cell: string | number, text: string][] = [
  ['a', 'a'],
  [-1, '-1'],
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  [' =1', "' =1"],
  ['a,b', '"a,b"'],
  ['say "a"', '"say ""a"""'],
  ['a\nb', 'a b'],
  ['a\tb', 'a‹09›b'],
  ['\u001b[31m\u202e', '‹1B›[31m‹U+202E›'],
]

for (const [cell, text] of cells) {
  test(`csv() writes ${JSON.stringify(cell)} as ${text}`, () => {
    assert.equal(csv([[cell, 'x']]), `${text},x\r\n`)
  })
}

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { joinFolder } from './join-folder.ts'

const table: readonly (readonly [folder: string, path: string, joined: string])[] = [
  ['.', './a', './a'],
  ['./m', '../a/./b/', './a/b'],
  ['m', '../../a', '../a'],
  ['m', '..', '.'],
  ['..', '../a', '../../a'],
  ['m', '/a/../b', '/a/../b'],
  ['m', 'C:/a', 'C:/a'],
  ['/p/m', '../a', '/p/a'],
  ['/', '../a', '/a'],
]
for (const [folder, path, joined] of table) {
  test(`joinFolder() gives ${joined} for ${path} in ${folder}`, () => {
    assert.equal(joinFolder(folder, path), joined)
  })
}

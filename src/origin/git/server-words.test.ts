import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { serverWords } from './server-words.ts'

const table: [text: string, words: string][] = [
  ['upload-pack: not our ref', '"upload-pack: not our ref"'],
  ['aborting\n\0', '"aborting"'],
  ['\u001b[31mred\u202e \u200b"text"', '"[31mred \\"text\\""'],
  ['één\r\ntwee', '"één twee"'],
  ['\0', 'nothing'],
  ['x'.repeat(300), `"${'x'.repeat(200)}"`],
  [`${'x'.repeat(199)}\u{1f600}`, `"${'x'.repeat(199)}\ufffd"`],
]

suite('serverWords()', () => {
  for (const [text, words] of table) {
    test(`serverWords() gives ${words.slice(0, 40)} when a server says ${JSON.stringify(text).slice(0, 40)}`, () => {
      assert.equal(serverWords(text), words)
    })
  }
})

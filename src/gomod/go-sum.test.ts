import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { parseGoSum } from './go-sum.ts'

const quote = 'rsc.io/quote v1.5.2 h1:w5fcysjrx7yqtD/aO+QwRjYZOKnaM9Uh2b40tElTs3Y='
const quoteMod = 'rsc.io/quote v1.5.2/go.mod h1:LzX7hefJvL54yjefDEDHNONDjII0t9xZLPXsUe+TKr0='
const emptyMod = 'example.com/x v1.0.0/go.mod h1:G7mAYYxgmS0lVkHyy2hEOLQCFB0DlQFTMLWggykrydY='

test('parseGoSum() gives hashes of modules and go.mod files when lines are well formed', () => {
  const [path, version] = ['rsc.io/quote', 'v1.5.2']
  assert.deepEqual(parseGoSum(`${quote}\n${quoteMod}\n`), {
    lines: [
      { path, version, goMod: false, sum: quote.split(' ')[2], line: 1 },
      { path, version, goMod: true, sum: quoteMod.split(' ')[2], line: 2 },
    ],
    problems: [],
  })
})

// Facts: cmd/go/internal/modfetch.readGoSum. Numbers are those of lines.
const files: [text: string, good: number[], bad: number[]][] = [
  ['', [], []],
  ['\n \n\t\r\n', [], []],
  [quote, [1], []],
  [`${quote}\r\n\r\n${quoteMod}\r\n`, [1, 3], []],
  [`  ${quote.replaceAll(' ', '\t ')}  `, [1], []],
  [`${quote}\n${quote}`, [1, 2], []],
  [`${emptyMod}\n${quote}`, [2], []],
  ['a v1 h2:unknown', [1], []],
  ['a b', [], [1]],
  ['a', [], [1]],
  [`${quote} x`, [], [1]],
  [`${quote}\nbroken\n${quoteMod}\na b c d`, [1, 3], [2, 4]],
  [`<<<<<<< HEAD\n${quote}\n=======\n${quoteMod}\n>>>>>>> topic`, [2, 4], [1, 3, 5]],
  ['>>>>>>> abc (topic)', [], [1]],
  ['||||||| 1234567\r', [], [1]],
  ['<<<<<<<< v1 h1:x', [1], []],
]

test('parseGoSum() tells good lines from bad ones', async (t) => {
  for (const [text, good, bad] of files) {
    await t.test(JSON.stringify(text), () => {
      const { lines, problems } = parseGoSum(new TextEncoder().encode(text))
      assert.deepEqual(
        lines.map(({ line }) => line),
        good,
      )
      assert.deepEqual(
        problems.map(({ line }) => line),
        bad,
      )
    })
  }
})

test('parseGoSum() names the file, the line and the reason when a line is bad', () => {
  const { problems } = parseGoSum('\n\na b\n>>>>>>> x y', 'sub/go.sum')
  assert.deepEqual(
    problems.map(({ text }) => text.split(': ', 1)[0]),
    ['sub/go.sum:3', 'sub/go.sum:4'],
  )
  assert.match(problems[0]?.text ?? '', /needs 3 fields, this one has 2/)
  assert.match(problems[1]?.text ?? '', />>>>>>> is a merge-conflict marker/)
  assert.match(parseGoSum('x').problems[0]?.text ?? '', /^go\.sum:1: /)
})

test('parseGoSum() keeps every line when there are a hundred thousand', () => {
  const text = Array.from({ length: 100_000 }, (_, i) => `example.com/m${i} v1.0.${i} h1:x\n`)
  const { lines, problems } = parseGoSum(text.join(''))
  assert.equal(lines.length, 100_000)
  assert.equal(problems.length, 0)
  assert.equal(lines.at(-1)?.version, 'v1.0.99999')
})

test('parseGoSum() accounts once for every line that is not blank', () => {
  const word = fc.stringMatching(/^[!-~]{1,8}$/)
  const line = fc.array(word, { maxLength: 5 }).map((words) => words.join(' '))
  fc.assert(
    fc.property(fc.array(line), (content) => {
      const { lines, problems } = parseGoSum(content.join('\n'))
      const seen = [...lines, ...problems].map(({ line }) => line).toSorted((a, b) => a - b)
      const filled = content.flatMap((text, index) => (text === '' ? [] : [index + 1]))
      assert.deepEqual(seen, filled)
    }),
  )
})

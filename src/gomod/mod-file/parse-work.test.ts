import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ModFileError } from './mod-file-error.ts'
import { parseWorkFile } from './parse.ts'

// Facts: x/mod/modfile work_test.go.
const refused: [text: string, place: string, reason: RegExp][] = [
  ['foo', '1:1', /unknown/],
  ['module m', '1:1', /unknown/],
  ['require x v1.0.0', '1:1', /unknown/],
  ['require (\n\tx v1.0.0\n)', '1:1', /block "require"/],
  ['use', '1:1', /exactly one/],
  ['use ./a ./b', '1:1', /exactly one/],
  ["use './a'", '1:1', /quotation mark/],
  ['use x (\n)', '1:1', /block "use x"/],
  ['go 1.21-foo', '1:1', /form/],
  ['go 1.21\ngo 1.21', '2:1', /only once/],
  ['go (\n1.21\n)', '1:1', /block "go"/],
  ['toolchain x', '1:1', /default/],
  ['toolchain default\ntoolchain default', '2:1', /only once/],
  ['godebug (\n\ta\n)', '2:2', /key=value/],
  ['replace x => y', '1:1', /version/],
  ['use (\n\t./a\n', '3:1', /never closed/],
  ['<<<<<<< HEAD', '1:1', /merge-conflict/],
]

test('parseWorkFile() reads every directive when the file is well formed', () => {
  const text = `// top
go 1.21.0
toolchain default
godebug a=b

use ./a // x
use (
	"../b c"
	../..
)
replace x => ../y
replace (
	x v1 => y v1.2
)
`
  const expected = {
    go: '1.21.0',
    toolchain: 'default',
    godebug: [{ key: 'a', value: 'b' }],
    use: [
      { path: './a', line: 6 },
      { path: '../b c', line: 8 },
      { path: '../..', line: 9 },
    ],
    replace: [
      { oldPath: 'x', oldVersion: '', newPath: '../y', newVersion: '', line: 11 },
      { oldPath: 'x', oldVersion: 'v1.0.0', newPath: 'y', newVersion: 'v1.2.0', line: 13 },
    ],
  }
  assert.deepEqual(parseWorkFile('go.work', text), expected)
  assert.deepEqual(parseWorkFile('go.work', text.replaceAll('\n', '\r\n')), expected)
})

test('parseWorkFile() gives empty lists when the file is empty', () => {
  assert.deepEqual(parseWorkFile('go.work', ''), { godebug: [], replace: [], use: [] })
})

test('parseWorkFile() throws at the line when a directive is wrong', async (t) => {
  for (const [text, place, reason] of refused) {
    await t.test(JSON.stringify(text), () => {
      assert.throws(
        () => parseWorkFile('go.work', text),
        (error) => {
          assert.ok(error instanceof ModFileError)
          assert.equal(`${error.line}:${error.column}`, place)
          assert.match(error.message, reason)
          assert.match(error.message, /^go\.work:/)
          return true
        },
      )
    })
  }
})

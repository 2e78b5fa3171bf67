import assert from 'node:assert/strict'
import { test } from 'node:test'

import * as fc from 'fast-check'

import { checkFiles, MAX_GO_MOD, MAX_LICENSE, MAX_ZIP_BYTES, type ZipEntry } from './zip-rules.ts'

/** Names with `->` in front are symbolic links, with `|` something else that is no file. */
function entriesOf(names: readonly string[]): ZipEntry[] {
  return names.map((name) => {
    if (name.startsWith('->')) return { name: name.slice(2), kind: 'symlink', size: 0 }
    if (name.startsWith('|')) return { name: name.slice(1), kind: 'irregular', size: 0 }
    return { name, kind: 'file', size: 0 }
  })
}

function judge(names: readonly string[], goVersion = ''): Record<string, string[]> {
  const { valid, omitted, invalid } = checkFiles(entriesOf(names), { goVersion })
  const lists = Object.entries({ valid, omitted, invalid })
  return Object.fromEntries(
    lists
      .filter(([, list]) => list.length > 0)
      .map(([key, list]) => [key, list.map(({ name }) => name)]),
  )
}

interface Row {
  readonly title: string
  readonly names: string[]
  readonly goVersion?: string
  readonly valid?: string[]
  readonly omitted?: string[]
  readonly invalid?: string[]
}

// The facts of x/mod/zip testdata/check_files and create, and the corners around them, each of which
// x/mod/zip.CheckFiles judges so.
const rows: Row[] = [
  { title: 'no files', names: [] },
  {
    title: 'paths that are not clean or not relative',
    names: ['a//b', 'a/../b', './c', 'd/', '', '/e'],
    invalid: ['a//b', 'a/../b', './c', 'd/', '', '/e'],
  },
  {
    title: 'dots',
    names: ['.', '..', '../f', 'a./b', 'a/..b', '.a', 'a/...'],
    valid: ['a/..b', '.a'],
    invalid: ['.', '..', '../f', 'a./b', 'a/...'],
  },
  {
    title: 'file names that Windows or Go do not take',
    names: [
      'con',
      'a/NUL.txt',
      'COM1.x.y',
      'lpt0',
      'a:b',
      'a\\b',
      'a"b',
      '☺',
      'e\u0301',
      'é',
      'a~1',
    ],
    valid: ['lpt0', 'é', 'a~1'],
    invalid: ['con', 'a/NUL.txt', 'COM1.x.y', 'a:b', 'a\\b', 'a"b', '☺', 'e\u0301'],
  },
  {
    title: 'bytes that are not UTF-8',
    names: ['a\udcff', 'b\ufffd'],
    invalid: ['a\udcff', 'b\ufffd'],
  },
  {
    title: 'nested modules, whatever the case of go.mod',
    names: ['go.mod', 'a/go.mod', 'a/x', 'a/b/x', 'c/GO.MOD', 'c/x', 'cc/x', 'd/e/Go.mod', 'd/x'],
    valid: ['go.mod', 'cc/x', 'd/x'],
    omitted: ['a/go.mod', 'a/x', 'a/b/x', 'c/GO.MOD', 'c/x', 'd/e/Go.mod'],
  },
  {
    title: 'a go.mod that is no file',
    names: ['->a/go.mod', 'a/x', '|b/go.mod', 'b/x', 'c/go.mod/x'],
    valid: ['a/x', 'b/x', 'c/go.mod/x'],
    omitted: ['a/go.mod', 'b/go.mod'],
  },
  { title: 'GO.MOD at the root', names: ['GO.MOD', 'x'], valid: ['x'], invalid: ['GO.MOD'] },
  {
    title: 'names in nested modules and vendor directories are not looked at',
    names: [
      'a/go.mod',
      'a/con',
      'a/X',
      'a/x',
      'vendor/b/☺',
      'vendor/B/☺',
      '../vendor/a/b',
      'a/./x',
    ],
    omitted: ['a/go.mod', 'a/con', 'a/X', 'a/x', 'vendor/b/☺', 'vendor/B/☺', '../vendor/a/b'],
    invalid: ['a/./x'],
  },
  {
    title: 'vendor directories without a go line',
    names: ['go.mod', 'vendor/modules.txt', 'vendor/a/b', 'pkg/vendor/x'],
    valid: ['go.mod', 'vendor/modules.txt'],
    omitted: ['vendor/a/b', 'pkg/vendor/x'],
  },
  {
    title: 'vendor directories with a go line',
    names: ['go.mod', 'vendor/modules.txt', 'vendor/a/b', 'pkg/vendor/x'],
    goVersion: '1.24',
    valid: ['go.mod', 'pkg/vendor/x'],
    omitted: ['vendor/modules.txt', 'vendor/a/b'],
  },
  {
    title: 'the go line counts only in a go.mod that is a file',
    names: ['->go.mod', 'vendor/modules.txt', 'pkg/vendor/x'],
    goVersion: '1.24',
    valid: ['vendor/modules.txt'],
    omitted: ['go.mod', 'pkg/vendor/x'],
  },
  {
    title: '.hg_archival.txt at the root only',
    names: ['.hg_archival.txt', 'a/.hg_archival.txt'],
    valid: ['a/.hg_archival.txt'],
    omitted: ['.hg_archival.txt'],
  },
  {
    title: 'files of version control systems',
    names: ['.git/config', '.gitignore', '.github/w.yml', '.svn/x'],
    valid: ['.git/config', '.gitignore', '.github/w.yml', '.svn/x'],
  },
  { title: 'letter case', names: ['a/x', 'a/X'], valid: ['a/x'], invalid: ['a/X'] },
  { title: 'letter case of a directory', names: ['a/x', 'A/y'], valid: ['a/x'], invalid: ['A/y'] },
  {
    title: 'letter case beyond ASCII',
    names: ['ß', 'ẞ', 'é', 'É'],
    valid: ['ß', 'é'],
    invalid: ['ẞ', 'É'],
  },
  { title: 'a file and a directory', names: ['a', 'a/x'], valid: ['a'], invalid: ['a/x'] },
  { title: 'a directory and a file', names: ['a/x', 'a'], valid: ['a/x'], invalid: ['a'] },
  { title: 'a file twice', names: ['a', 'a', 'a'], valid: ['a'], invalid: ['a'] },
  {
    title: 'symbolic links take part in the rules before they are left out',
    names: ['->a', '|p', 'A', '->con', '->b/c', 'b'],
    omitted: ['a', 'p', 'b/c'],
    invalid: ['A', 'con', 'b'],
  },
]

for (const { title, names, goVersion, ...lists } of rows) {
  test(`checkFiles() judges ${title}`, () => assert.deepEqual(judge(names, goVersion), lists))
}

const file = (name: string, size: number): ZipEntry => ({ name, kind: 'file', size })
const check = (...entries: ZipEntry[]) => checkFiles(entries, { goVersion: '' })

test('checkFiles() limits sizes', () => {
  assert.equal(check(file('a', MAX_ZIP_BYTES)).sizeProblem, undefined)
  assert.match(check(file('a', MAX_ZIP_BYTES + 1)).sizeProblem ?? '', /more than 524288000 bytes/)
  assert.match(check(file('a', MAX_ZIP_BYTES), file('b', 1)).sizeProblem ?? '', /524288000/)
  assert.match(check(file('a', -1)).sizeProblem ?? '', /524288000/)

  const left = [file('vendor/a/b', MAX_ZIP_BYTES), file('c/go.mod', MAX_GO_MOD + 1)]
  assert.equal(check(...left, file('a', MAX_ZIP_BYTES)).sizeProblem, undefined)

  assert.equal(check(file('go.mod', MAX_GO_MOD), file('LICENSE', MAX_LICENSE)).invalid.length, 0)
  const large = check(file('go.mod', MAX_GO_MOD + 1), file('LICENSE', MAX_LICENSE + 1))
  assert.deepEqual(
    large.invalid.map(({ name }) => name),
    ['go.mod', 'LICENSE'],
  )
  assert.equal(check(file('a/LICENSE', MAX_LICENSE + 1)).invalid.length, 0)
})

const element = fc.constantFrom(
  'vendor',
  'go.mod',
  'GO.MOD',
  'a',
  'A',
  'x.go',
  '..',
  'é',
  'con',
  '.',
)
const path = fc.array(element, { minLength: 1, maxLength: 4 }).map((elements) => elements.join('/'))
const tree = fc.array(fc.tuple(fc.constantFrom('', '', '->', '|'), path), { maxLength: 12 })

test('checkFiles() puts every name in a list, and keeps no two that fold alike', () => {
  fc.assert(
    fc.property(tree, fc.constantFrom('', '1.24'), (list, goVersion) => {
      const names = list.map(([mark, name]) => mark + name)
      const { valid, omitted, invalid } = checkFiles(entriesOf(names), { goVersion })
      const judged = new Set([...valid, ...omitted, ...invalid].map(({ name }) => name))
      assert.deepEqual(judged, new Set(list.map(([, name]) => name)))
      assert.equal(new Set(valid.map(({ name }) => name.toUpperCase())).size, valid.length)
    }),
  )
})

test('checkFiles() finds nothing more when given what it left', () => {
  fc.assert(
    fc.property(tree, (list) => {
      const { valid } = checkFiles(entriesOf(list.map(([mark, name]) => mark + name)), {
        goVersion: '',
      })
      const again = checkFiles(valid, { goVersion: '' })
      assert.deepEqual(again, { valid, omitted: [], invalid: [] })
    }),
  )
})

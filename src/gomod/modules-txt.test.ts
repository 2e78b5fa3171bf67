import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseModulesTxt, vendoredVersions } from './modules-txt.ts'

const text = `## workspace
# a.test/x v1.0.0
## explicit; go 1.20
a.test/x
a.test/x/sub
# a.test/y v1.1.0 => ../y
## go 1.20; later; explicit
a.test/y
# a.test/z => b.test/z v1.0.0
# a.test/broken main
a.test/broken
# short
# a.test/y v1.2.0 => b.test/y master
a.test/y two
# a.test/y v1.0.0
a.test/y/old
`

test('parseModulesTxt() reads modules, packages, marks and replacements', () => {
  const { modules, workspace, conflicts } = parseModulesTxt(text)
  assert.deepEqual([workspace, conflicts], [true, []])
  const plain = { explicit: false, packages: 0 }
  assert.deepEqual(modules, [
    { path: 'a.test/x', version: 'v1.0.0', line: 2, explicit: true, packages: 2 },
    {
      path: 'a.test/y',
      version: 'v1.1.0',
      line: 6,
      explicit: true,
      packages: 1,
      replacement: { path: '../y', version: '' },
    },
    {
      ...plain,
      path: 'a.test/z',
      version: '',
      line: 9,
      replacement: { path: 'b.test/z', version: 'v1.0.0' },
    },
    { ...plain, path: 'a.test/y', version: 'v1.2.0', line: 13 },
    { ...plain, path: 'a.test/y', version: 'v1.0.0', line: 15, packages: 1 },
  ])
})

test('vendoredVersions() gives the highest version with packages', () => {
  assert.deepEqual(
    [...vendoredVersions(parseModulesTxt(text))],
    [
      ['a.test/x', 'v1.0.0'],
      ['a.test/y', 'v1.1.0'],
    ],
  )
})

test('parseModulesTxt() names the lines of an unfinished merge', () => {
  const { conflicts } = parseModulesTxt('# a.test/x v1.0.0\n<<<<<<< HEAD\na.test/x\n=======\r\n')
  assert.deepEqual(conflicts, [2, 4])
})

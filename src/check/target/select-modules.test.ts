import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { parseGoSum } from '../../gomod/go-sum.ts'
import { parseModFile } from '../../gomod/mod-file/parse.ts'
import { selectModules } from './select-modules.ts'

function select(mod: string | undefined, sum?: string) {
  return selectModules({
    ...(mod !== undefined && { mod: { name: 'go.mod', file: parseModFile('go.mod', mod) } }),
    ...(sum !== undefined && { sum: { name: 'go.sum', lines: parseGoSum(sum).lines } }),
  })
}

function shown(mod: string | undefined, sum?: string): string[] {
  return select(mod, sum).subjects.map(
    ({ path, version, scope, goSum = '-', goModSum = '-' }) =>
      `${path}@${version} ${scope} ${goSum} ${goModSum}`,
  )
}

const both = 'a.test/x v1.0.0 h1:a=\na.test/x v1.0.0/go.mod h1:b=\n'
const graph = 'a.test/y v1.0.0/go.mod h1:c=\n'
const old = 'a.test/z v1.0.0 h1:d=\na.test/z v1.2.0 h1:e=\na.test/z v1.3.0/go.mod h1:f=\n'

const table: [
  what: string,
  mod: string | undefined,
  sum: string | undefined,
  expected: string[],
][] = [
  [
    'no go.sum',
    'module m\ngo 1.20\nrequire a.test/x v1.0.0',
    undefined,
    ['a.test/x@v1.0.0 build - -'],
  ],
  [
    'a zip line, a go.mod line, none',
    'module m\ngo 1.20\nrequire (\na.test/x v1.0.0\na.test/y v1.0.0\na.test/w v1.0.0\n)',
    both + graph,
    [
      'a.test/w@v1.0.0 graph - -',
      'a.test/x@v1.0.0 build h1:a= h1:b=',
      'a.test/y@v1.0.0 graph - h1:c=',
    ],
  ],
  [
    'lines of go.sum that go.mod does not name, from Go 1.17 on',
    'module m\ngo 1.17\nrequire a.test/x v1.0.0',
    both + old,
    ['a.test/x@v1.0.0 build h1:a= h1:b='],
  ],
  [
    'the same before Go 1.17',
    'module m\ngo 1.16\nrequire a.test/x v1.0.0',
    both + old,
    ['a.test/x@v1.0.0 build h1:a= h1:b=', 'a.test/z@v1.2.0 build h1:e= -'],
  ],
  [
    'the same without a go line',
    'module m\nrequire a.test/z v1.0.0',
    both + old,
    ['a.test/x@v1.0.0 build h1:a= h1:b=', 'a.test/z@v1.0.0 build h1:d= -'],
  ],
  [
    'a go.sum alone',
    undefined,
    both + graph + old + 'golang.org/toolchain v0.0.1-go1.21.0.linux-amd64 h1:t=\n',
    ['a.test/x@v1.0.0 build h1:a= h1:b=', 'a.test/z@v1.2.0 build h1:e= -'],
  ],
  [
    'exclude, which changes nothing',
    'module m\ngo 1.20\nrequire a.test/x v1.0.0\nexclude a.test/x v1.0.1',
    both,
    ['a.test/x@v1.0.0 build h1:a= h1:b='],
  ],
  [
    'another module in its place',
    'module m\ngo 1.20\nrequire a.test/y v1.0.0\nreplace a.test/y => a.test/x v1.0.0',
    both,
    ['a.test/x@v1.0.0 build h1:a= h1:b='],
  ],
  [
    'a replacement for another version',
    'module m\ngo 1.20\nrequire a.test/x v1.0.0\nreplace a.test/x v1.1.0 => a.test/f v1.0.0',
    both,
    ['a.test/x@v1.0.0 build h1:a= h1:b='],
  ],
  [
    'two replacements, the one for the version winning',
    'module m\ngo 1.20\nrequire a.test/y v1.0.0\nreplace a.test/y v1.0.0 => a.test/x v1.0.0\nreplace a.test/y => ../y',
    both,
    ['a.test/x@v1.0.0 build h1:a= h1:b='],
  ],
  [
    'two lines, of which the first counts',
    'module m\ngo 1.20\nrequire a.test/x v1.0.0',
    'a.test/x v1.0.0 h2:0=\na.test/x v1.0.0 h1:1=\na.test/x v1.0.0 h1:2=\n',
    ['a.test/x@v1.0.0 build h1:1= -'],
  ],
]

suite('selectModules()', () => {
  for (const [what, mod, sum, expected] of table) {
    test(`selectModules() gives what a build needs with ${what}`, () => {
      assert.deepEqual(shown(mod, sum), expected)
    })
  }
})

test('selectModules() tells who asks where, and what is replaced', () => {
  const { subjects, folders } = select(
    'module m\ngo 1.20\nrequire a.test/x v1.0.0\nrequire a.test/y v1.0.0 // indirect\nrequire a.test/z v1.0.0\n' +
      'replace a.test/x => ../x\nreplace a.test/z => a.test/f v2.0.0+incompatible\n',
  )
  assert.deepEqual(
    subjects.map(({ path, requiredBy, at, replaces }) => [path, requiredBy, at, replaces]),
    [
      [
        'a.test/f',
        ['m'],
        { file: 'go.mod', line: 5, indirect: false },
        { path: 'a.test/z', version: '' },
      ],
      ['a.test/y', [], { file: 'go.mod', line: 4, indirect: true }, undefined],
    ],
  )
  const at = { file: 'go.mod', line: 6, indirect: false }
  assert.deepEqual(folders, [{ path: 'a.test/x', version: 'v1.0.0', folder: '../x', at }])
})

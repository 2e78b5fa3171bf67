import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { askedIn, modLine, shownModules, testFolder } from './files.test-data.ts'

/** What is asked for below: x needs y, y needs z at two versions. */
const askGoMod = askedIn({
  'a.test/x@v1.0.0': 'module a.test/x\n\nrequire a.test/y v1.0.0\n',
  'a.test/y@v1.0.0': 'module a.test/y\n\nrequire a.test/z v1.0.0\n',
  'a.test/y@v1.1.0': 'module a.test/y\n\nrequire a.test/z v1.1.0\n',
  'a.test/z@v1.0.0': 'module a.test/z\n',
  'a.test/z@v1.1.0': 'module a.test/z\n',
  'a.test/f@v1.0.0': 'module a.test/x\n\ngo 1.17\n',
})
const [a = '', b = ''] = ['a', 'b'].map((letter) => `h1:${letter.repeat(42)}A=`)
const zSum = `a.test/z v1.1.0 ${a}\n${modLine('a.test/z', 'v1.1.0', 'module a.test/z\n')}`

const old = 'module m\n\nrequire a.test/x v1.0.0\n'
const listed =
  'module m\ngo 1.20\nrequire a.test/x v1.0.0\nrequire (\na.test/y v1.1.0 // indirect\na.test/z v1.1.0 // indirect\n)\n'

const cases: [what: string, files: Record<string, string>, expected: string[]][] = [
  [
    'no go.sum and a go line below 1.17: all is downloaded',
    { 'go.mod': old.replace('\n\n', '\n\ngo 1.16\n\n') },
    ['a.test/x@v1.0.0 build', 'a.test/y@v1.0.0 build', 'a.test/z@v1.0.0 build'],
  ],
  [
    'no go.sum from 1.17 on: what go.mod names is downloaded',
    { 'go.mod': listed },
    [
      'a.test/x@v1.0.0 build',
      'a.test/y@v1.0.0 graph',
      'a.test/y@v1.1.0 build',
      'a.test/z@v1.0.0 graph',
      'a.test/z@v1.1.0 build',
    ],
  ],
  [
    'a go.sum that has the zip of one only',
    { 'go.mod': listed, 'go.sum': zSum },
    [
      'a.test/x@v1.0.0 graph',
      'a.test/y@v1.0.0 graph',
      'a.test/y@v1.1.0 graph',
      'a.test/z@v1.0.0 graph',
      'a.test/z@v1.1.0 build',
    ],
  ],
  [
    'a vendor folder without go.sum',
    {
      'go.mod': listed,
      'vendor/modules.txt':
        '# a.test/x v1.0.0\n## explicit; go 1.17\na.test/x\n# a.test/y v1.1.0\n## explicit\na.test/y\n# a.test/z v1.1.0\n## explicit\n',
    },
    [
      'a.test/x@v1.0.0 build',
      'a.test/y@v1.0.0 graph',
      'a.test/y@v1.1.0 build',
      'a.test/z@v1.0.0 graph',
      'a.test/z@v1.1.0 graph',
    ],
  ],
  [
    'another module in the place of one',
    { 'go.mod': `${old}\nreplace a.test/x => a.test/f v1.0.0\n` },
    ['a.test/f@v1.0.0 build'],
  ],
  [
    'a folder in the place of one',
    {
      'go.mod': `${old}\nreplace a.test/x => ./x\n`,
      'x/go.mod': 'module a.test/x\nrequire a.test/z v1.0.0\n',
    },
    ['a.test/z@v1.0.0 build'],
  ],
  [
    'a version that is excluded',
    { 'go.mod': `${old}\nrequire a.test/z v1.1.0\nexclude a.test/z v1.0.0\n` },
    ['a.test/x@v1.0.0 build', 'a.test/y@v1.0.0 build', 'a.test/z@v1.1.0 build'],
  ],
  [
    'its own path required by another',
    { 'go.mod': 'module a.test/y\ngo 1.20\nrequire a.test/x v1.0.0\n' },
    ['a.test/x@v1.0.0 build', 'a.test/y@v1.0.0 graph', 'a.test/z@v1.0.0 graph'],
  ],
]

suite('selectModules()', () => {
  for (const [what, files, expected] of cases) {
    test(`selectModules() tells what is needed with ${what}`, async () => {
      using folder = testFolder(files)
      const found = await folder.target([], { askGoMod })
      assert.deepEqual(shownModules(found), expected)
      assert.deepEqual(found.unread, [])
    })
  }
})

test('selectModules() gives the hashes of go.sum, where it asks, and by which ways', async () => {
  using folder = testFolder({
    'go.mod': old.replace('\n\n', '\n\ngo 1.16\n\n'),
    'go.sum': `a.test/x v1.0.0 ${a}\na.test/y v1.0.0 ${b}\n`,
  })
  const { subjects } = await folder.target([], { askGoMod })
  const [x, y, z] = subjects
  assert.deepEqual(
    [x, y, z].map((subject) => [subject?.goSum, subject?.at, subject?.requiredBy, subject?.paths]),
    [
      [a, { file: 'go.mod', line: 5, indirect: false }, ['m'], { shortest: [], more: 0 }],
      [
        b,
        { file: 'go.sum', line: 2, indirect: true },
        ['a.test/x@v1.0.0'],
        { shortest: [['a.test/x@v1.0.0']], more: 0 },
      ],
      [
        undefined,
        undefined,
        ['a.test/y@v1.0.0'],
        { shortest: [['a.test/x@v1.0.0', 'a.test/y@v1.0.0']], more: 0 },
      ],
    ],
  )
})

test('selectModules() names a main module for what only an indirect line of it asks for', async () => {
  using folder = testFolder({ 'go.mod': listed })
  const { subjects } = await folder.target([], { askGoMod })
  const z = subjects.find(({ path, version }) => path === 'a.test/z' && version === 'v1.1.0')
  const y = subjects.filter(({ path }) => path === 'a.test/y')
  assert.deepEqual(
    [z, ...y].map((one) => one?.requiredBy),
    [['a.test/y@v1.1.0'], ['a.test/x@v1.0.0'], ['m']],
  )
})

const replaced: [what: string, lines: string, version: string][] = [
  ['for all versions', 'replace a.test/x => a.test/f v1.0.0\n', ''],
  [
    'for one version, which wins over that for all',
    'replace a.test/x v1.0.0 => a.test/f v1.0.0\nreplace a.test/x => ./nowhere\n',
    'v1.0.0',
  ],
]

for (const [what, lines, version] of replaced) {
  test(`selectModules() tells what stands for what by a line ${what}`, async () => {
    using folder = testFolder({ 'go.mod': `${old}\n${lines}` })
    const [f, ...more] = (await folder.target([], { askGoMod })).subjects
    assert.deepEqual([f?.path, more], ['a.test/f', []])
    assert.deepEqual(f?.replaces, { path: 'a.test/x', version })
    assert.deepEqual(f.at, { file: 'go.mod', line: 3, indirect: false })
  })
}

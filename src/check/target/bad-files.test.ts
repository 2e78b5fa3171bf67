import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { Failure } from '../../failure.ts'
import { shownModules, someSum, testFolder } from './files.test-data.ts'

const askGoMod = async () => Buffer.from('module a.test/x\n')
const mod = 'module m\n\ngo 1.20\n\nrequire a.test/x v1.0.0\n'
const merge = '<<<<<<< HEAD\n=======\n>>>>>>> topic\n'

const broken: [what: string, files: Record<string, string | Uint8Array>, message: RegExp][] = [
  [
    'a go.mod with an unfinished merge',
    { 'go.mod': mod + merge },
    /^go\.mod:6: <<<<<<< is a merge/m,
  ],
  ['a go.work with one', { 'go.work': `go 1.20\n${merge}` }, /^go\.work:2: <<<<<<< is a merge/m],
  ['a go.sum with one', { 'go.mod': mod, 'go.sum': merge }, /^go\.sum:1: <<<<<<< is a merge/m],
  [
    'a modules.txt with one',
    { 'go.mod': mod, 'vendor/modules.txt': `# a.test/x v1.0.0\n${merge}` },
    /^vendor\/modules\.txt:2: the file has an unfinished merge/m,
  ],
  ['a byte order mark in go.mod', { 'go.mod': `\ufeff${mod}` }, /^go\.mod:1: character U\+FEFF/m],
  [
    'bytes that are no text',
    { 'go.mod': Buffer.from('module m\n\nrequ\xffire x\n', 'latin1') },
    /^go\.mod:3: .*requ\ufffdire/m,
  ],
  [
    'a go.work that uses folders without a module, and one module twice',
    { 'go.work': 'go 1.20\nuse ./a\nuse ./b\nuse ./c\n', 'a/go.mod': mod, 'b/go.mod': mod },
    /^go\.work:3: use \.\/b: line 2 uses module m, too\ngo\.work:4: use \.\/c: there is no go\.mod/m,
  ],
  ['a go.work that uses nothing', { 'go.work': 'go 1.20\n' }, /^go\.work: it uses no module/m],
  [
    'a go.work that replaces what it uses',
    { 'go.work': 'go 1.20\nuse ./a\nreplace m => ./b\n', 'a/go.mod': mod },
    /^go\.work:3: replace m: it is used here/m,
  ],
  [
    'a broken go.mod of a go.work',
    { 'go.work': 'go 1.20\nuse ./a\n', 'a/go.mod': 'x' },
    /^a\/go\.mod:1: /m,
  ],
  [
    'two lines that replace one module',
    { 'go.mod': `${mod}replace a.test/x => ./a\nreplace a.test/x => ./b\n` },
    /^go\.mod:7: replace a\.test\/x: go\.mod:6 replaces it by something else/m,
  ],
  [
    'two modules of a go.work that do not agree',
    {
      'go.work': 'go 1.20\nuse (\n./a\n./b\n)\n',
      'a/go.mod': 'module m\nreplace a.test/x => ./x\n',
      'b/go.mod': 'module n\nreplace a.test/x => ./x\n',
    },
    /^Cannot check a broken workspace\nb\/go\.mod:2: replace a\.test\/x: a\/go\.mod:2 replaces/,
  ],
  [
    'a broken go.mod in a replacing folder',
    { 'go.mod': `${mod}replace a.test/x => ./x\n`, 'x/go.mod': 'module a.test/x\nrequire (\n' },
    /^x\/go\.mod:3: block opened at x\/go\.mod:2 is never closed/m,
  ],
]

suite('readTarget() and broken files', () => {
  for (const [what, files, message] of broken) {
    test(`readTarget() names the place of ${what}`, async () => {
      using folder = testFolder(files)
      await assert.rejects(folder.target([], { askGoMod }), (error) => {
        assert.ok(Failure.is(error, 'invalid'), String(error))
        assert.match(error.message, message)
        return true
      })
    })
  }
})

const line = `a.test/x v1.0.0 ${someSum}\n`
const strange: [what: string, files: Record<string, string>, modules: string[], notes: RegExp][] = [
  [
    'ends of lines as in Windows',
    { 'go.mod': mod.replaceAll('\n', '\r\n') },
    ['a.test/x@v1.0.0 build'],
    /^$/,
  ],
  [
    'a byte order mark in go.sum',
    { 'go.mod': mod, 'go.sum': `\ufeff${line}` },
    ['a.test/x@v1.0.0 build'],
    /^go\.sum:1: the byte order mark makes go ignore this line/,
  ],
  [
    'modules that replace each other',
    {
      'go.mod': `${mod}replace a.test/x => a.test/y v1.0.0\nreplace a.test/y => a.test/x v1.0.0\n`,
    },
    ['a.test/y@v1.0.0 build'],
    /^go\.mod:6: a\.test\/x and a\.test\/y replace each other/,
  ],
  [
    'a folder in whose go.mod the main module is replaced by its own folder',
    {
      'go.mod': `${mod}replace a.test/x => ./x\n`,
      'x/go.mod': 'module a.test/x\nrequire m v1.0.0\nreplace m => ../\n',
    },
    ['m@v1.0.0 graph'],
    /^$/,
  ],
  [
    'its own folder in the place of a module',
    { 'go.mod': `${mod}replace a.test/x => ./\n` },
    [],
    /^$/,
  ],
  [
    'a folder outside of the repository in the place of a module',
    {
      'p/.git/HEAD': '',
      'p/go.mod': `${mod}replace a.test/x => ../x\n`,
      'x/go.mod': 'module a.test/x\n',
    },
    [],
    /^p\/go\.mod:6: a\.test\/x is replaced by "\.\.\/x", outside of this repository/,
  ],
  [
    'a folder of the same repository in the place of a module',
    {
      '.git/HEAD': '',
      'p/go.mod': `${mod}replace a.test/x => ../x\n`,
      'x/go.mod': 'module a.test/x\n',
    },
    [],
    /^$/,
  ],
  [
    'folders that are of no use',
    {
      'go.mod':
        'module m\ngo 1.20\nrequire (\na.test/x v1.0.0\na.test/y v1.0.0\na.test/z v1.0.0\n)\n' +
        'replace a.test/x => ./nowhere\nreplace a.test/y => ./empty\nreplace a.test/z => ./file\n',
      'empty/a.go': '',
      file: '',
    },
    [
      'a.test/x@v1.0.0 there is no folder "./nowhere"',
      'a.test/y@v1.0.0 "./empty" has no go.mod',
      'a.test/z@v1.0.0 "./file" is not a folder',
    ],
    /^what a\.test\/x@v1\.0\.0, .* require is not known: there is no go\.mod where the replace line says$/,
  ],
  [
    'a replacement that nothing asks for',
    { 'go.mod': `${mod}replace a.test/none => ./nowhere\n` },
    ['a.test/x@v1.0.0 build'],
    /^$/,
  ],
  [
    'a toolchain line',
    { 'go.mod': `${mod}toolchain go1.24.1\n` },
    ['a.test/x@v1.0.0 build'],
    /^go\.mod: toolchain go1\.24\.1 is not checked/,
  ],
  [
    'a tool line, which asks for no more than require does',
    { 'go.mod': `${mod}tool a.test/x/cmd/t\n` },
    ['a.test/x@v1.0.0 build'],
    /^$/,
  ],
  [
    'a vendor folder that does not fit',
    { 'go.mod': mod, 'vendor/modules.txt': '# a.test/x v1.1.0\n## explicit\na.test/x\n' },
    ['a.test/x@v1.0.0 build'],
    /^vendor\/modules\.txt does not fit go\.mod, so that go refuses to build: a\.test\/x@v1\.0\.0 is required/,
  ],
  [
    'a vendor folder that was made for a workspace, which go passes over',
    { 'go.mod': mod, 'vendor/modules.txt': '## workspace\n# a.test/x v1.1.0\n## explicit\n' },
    ['a.test/x@v1.0.0 build'],
    /^$/,
  ],
  [
    'a vendor folder of a module below Go 1.14, which go passes over',
    {
      'go.mod': mod.replace('1.20', '1.13'),
      'vendor/modules.txt': '# a.test/x v1.1.0\n## explicit\n',
    },
    ['a.test/x@v1.0.0 build'],
    /^$/,
  ],
  [
    'a go.work that replaces what a go.mod replaces',
    {
      'go.work': 'go 1.20\nuse ./a\nreplace a.test/x => a.test/y v1.0.0\n',
      'a/go.mod': `${mod}replace a.test/x => ./nowhere\n`,
    },
    ['a.test/y@v1.0.0 build'],
    /^$/,
  ],
  [
    'a go.work that is too old for a module of it',
    { 'go.work': 'go 1.20\nuse ./a\n', 'a/go.mod': mod.replace('1.20', '1.22') },
    ['a.test/x@v1.0.0 build'],
    /^go\.work: its go 1\.20 is below the go 1\.22 of a\/go\.mod/,
  ],
  [
    'a go.work below a module from before Go 1.21, which go takes',
    { 'go.work': 'go 1.18\nuse ./a\n', 'a/go.mod': mod },
    ['a.test/x@v1.0.0 build'],
    /^$/,
  ],
  [
    'a path that would act on a terminal',
    { 'go.mod': 'module m\ngo 1.20\nrequire "a.test/x\\x1b[31m" v1.0.0\n', 'go.sum': '' },
    ['a.test/x\u001b[31m@v1.0.0 graph'],
    /^what a\.test\/x‹1B›\[31m@v1\.0\.0 requires is not known/,
  ],
]

suite('readTarget() and strange files', () => {
  for (const [what, files, modules, notes] of strange) {
    test(`readTarget() takes ${what}`, async () => {
      using folder = testFolder(files)
      const args = 'p/go.mod' in files ? ['p'] : []
      const isHostile = modules.some((module) => module.includes('\u001b'))
      const found = await folder.target(args, isHostile ? {} : { askGoMod })
      assert.deepEqual(shownModules(found), modules)
      assert.match(found.notes.join('\n'), notes)
    })
  }
})

test('readTarget() tells two go.sum files of a workspace apart that do not agree', async () => {
  using folder = testFolder({
    'go.work': 'go 1.20\nuse (\n./a\n./b\n)\n',
    'a/go.mod': 'module m.test/a\ngo 1.20\nrequire a.test/x v1.0.0\n',
    'a/go.sum': line,
    'b/go.mod': 'module m.test/b\ngo 1.20\n',
    'b/go.sum': line.replaceAll('A', 'B').replace('B=', 'A='),
    'go.work.sum': `a.test/x v1.0.0/go.mod ${someSum}\n`,
  })
  const { subjects, notes } = await folder.target()
  assert.deepEqual(subjects[0]?.goSum, someSum)
  assert.equal(subjects[0].goModSum, someSum)
  assert.match(
    notes.join('\n'),
    /^b\/go\.sum:1: a\.test\/x@v1\.0\.0 has another hash than in a\/go\.sum/m,
  )
})

test('readTarget() reads a go.sum of a hundred thousand lines, and 5,000 modules', async () => {
  const names = Array.from({ length: 50_000 }, (_, index) => `m${index}.test/x`)
  const sums = names.map((name) => `${name} v1.0.0 ${someSum}\n${name} v1.0.0/go.mod h2:x\n`)
  const requires = names.slice(0, 5000).map((name) => `\t${name} v1.0.0\n`)
  using folder = testFolder({
    'go.mod': `module m\n\ngo 1.20\n\nrequire (\n${requires.join('')})\n`,
    'go.sum': sums.join(''),
  })
  const { subjects } = await folder.target([], { askGoMod })
  assert.equal(subjects.length, 5000)
  assert.ok(subjects.every(({ scope, goSum }) => scope === 'build' && goSum === someSum))
  assert.equal((await folder.target(['go.sum'])).subjects.length, 50_000)
})

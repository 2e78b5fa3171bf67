import assert from 'node:assert/strict'
import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { Failure } from '../../failure.ts'
import { modLine, settings, shownModules, someSum, testFolder } from './files.test-data.ts'

const leaf = 'module a.test/x\n\ngo 1.20\n'
const askGoMod = async () => Buffer.from(leaf)
const folder = testFolder({
  'p/go.mod': 'module corp.example/p\n\ngo 1.20\n\nrequire a.test/x v1.0.0\n',
  'p/go.sum': `a.test/x v1.0.0 ${someSum}\n`,
  'p/sub/main.go': 'package main\n',
  'bad/go.mod': 'module corp.example/bad\n\nrequire a.test/x \u001b[31m\u202e\n',
  'badsum/go.mod': 'module corp.example/b\n',
  'badsum/go.sum': 'a.test/x v1.0.0\n',
  'alone/go.sum': `a.test/x v1.0.0 ${someSum}\n`,
  'badhash/go.sum': 'a.test/x v1.0.0 h1:zzz=\n',
  'nothing/go.mod': '',
  'nameless/go.mod': 'go 1.20\n\nrequire a.test/x v1.0.0\n',
  'work/go.work': 'go 1.20\n\nuse ./a\n',
  'work/a/go.mod': 'module corp.example/a\n\ngo 1.20\n\nrequire a.test/x v1.0.0\n',
  'tree/one/go.mod': 'module corp.example/one\n\ngo 1.20\n\nrequire a.test/x v1.0.0\n',
  'tree/two/deep/go.mod': 'module corp.example/two\n\ngo 1.20\n\nrequire a.test/x v1.0.0\n',
  'tree/vendor/v/go.mod': 'broken',
  'tree/one/testdata/t/go.mod': 'broken',
  'tree/_one/go.mod': 'broken',
  'tree/.one/go.mod': 'broken',
  'tree/node_modules/n/go.mod': 'broken',
  'vendored/vendor/modules.txt': '# a.test/x v1.0.0\n## explicit; go 1.20\na.test/x\n',
})
after(() => folder[Symbol.dispose]())
mkdirSync(join(folder.path, 'empty'))
mkdirSync(join(folder.path, 'odd/go.mod'), { recursive: true })
symlinkSync('..', join(folder.path, 'tree/two/up'))
mkdirSync(join(folder.path, 'round'))
symlinkSync('go.mod', join(folder.path, 'round/go.mod'))

const good: [args: string[], cwd: string, name: string, target: string][] = [
  [[], 'p', 'corp.example/p', 'go.mod'],
  [[], 'p/sub', 'corp.example/p', join(folder.path, 'p/go.mod')],
  [['.'], 'p', 'corp.example/p', 'go.mod'],
  [['p'], '.', 'corp.example/p', 'p/go.mod'],
  [['p/go.mod'], '.', 'corp.example/p', 'p/go.mod'],
  [['alone/go.sum'], '.', 'alone/go.sum', 'alone/go.sum'],
  [['a.test/x@v1.0.0'], '.', 'a.test/x@v1.0.0', 'a.test/x@v1.0.0'],
  [['work'], '.', 'corp.example/a', 'work/go.work'],
  [['work/go.work'], '.', 'corp.example/a', 'work/go.work'],
  [[], 'work/a', 'corp.example/a', join(folder.path, 'work/go.work')],
  [['work/a'], '.', 'corp.example/a', 'work/a/go.mod'],
  [['tree'], '.', 'tree', 'tree'],
  [
    ['vendored/vendor/modules.txt'],
    '.',
    'vendored/vendor/modules.txt',
    'vendored/vendor/modules.txt',
  ],
]

suite('readTarget()', () => {
  for (const [args, cwd, name, target] of good) {
    test(`readTarget() finds ${name} when given "${args.join(' ')}" in ${cwd}`, async () => {
      const found = await folder.target(args, { askGoMod }, cwd)
      assert.deepEqual([found.name, found.target], [name, target])
      assert.deepEqual(shownModules(found), ['a.test/x@v1.0.0 build'])
      assert.deepEqual(found.notes, [])
    })
  }
})

test('readTarget() takes the workspace that GOWORK names, none for off, and refuses a relative one', async () => {
  const work = join(folder.path, 'work/go.work')
  const named = await folder.target([], { askGoMod, goSetting: settings({ GOWORK: work }) }, 'p')
  assert.equal(named.target, work)
  assert.match(named.notes.join('\n'), /^go\.mod is not used by .*go\.work, which go builds here/)
  const off = await folder.target(
    [],
    { askGoMod, goSetting: settings({ GOWORK: 'off' }) },
    'work/a',
  )
  assert.equal(off.target, 'go.mod')
  await assert.rejects(
    folder.target([], { goSetting: settings({ GOWORK: 'work' }) }, 'p'),
    /no absolute path/,
  )
  const below = await folder.target(['work'], { askGoMod, goSetting: settings({ GOWORK: 'off' }) })
  assert.deepEqual([below.name, below.target], ['corp.example/a', 'work'])
})

const bad: [args: string[], message: RegExp][] = [
  [['empty'], /no go\.mod or go\.work in empty or any folder below it/],
  [['alone'], /no go\.mod or go\.work in alone/],
  [['bad'], /\nbad\/go\.mod:3(:\d+)?: .+/],
  [['badsum'], /\nbadsum\/go\.sum:1: /],
  [['badhash/go.sum'], /\nbadhash\/go\.sum:1: "h1:zzz=" is not a hash$/],
  [['nothing'], /\nnothing\/go\.mod: no module line$/],
  [['nameless'], /\nnameless\/go\.mod: no module line$/],
  [['nowhere'], /"nowhere": there is no such file/],
  [['p/sub/main.go'], /"p\/sub\/main\.go": it is not a go\.mod, go\.work, go\.sum or modules\.txt/],
  [['p', 'empty'], /together/],
  [['p', 'a.test/x@v1.0.0'], /together/],
  [['a.test/x@v1'], /not complete/],
  [['a.test/x@main'], /"a\.test\/x@main"/],
  [['a.test/x', 'nowhere'], /together/],
  [['nowhere.mod'], /"nowhere\.mod": there is no such file/],
  [['nowhere/go.work'], /"nowhere\/go\.work": there is no such file/],
  [['./a.test/x'], /there is no such file/],
  [['nodot@v1.0.0'], /"nodot@v1\.0\.0"/],
  [['a.test/x@v2.0.0'], /a\.test\/x/],
  [['odd/go.mod'], /^Cannot check "odd\/go\.mod": it is a folder$/],
  [['round'], /^Cannot read round\/go\.mod: too many symbolic links/],
  [
    ['https://git.test/acme/x'],
    /^Cannot tell what https:\/\/git\.test\/acme\/x needs without asking/,
  ],
  [['https://git.test/a', 'https://git.test/b'], /together/],
]

suite('readTarget() refuses', () => {
  for (const [args, message] of bad) {
    test(`readTarget() refuses when given "${args.join(' ')}"`, async () => {
      await assert.rejects(folder.target(args, { askGoMod }), (error) => {
        assert.ok(Failure.is(error, 'invalid'))
        assert.match(error.message, message)
        assert.doesNotMatch(error.message, /[^\n\P{Control}]|\u202e/u)
        return true
      })
    })
  }
})

async function asked(...args: string[]): Promise<string[]> {
  const { name, kind, subjects } = await folder.target(args, { askGoMod })
  return [name, kind, ...subjects.map(({ path, version }) => `${path}@${version}`)]
}

test('readTarget() takes a module without a version for its newest, unless a folder is there', async () => {
  assert.deepEqual(await asked('a.test/x'), ['a.test/x', 'modules', 'a.test/x@latest'])
  assert.deepEqual(await asked('a.test/x', 'a.test/x@latest', 'b.test@v1.0.0'), [
    'a.test/x and 1 more',
    'modules',
    'a.test/x@latest',
    'b.test@v1.0.0',
  ])
  folder.write('c.test/x/go.mod', 'module c.test/x\n')
  assert.deepEqual(await asked('c.test/x'), ['c.test/x', 'project'])
})

const hints: [args: string[], cwd: string, message: RegExp, hint: RegExp][] = [
  [[], 'empty', /empty or any folder above it/, /MODULE\[@VERSION\]/],
  [['./...'], 'p', /"\.\/\.\.\."/, /^Leave \.\/\.\.\. out/],
  [['a.test/x/...'], 'p', /pattern/, /^Leave a\.test\/x\/\.\.\. out/],
]

suite('readTarget() and what is not read', () => {
  for (const [args, cwd, message, hint] of hints) {
    test(`readTarget() tells what to do when given "${args.join(' ')}" in ${cwd}`, async () => {
      await assert.rejects(folder.target(args, {}, cwd), (error) => {
        assert.ok(Failure.is(error, 'invalid'))
        assert.match(error.message, message)
        assert.match(error.details.hint ?? '', hint)
        return true
      })
    })
  }
})

test('readTarget() asks nobody when it may not, and says what is not known then', async () => {
  const { subjects, notes, unread } = await folder.target(['p'])
  assert.deepEqual(
    subjects.map(({ path }) => path),
    ['a.test/x'],
  )
  assert.deepEqual(notes, [
    'what a.test/x@v1.0.0 requires is not known: it is not in the module cache, and nobody is asked',
  ])
  assert.deepEqual(unread, ['a.test/x@v1.0.0'])
})

test('readTarget() tells the repository that it is in, and the commit', async () => {
  const commit = '0123456789abcdef0123456789abcdef01234567'
  using own = testFolder({
    '.git/HEAD': 'ref: refs/heads/main\n',
    '.git/refs/heads/main': `${commit}\n`,
    'sub/go.mod': 'module m\n',
  })
  const { root, commit: found, mains } = await own.target(['sub'])
  assert.deepEqual([root, found], [own.path, commit])
  assert.deepEqual(mains, [{ path: 'm', file: 'sub/go.mod' }])
})

test('readTarget() puts what several modules need together', async () => {
  const y = 'module a.test/y\n'
  using own = testFolder({
    'one/go.mod': 'module m.test/one\ngo 1.20\nrequire a.test/y v1.0.0\n',
    'one/go.sum': modLine('a.test/y', 'v1.0.0', y),
    'two/go.mod': 'module m.test/two\ngo 1.20\nrequire a.test/y v1.0.0\nrequire a.test/z v1.0.0\n',
  })
  const found = await own.target(['.'], { askGoMod: async () => Buffer.from(y) })
  assert.deepEqual(shownModules(found), ['a.test/y@v1.0.0 build', 'a.test/z@v1.0.0 build'])
  const [subject] = found.subjects
  assert.deepEqual(subject?.requiredBy, ['m.test/one', 'm.test/two'])
  assert.equal(subject.at?.file, 'one/go.mod')
  assert.match(subject.goModSum ?? '', /^h1:/)
})

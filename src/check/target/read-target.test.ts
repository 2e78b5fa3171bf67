import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { Failure } from '../../failure.ts'
import { readTarget } from './read-target.ts'

const root = mkdtempSync(join(tmpdir(), 'headwater-target-'))
after(() => rmSync(root, { recursive: true }))

function write(name: string, text: string): string {
  const file = join(root, name)
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, text)
  return file
}

write('p/go.mod', 'module corp.example/p\n\ngo 1.20\n\nrequire a.test/x v1.0.0\n')
const hash = `h1:${'A'.repeat(43)}=`
write('p/go.sum', `a.test/x v1.0.0 ${hash}\n`)
write('p/sub/main.go', 'package main\n')
write('bad/go.mod', 'module corp.example/bad\n\nrequire a.test/x \u001b[31m\u202e\n')
write('badsum/go.mod', 'module corp.example/b\n')
write('badsum/go.sum', 'a.test/x v1.0.0\n')
write('alone/go.sum', `a.test/x v1.0.0 ${hash}\n`)
write('badhash/go.sum', 'a.test/x v1.0.0 h1:zzz=\n')
write('nothing/go.mod', '')
write('nameless/go.mod', 'go 1.20\n\nrequire a.test/x v1.0.0\n')
write('work/go.work', 'go 1.20\n\nuse ./a\n')
write(
  'replaced/go.mod',
  'module m\ngo 1.20\nrequire (\na.test/x v1.0.0\na.test/y v1.0.0\na.test/z v1.0.0\n)\n' +
    'replace a.test/x => ../p\nreplace a.test/y => ./nowhere\nreplace a.test/z => ../alone\n',
)
mkdirSync(join(root, 'empty'))

const p = join(root, 'p')
const good: [args: string[], cwd: string, name: string, target: string][] = [
  [[], p, 'corp.example/p', 'go.mod'],
  [[], join(p, 'sub'), 'corp.example/p', join(p, 'go.mod')],
  [['.'], p, 'corp.example/p', 'go.mod'],
  [['p'], root, 'corp.example/p', 'p/go.mod'],
  [['p/go.mod'], root, 'corp.example/p', 'p/go.mod'],
  [['alone/go.sum'], root, 'alone/go.sum', 'alone/go.sum'],
  [['a.test/x@v1.0.0'], root, 'a.test/x@v1.0.0', 'a.test/x@v1.0.0'],
]

suite('readTarget()', () => {
  for (const [args, cwd, name, target] of good) {
    test(`readTarget() finds ${name} when given "${args.join(' ')}" in ${cwd.slice(root.length)}/`, async () => {
      const found = await readTarget(args, cwd)
      assert.deepEqual([found.name, found.target], [name, target])
      assert.deepEqual(
        found.subjects.map(({ path, version }) => `${path}@${version}`),
        ['a.test/x@v1.0.0'],
      )
    })
  }
})

const bad: [args: string[], cwd: string, message: RegExp][] = [
  [['empty'], root, /no go\.mod in .*empty/],
  [['alone'], root, /no go\.mod in .*alone/],
  [['bad'], root, /\nbad\/go\.mod:3(:\d+)?: .+/],
  [['badsum'], root, /\nbadsum\/go\.sum:1: /],
  [['badhash/go.sum'], root, /\nbadhash\/go\.sum:1: "h1:zzz=" is not a hash$/],
  [['nothing'], root, /\nnothing\/go\.mod: no module line$/],
  [['nameless'], root, /\nnameless\/go\.mod: no module line$/],
  [['nowhere'], root, /"nowhere": there is no such file/],
  [['p/sub/main.go'], root, /neither a go\.mod nor a go\.sum/],
  [['p', 'empty'], root, /together/],
  [['p', 'a.test/x@v1.0.0'], root, /together/],
  [['a.test/x@v1'], root, /not complete/],
  [['a.test/x@main'], root, /"a\.test\/x@main"/],
  [['a.test/x', 'nowhere'], root, /together/],
  [['nowhere.mod'], root, /"nowhere\.mod": there is no such file/],
  [['./a.test/x'], root, /there is no such file/],
  [['nodot@v1.0.0'], root, /"nodot@v1\.0\.0"/],
  [['a.test/x@v2.0.0'], root, /a\.test\/x/],
]

suite('readTarget() refuses', () => {
  for (const [args, cwd, message] of bad) {
    test(`readTarget() refuses when given "${args.join(' ')}"`, async () => {
      await assert.rejects(readTarget(args, cwd), (error) => {
        assert.ok(Failure.is(error, 'invalid'))
        assert.match(error.message, message)
        assert.doesNotMatch(error.message, /[^\n\P{Control}]|\u202e/u)
        return true
      })
    })
  }
})

async function asked(...args: string[]): Promise<string[]> {
  const { name, kind, subjects } = await readTarget(args, root)
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
  write('c.test/x/go.mod', 'module c.test/x\n')
  assert.deepEqual(await asked('c.test/x'), ['c.test/x', 'project'])
})

test('readTarget() says where it looked and what to do when there is no go.mod', async () => {
  await assert.rejects(readTarget([], join(root, 'empty')), (error) => {
    assert.ok(Failure.is(error))
    assert.match(error.message, /empty or any folder above it/)
    assert.match(error.details.hint ?? '', /MODULE\[@VERSION\]/)
    return true
  })
})

const hints: [args: string[], cwd: string, message: RegExp, hint: RegExp][] = [
  [['./...'], p, /"\.\/\.\.\."/, /^Leave \.\/\.\.\. out/],
  [['a.test/x/...'], p, /pattern/, /^Leave a\.test\/x\/\.\.\. out/],
  [['work/go.work'], root, /workspaces are not read yet/, /^Check each module's folder$/],
  [['work'], root, /workspaces are not read yet/, /^Check each module's folder$/],
  [[], join(root, 'work'), /workspaces are not read yet/, /^Check each module's folder$/],
]

suite('readTarget() and what is not read', () => {
  for (const [args, cwd, message, hint] of hints) {
    test(`readTarget() tells what to do when given "${args.join(' ')}" in ${cwd.slice(root.length)}/`, async () => {
      await assert.rejects(readTarget(args, cwd), (error) => {
        assert.ok(Failure.is(error, 'invalid'))
        assert.match(error.message, message)
        assert.match(error.details.hint ?? '', hint)
        return true
      })
    })
  }
})

test('readTarget() passes over replacing folders, but misses those that hold no module', async () => {
  const { subjects } = await readTarget(['replaced'], root)
  assert.deepEqual(
    subjects.map(({ path, folderFault }) => [path, folderFault]),
    [
      ['a.test/y', 'there is no folder "./nowhere"'],
      ['a.test/z', '"../alone" has no go.mod'],
    ],
  )
})

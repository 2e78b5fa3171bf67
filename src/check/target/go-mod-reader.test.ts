import assert from 'node:assert/strict'
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { Failure } from '../../failure.ts'
import { modLine, settings, shownModules, someSum, testFolder } from './files.test-data.ts'

const x = 'module a.test/X\n\nrequire a.test/y v1.0.0\n'
const y = 'module a.test/y\n'
const hash = '0123456789abcdef0123456789abcdef01234567'
const info = { Version: 'v1.0.0', Time: '2020-01-02T03:04:05Z' }
const origin = { VCS: 'git', URL: 'https://git.test/x', Hash: hash, Ref: 'refs/tags/v1.0.0' }

/** A project that needs X, and a module cache that has it and y, as far as nothing says otherwise. */
function withCache(goSum: string, more: Readonly<Record<string, string>> = {}) {
  const at = 'cache/download/a.test'
  return testFolder({
    'p/go.mod': 'module m\n\ngo 1.16\n\nrequire a.test/X v1.0.0\n',
    'p/go.sum': goSum,
    [`${at}/!x/@v/v1.0.0.mod`]: x,
    [`${at}/!x/@v/v1.0.0.info`]: JSON.stringify({ ...info, Origin: origin }),
    [`${at}/!x/@v/v1.0.0.ziphash`]: someSum,
    [`${at}/y/@v/v1.0.0.mod`]: y,
    ...more,
  })
}

const sums = `a.test/X v1.0.0 ${someSum}\n${modLine('a.test/X', 'v1.0.0', x)}`

test('goModReader() reads go.mod files of the module cache, and asks for the others', async () => {
  using folder = withCache(sums)
  const asked: string[] = []
  const tools = {
    goSetting: settings({ GOMODCACHE: folder.path }),
    async askGoMod(path: string) {
      asked.push(path)
      return Buffer.from(path === 'a.test/X' ? x : y)
    },
  }
  const all = ['a.test/X@v1.0.0 build', 'a.test/y@v1.0.0 graph']
  assert.deepEqual(shownModules(await folder.target(['p'], tools)), all)
  assert.deepEqual(asked, [])
  const none = { ...tools, goSetting: settings({ GOMODCACHE: join(folder.path, 'none') }) }
  assert.deepEqual(shownModules(await folder.target(['p'], none)), all)
  assert.deepEqual(asked, ['a.test/X', 'a.test/y'])
})

test('goModReader() uses nothing that does not fit go.sum, and says so', async () => {
  using folder = withCache(`a.test/X v1.0.0/go.mod ${someSum}\n`)
  const goSetting = settings({ GOMODCACHE: folder.path })
  const { notes, unread, subjects } = await folder.target(['p'], {
    goSetting,
    askGoMod: async () => Buffer.from(x),
  })
  assert.deepEqual(notes, [
    'the go.mod of a.test/X@v1.0.0 in the module cache is not what go.sum says: not used',
    'what a.test/X@v1.0.0 requires is not known: upstream gives another go.mod than go.sum says',
  ])
  assert.deepEqual([unread, subjects.length], [['a.test/X@v1.0.0'], 1])
})

test('goModReader() tells why a go.mod could not be had, modules with one reason together', async () => {
  const names = ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}.test/x`)
  using folder = testFolder({
    'go.mod': `module m\ngo 1.20\n${names.map((name) => `require ${name} v1.0.0\n`).join('')}`,
  })
  const { notes } = await folder.target([], {
    async askGoMod(path) {
      if (path.startsWith('a')) return Buffer.from('module a.test/x\nrequire (\n')
      throw new Failure('unreachable', path.startsWith('b') ? 'no way\u001b' : 'it is down')
    },
  })
  assert.deepEqual(notes, [
    'what a.test/x@v1.0.0 requires is not known: a.test/x@v1.0.0:3: block opened at a.test/x@v1.0.0:2 is never closed',
    'what b.test/x@v1.0.0 requires is not known: no way‹1B›',
    'what c.test/x@v1.0.0, d.test/x@v1.0.0, e.test/x@v1.0.0 require is not known: it is down',
  ])
})

test('goModReader() asks for 32 at a time, and for nothing more when it is stopped', async () => {
  const names = Array.from({ length: 100 }, (_, index) => `m${index}.test/x`)
  using folder = testFolder({
    'go.mod': `module m\ngo 1.20\n${names.map((name) => `require ${name} v1.0.0\n`).join('')}`,
  })
  const stop = new AbortController()
  let running = 0
  let most = 0
  let asked = 0
  const { unread } = await folder.target([], {
    signal: stop.signal,
    async askGoMod(path) {
      asked += 1
      running += 1
      most = Math.max(most, running)
      await pause(1)
      running -= 1
      if (asked === 50) stop.abort()
      return Buffer.from(`module ${path}\n`)
    },
  })
  assert.equal(most, 32)
  assert.ok(asked < 90, String(asked))
  assert.ok(unread.length > 10, String(unread.length))
})

const origins: [what: string, goSum: string, more: Record<string, string>, isTold: boolean][] = [
  ['its zip is the one of go.sum', sums, {}, true],
  ['its zip is another', sums.replace(someSum, someSum.replace('AA', 'BA')), {}, false],
  ['no zip is there', sums, { 'cache/download/a.test/!x/@v/v1.0.0.ziphash': '' }, false],
  [
    'only its go.mod is needed, and is the one of go.sum',
    modLine('a.test/X', 'v1.0.0', x),
    {},
    true,
  ],
  ['go.sum does not know it', '', {}, false],
  [
    'its .info is of another version',
    sums,
    {
      'cache/download/a.test/!x/@v/v1.0.0.info': JSON.stringify({
        ...info,
        Version: 'v2',
        Origin: origin,
      }),
    },
    false,
  ],
  ['its .info is broken', sums, { 'cache/download/a.test/!x/@v/v1.0.0.info': '{' }, false],
  [
    'its .info has no origin',
    sums,
    { 'cache/download/a.test/!x/@v/v1.0.0.info': JSON.stringify(info) },
    false,
  ],
]

for (const [what, goSum, more, isTold] of origins) {
  test(`readTarget() tells ${isTold ? 'where' : 'nothing of where'} the module cache has it from when ${what}`, async () => {
    using folder = withCache(goSum, more)
    const { subjects } = await folder.target(['p'], {
      goSetting: settings({ GOMODCACHE: folder.path }),
    })
    const found = subjects.find(({ path }) => path === 'a.test/X')
    assert.deepEqual(found?.cachedOrigin, isTold ? origin : undefined)
  })
}

test('moduleCache() reads regular files of a fair size only', async () => {
  using folder = withCache(sums, { 'cache/download/a.test/!x/@v/v1.0.0.info': ' '.repeat(70_000) })
  symlinkSync('/dev/zero', join(folder.path, 'cache/download/a.test/y/@v/v1.1.0.mod'))
  folder.write(
    'p/go.mod',
    'module m\n\ngo 1.16\n\nrequire (\na.test/X v1.0.0\na.test/y v1.1.0\n)\n',
  )
  const { subjects, unread } = await folder.target(['p'], {
    goSetting: settings({ GOMODCACHE: folder.path }),
  })
  assert.equal(subjects[0]?.cachedOrigin, undefined)
  assert.deepEqual(unread, ['a.test/y@v1.1.0'])
})

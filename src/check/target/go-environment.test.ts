import assert from 'node:assert/strict'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { isolated } from '../../../test/forge/isolation.ts'
import { must } from '../../../test/forge/run.ts'
import { goSettings } from '../../cli/go-settings.ts'
import { settings, testFolder } from './files.test-data.ts'
import { goEnvironment } from './go-environment.ts'

const cases: [what: string, env: Record<string, string>][] = [
  ['nothing set', {}],
  ['GOMODCACHE', { GOMODCACHE: '/elsewhere/mod' }],
  ['GOPATH', { GOPATH: '/elsewhere/go' }],
  ['a GOPATH of several folders', { GOPATH: '/elsewhere/go:/elsewhere/old' }],
  ['an empty GOMODCACHE', { GOMODCACHE: '' }],
  ['a file that GOENV names', { GOENV: 'FOLDER/named' }],
  ['GOENV=off', { GOENV: 'off' }],
  ['a variable before what is written', { GOMODCACHE: '/elsewhere/mod', GOENV: 'FOLDER/named' }],
]

suite('goEnvironment()', { skip: process.platform === 'win32' && 'paths are Unix ones' }, () => {
  for (const [what, given] of cases) {
    test(`goEnvironment() tells the module cache that go tells with ${what}`, async () => {
      using folder = testFolder({
        '.config/go/env': 'GOPATH=/written/go\n',
        named: '# a comment\nGOMODCACHE=/named/mod\nbroken\n',
      })
      const own = Object.entries(given).map(([key, value]) => [
        key,
        value.replace('FOLDER', folder.path),
      ])
      const env = isolated(folder.path, { GOENV: '', ...Object.fromEntries(own) })
      const told = await must('go', ['env', 'GOMODCACHE'], { cwd: folder.path, env })
      assert.equal(goEnvironment(await goSettings(env, process.platform)).moduleCache, told)
    })
  }
})

test('goEnvironment() has no module cache where nothing tells it, and takes no relative one', () => {
  assert.deepEqual(goEnvironment(settings({})), { moduleCache: undefined })
  assert.equal(goEnvironment(settings({ GOMODCACHE: 'mod' })).moduleCache, undefined)
  const { moduleCache } = goEnvironment(settings({ USERPROFILE: '/home/x' }))
  assert.equal(moduleCache, join('/home/x', 'go', 'pkg', 'mod'))
})

test('goEnvironment() tells the go.work that GOWORK names', () => {
  const works = ['', 'auto', 'off', '/x/go.work'].map(
    (GOWORK) => goEnvironment(settings({ GOWORK })).work,
  )
  assert.deepEqual(works, [undefined, undefined, 'off', '/x/go.work'])
})

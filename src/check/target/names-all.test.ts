import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { Failure } from '../../failure.ts'
import { someSum, testFolder } from './files.test-data.ts'

/** Nothing can be had. */
async function askGoMod(path: string): Promise<Uint8Array> {
  throw new Failure('not-found', `${path} is not there`)
}

const goMod = 'module m\n\ngo 1.20\n\nrequire a.test/x v1.0.0\n'
const line = (path: string, version = 'v1.0.0') => `${path} ${version} ${someSum}\n`

const cases: [what: string, files: Record<string, string>, mayMiss: boolean][] = [
  ['there is no go.sum', { 'go.mod': goMod }, true],
  ['go.sum names nothing else', { 'go.mod': goMod, 'go.sum': line('a.test/x') }, false],
  [
    'go.sum names another module',
    { 'go.mod': goMod, 'go.sum': line('a.test/x') + line('a.test/y') },
    true,
  ],
  [
    'go.sum names another version of it',
    { 'go.mod': goMod, 'go.sum': line('a.test/x') + line('a.test/x', 'v1.1.0') },
    true,
  ],
  [
    'go.sum names the main module',
    { 'go.mod': goMod, 'go.sum': line('a.test/x') + line('m', 'v0.9.0') },
    false,
  ],
  [
    'go.sum names what replaces it',
    {
      'go.mod': `${goMod}replace a.test/x => a.test/z v1.5.0\n`,
      'go.sum': line('a.test/z', 'v1.5.0'),
    },
    false,
  ],
]

suite('namesAll()', () => {
  for (const [what, files, mayMiss] of cases) {
    test(`where a go.mod is not known, modules ${mayMiss ? 'may' : 'cannot'} be missed if ${what}`, async () => {
      using folder = testFolder(files)
      const target = await folder.target([], { askGoMod })
      assert.deepEqual([target.unread.length, target.mayMiss], [1, mayMiss])
    })
  }

  test('where all go.mod files are known, nothing can be missed', async () => {
    using folder = testFolder({ 'go.mod': goMod })
    const target = await folder.target([], {
      askGoMod: async () => Buffer.from('module a.test/x\n'),
    })
    assert.deepEqual([target.unread, target.mayMiss], [[], false])
  })
})

test('what a folder without go.mod would require is not known either', async () => {
  using folder = testFolder({ 'go.mod': `${goMod}replace a.test/x => ./none\n` })
  const { unread, mayMiss, notes } = await folder.target([], { askGoMod })
  assert.deepEqual([unread, mayMiss], [['a.test/x@v1.0.0'], true])
  assert.match(notes.join(), /^what a\.test\/x@v1\.0\.0 requires is not known: there is no go\.mod/)
})

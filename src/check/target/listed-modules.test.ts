import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shownModules, someSum, testFolder } from './files.test-data.ts'

test('modulesOfSum() takes the highest version with a zip for the one that is built', async () => {
  using folder = testFolder({
    'go.sum':
      `a.test/z v1.0.0 ${someSum}\na.test/z v1.2.0 ${someSum}\na.test/z v1.3.0/go.mod ${someSum}\n` +
      `a.test/x v1.10.0/go.mod ${someSum}\na.test/x v1.9.0/go.mod ${someSum}\n` +
      `golang.org/toolchain v0.0.1-go1.21.0.linux-amd64 ${someSum}\n`,
  })
  const { subjects, ...rest } = await folder.target(['go.sum'])
  assert.deepEqual(shownModules({ subjects, ...rest }), [
    'a.test/x@v1.9.0 graph',
    'a.test/x@v1.10.0 graph',
    'a.test/z@v1.0.0 graph',
    'a.test/z@v1.2.0 build',
    'a.test/z@v1.3.0 graph',
  ])
  const { at, goSum, goModSum, paths } = subjects[4] ?? assert.fail()
  assert.deepEqual(
    [at, goSum, goModSum, paths],
    [{ file: 'go.sum', line: 3, indirect: true }, undefined, someSum, undefined],
  )
})

test('modulesOfVendor() takes what has packages there for what is built, with the hashes of go.sum', async () => {
  using folder = testFolder({
    'go.sum': `a.test/x v1.0.0 ${someSum}\n`,
    'vendor/modules.txt':
      '# a.test/x v1.0.0\n## explicit; go 1.20\na.test/x\na.test/x/sub\n' +
      '# a.test/y v1.0.0 => b.test/y v1.1.0\n## go 1.20\na.test/y\n' +
      '# a.test/none v1.0.0\n## explicit\n' +
      '# a.test/local v1.0.0 => ./local\n## explicit\na.test/local\n' +
      '# a.test/y => b.test/y v1.1.0\n',
  })
  const found = await folder.target(['vendor/modules.txt'])
  assert.deepEqual(shownModules(found), [
    'a.test/none@v1.0.0 graph',
    'a.test/x@v1.0.0 build',
    'b.test/y@v1.1.0 build',
  ])
  const [, x, y] = found.subjects
  assert.deepEqual(
    [x?.goSum, x?.at, y?.replaces, y?.at],
    [
      someSum,
      { file: 'vendor/modules.txt', line: 1, indirect: false },
      { path: 'a.test/y', version: 'v1.0.0' },
      { file: 'vendor/modules.txt', line: 5, indirect: true },
    ],
  )
})

test('modulesOfVendor() refuses a list of nothing', async () => {
  using folder = testFolder({ 'vendor/modules.txt': '' })
  await assert.rejects(folder.target(['vendor/modules.txt']), /modules\.txt: it names no module$/)
})

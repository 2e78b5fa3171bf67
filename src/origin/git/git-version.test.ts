import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { Failure } from '../../failure.ts'
import { checkGitVersion, oldestGit, requireGit } from './git-version.ts'

suite('checkGitVersion()', () => {
  for (const printed of [
    'git version 2.31.0\n',
    'git version 2.31.GIT\n',
    'git version 2.39.5 (Apple Git-154)\n',
    'git version 2.45.2.windows.1\n',
    'git version 2.55.0-rc2\n',
    'git version 2.100.0\n',
    'git version 3.0.0\n',
    'git version unknown\n',
    '',
  ]) {
    test(`lets git pass when it prints ${JSON.stringify(printed)}`, () => {
      checkGitVersion(printed)
    })
  }

  for (const [printed, version] of [
    ['git version 2.30.9\n', '2.30.9'],
    ['git version 2.4.0.windows.2\n', '2.4.0.windows.2'],
    ['git version 1.8.3.1\n', '1.8.3.1'],
    ['git version 1.99.0\n', '1.99.0'],
  ] as const) {
    test(`names the version and what is needed when git prints ${JSON.stringify(printed)}`, () => {
      assert.throws(
        () => checkGitVersion(printed),
        (error) => {
          assert.ok(Failure.is(error, 'unsupported'))
          assert.ok(error.message.includes(` is ${version}, and 2.31 or newer is needed`))
          assert.match(error.details.hint ?? '', /^Install git 2\.31 or newer/)
          return true
        },
      )
    })
  }
})

test('oldestGit is what the documentation says', async () => {
  const docs = join(import.meta.dirname, '../../../docs/serving.md')
  assert.ok((await readFile(docs, 'utf8')).includes(`(git before ${oldestGit})`))
})

test('requireGit() lets the git of this machine pass', async () => {
  await requireGit()
})

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { isolated } from '../../../test/forge/isolation.ts'
import { must } from '../../../test/forge/run.ts'
import { testFolder } from './files.test-data.ts'
import { headCommit } from './head-commit.ts'

const person = ['-c', 'user.name=x', '-c', 'user.email=x@x.test']

/** What is done in a repository with one commit, as git commands; and where the work tree is then. */
const cases: [what: string, commands: string[][], place: string][] = [
  ['a branch', [], 'r'],
  ['a branch whose name has a slash', [['switch', '-c', 'a/b']], 'r'],
  ['packed refs', [['pack-refs', '--all']], 'r'],
  ['a commit', [['switch', '--detach']], 'r'],
  ['a linked work tree', [['worktree', 'add', '-b', 'other', '../linked']], 'linked'],
  ['a linked work tree at a commit', [['worktree', 'add', '--detach', '../linked']], 'linked'],
]

suite('headCommit()', () => {
  for (const [what, commands, place] of cases) {
    test(`headCommit() tells what git tells of ${what}`, async () => {
      using folder = testFolder({ 'r/go.mod': 'module m\n' })
      const env = isolated(folder.path)
      const git = (cwd: string, ...args: string[]) =>
        must('git', args, { cwd: join(folder.path, cwd), env })
      await git('r', 'init', '-q', '-b', 'main')
      await git('r', 'add', '.')
      await git('r', ...person, 'commit', '-q', '-m', 'x')
      for (const command of commands) await git('r', ...command)
      assert.equal(
        await headCommit(join(folder.path, place)),
        await git(place, 'rev-parse', 'HEAD'),
      )
    })
  }
})

const nothing: [what: string, files: Record<string, string>][] = [
  ['no .git', {}],
  ['no commit', { '.git/HEAD': 'ref: refs/heads/main\n' }],
  ['refs in a circle', { '.git/HEAD': 'ref: refs/x\n', '.git/refs/x': 'ref: refs/x\n' }],
  ['a ref that leads out', { '.git/HEAD': 'ref: refs/../../go.mod\n', 'go.mod': 'a'.repeat(40) }],
  ['a HEAD that is no ref', { '.git/HEAD': 'module m\n' }],
  ['the HEAD of a repository with reftables', { '.git/HEAD': 'ref: refs/heads/.invalid\n' }],
]

suite('headCommit() and what it cannot tell', () => {
  for (const [what, files] of nothing) {
    test(`headCommit() is undefined with ${what}`, async () => {
      using folder = testFolder(files)
      assert.equal(await headCommit(folder.path), undefined)
    })
  }
})

import assert from 'node:assert/strict'
import { mkdir, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { isolated } from '../../../test/forge/isolation.ts'
import { must } from '../../../test/forge/run.ts'
import { temporaryFolder } from '../../../test/forge/temporary-folder.ts'
import { Failure } from '../../failure.ts'
import { openProjectGit, type ProjectGit } from './project-git.ts'
import { repositoryUrl } from './source.ts'

const identity = {
  GIT_AUTHOR_NAME: 'A',
  GIT_AUTHOR_EMAIL: 'a@corp.example',
  GIT_COMMITTER_NAME: 'A',
  GIT_COMMITTER_EMAIL: 'a@corp.example',
}

/** What git says, run in a folder. */
function git(folder: string, ...args: string[]): Promise<string> {
  return must('git', args, { cwd: folder, env: isolated(folder, identity) })
}

async function opened(folder: string): Promise<ProjectGit> {
  const found = await openProjectGit(folder)
  assert.ok(found)
  return found
}

test('openProjectGit() finds the top folder and the remote from any folder inside', async () => {
  await using folder = await temporaryFolder('project')
  await git(folder.path, 'init', '-q', '-b', 'main')
  await mkdir(join(folder.path, 'a/b'), { recursive: true })
  assert.equal(await (await opened(folder.path)).remote(), undefined)
  await git(folder.path, 'remote', 'add', 'origin', 'git@git.corp.example:ledger.git')
  const found = await opened(join(folder.path, 'a/b'))
  assert.equal(found.root, await realpath(folder.path))
  assert.equal(await found.remote(), 'git@git.corp.example:ledger.git')
})

test('openProjectGit() knows where there is no repository, and no folder', async () => {
  await using folder = await temporaryFolder('project')
  assert.equal(await openProjectGit(folder.path), undefined)
  assert.equal(await openProjectGit(join(folder.path, 'none')), undefined)
})

test('openProjectGit() runs no git, so that a folder that git does not read is one, too', async () => {
  await using folder = await temporaryFolder('project')
  await mkdir(join(folder.path, '.git'))
  const found = await opened(folder.path)
  assert.deepEqual([found.root, await found.remote()], [await realpath(folder.path), undefined])
})

test('openProjectGit() runs nothing that the repository of a stranger names', async () => {
  await using folder = await temporaryFolder('project')
  const trap = join(folder.path, 'trap')
  await git(folder.path, 'init', '-q', '-b', 'main')
  await git(folder.path, 'commit', '-q', '--allow-empty', '-m', 'one')
  const program = `touch ${trap}; true`
  for (const key of ['core.fsmonitor', 'core.pager', 'core.sshCommand', 'alias.rev-parse']) {
    await git(folder.path, 'config', key, key.startsWith('alias') ? `!${program}` : program)
  }
  await git(folder.path, 'config', 'core.repositoryFormatVersion', '1')
  await git(folder.path, 'config', 'extensions.partialClone', 'origin')
  await git(folder.path, 'config', 'remote.origin.promisor', 'true')
  await git(folder.path, 'config', 'protocol.ext.allow', 'always')
  await git(folder.path, 'config', 'remote.origin.url', `ext::touch ${trap}`)
  const found = await opened(folder.path)
  const gone = '0123456789012345678901234567890123456789'
  await assert.rejects(found.filesNamed(gone, new Set(['go.mod'])))
  await assert.rejects(found.mergeBase(gone))
  assert.equal(await found.remote(), `ext::touch ${trap}`)
  await assert.rejects(realpath(trap))
})

test('ProjectGit fetches nothing that is missing', async () => {
  await using folder = await temporaryFolder('project')
  await git(folder.path, 'init', '-q', '-b', 'main')
  await mkdir(join(folder.path, 'a'))
  await writeFile(join(folder.path, 'a/go.mod'), 'module a\n')
  await git(folder.path, 'add', '.')
  await git(folder.path, 'commit', '-q', '-m', 'one')
  const commit = await git(folder.path, 'rev-parse', 'HEAD')
  const tree = await git(folder.path, 'rev-parse', 'HEAD:a')
  await rm(join(folder.path, '.git/objects', tree.slice(0, 2), tree.slice(2)))
  await git(folder.path, 'config', 'core.repositoryFormatVersion', '1')
  await git(folder.path, 'config', 'extensions.partialClone', 'origin')
  await git(folder.path, 'remote', 'add', 'origin', 'https://git.corp.example/ledger')
  const found = await opened(folder.path)
  // Had it been tried, git would say that it may not use this transport.
  await assert.rejects(
    found.filesNamed(commit, new Set(['go.mod'])),
    (error) => Failure.is(error, 'invalid') && !/transport|promisor/.test(error.message),
  )
})

test('ProjectGit takes a ref for a ref, whatever it begins with', async () => {
  await using folder = await temporaryFolder('project')
  await git(folder.path, 'init', '-q', '-b', 'main')
  await git(folder.path, 'commit', '-q', '--allow-empty', '-m', 'one')
  const base = await git(folder.path, 'rev-parse', 'HEAD')
  await git(folder.path, 'update-ref', 'refs/heads/-x', base)
  assert.equal(await (await opened(folder.path)).mergeBase('-x'), base)
})

test('ProjectGit gives where histories part, and the files of then', async () => {
  await using folder = await temporaryFolder('project')
  await git(folder.path, 'init', '-q', '-b', 'main')
  await mkdir(join(folder.path, 'a'))
  await writeFile(join(folder.path, 'a/go.mod'), 'module a\n')
  await writeFile(join(folder.path, 'go.sum'), '')
  await symlink('a/go.mod', join(folder.path, 'go.mod'))
  await git(folder.path, 'add', '.')
  await git(folder.path, 'commit', '-q', '-m', 'one')
  const base = await git(folder.path, 'rev-parse', 'HEAD')
  await git(folder.path, 'branch', 'side')
  await git(folder.path, 'commit', '-q', '--allow-empty', '-m', 'two')
  await git(folder.path, 'switch', '-q', 'side')
  await git(folder.path, 'commit', '-q', '--allow-empty', '-m', 'three')
  const found = await opened(folder.path)
  assert.equal(await found.mergeBase('main'), base)
  const files = await found.filesNamed(base, new Set(['go.mod', 'go.sum']))
  assert.deepEqual(
    files.map(({ path, bytes }) => [path, Buffer.from(bytes).toString()]),
    [
      ['a/go.mod', 'module a\n'],
      ['go.sum', ''],
    ],
  )
})

test('ProjectGit says what is wrong with a ref', async () => {
  await using folder = await temporaryFolder('project')
  await git(folder.path, 'init', '-q', '-b', 'main')
  await git(folder.path, 'commit', '-q', '--allow-empty', '-m', 'one')
  await git(folder.path, 'switch', '-q', '--orphan', 'other')
  await git(folder.path, 'commit', '-q', '--allow-empty', '-m', 'two')
  const found = await opened(folder.path)
  for (const [ref, words] of [
    ['nowhere', /"nowhere": it names no commit here/],
    ['--output=x', /names no commit/],
    ['main', /no commit that both come from is here/],
  ] as const) {
    await assert.rejects(
      found.mergeBase(ref),
      (error) => Failure.is(error, 'invalid') && words.test(error.message),
    )
  }
})

const remotes: [remote: string, url: string | undefined][] = [
  ['https://git.corp.example/ledger.git', 'https://git.corp.example/ledger.git'],
  ['https://user:secret@git.corp.example/ledger', 'https://git.corp.example/ledger'],
  ['git@git.corp.example:team/ledger.git', 'ssh://git.corp.example/team/ledger.git'],
  ['ssh://git@git.corp.example:2222/ledger', 'ssh://git.corp.example:2222/ledger'],
  ['/srv/git/ledger', undefined],
  ['../ledger', undefined],
  ['C:/ledger', undefined],
  ['file:///srv/git/ledger', undefined],
  ['ext::sh -c x', undefined],
]

suite('repositoryUrl()', () => {
  for (const [remote, url] of remotes) {
    test(`repositoryUrl() makes ${url} of ${remote}`, () => {
      assert.equal(repositoryUrl(remote), url)
    })
  }
})

import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { startForge, type Forge } from '../forge/forge.ts'
import { isolated } from '../forge/isolation.ts'
import { must } from '../forge/run.ts'
import { temporaryFolder } from '../forge/temporary-folder.ts'
import { failing, namesIn, openTestGit } from '../open-test-git.ts'
import { compareWithGo } from '../vcs/compare.ts'
import { missing } from '../vcs/program-server.ts'
import { startNginx, type Nginx } from './nginx.ts'
import { layouts, plainRepositories } from './plain-repositories.ts'
import { reachAt } from './reach.ts'
import { questionsApart, type Repositories } from './repositories.ts'

const skip = missing('nginx', 'go')

/** Those for a repository, without where it is. */
const of = (name: string, lines: readonly string[]) =>
  lines
    .filter((line) => line.includes(`/git.test/${name}.git/`))
    .map((line) => line.replace(`/git.test/${name}.git/`, ''))

suite('a repository whose server gives plain files', { skip }, () => {
  let forge: Forge
  let home: Awaited<ReturnType<typeof temporaryFolder>>
  let made: Repositories
  let nginx: Nginx

  before(async () => {
    forge = await startForge()
    home = await temporaryFolder('nginx')
    made = await plainRepositories(forge)
    nginx = await startNginx(forge.folder, home.path)
  })
  after(async () => {
    await nginx[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
    await forge.close()
  })

  const reach = () => reachAt('https://git.test/', `http://127.0.0.1:${nginx.port}/git.test/`)

  for (const layout of layouts) {
    test(`gives what go gives when its objects are ${layout}`, async () => {
      for (const ask of questionsApart(made.main)) {
        const url = `https://git.test/main-${layout}.git`
        await compareWithGo({ root: 'over.test/m', vcs: 'git', url, ask, reach: reach() })
      }
    })
  }

  test('is refused, as go refuses it, when part of it is in another repository', async () => {
    const { folder } = made.main
    const lender = folder.replace(/\.git$/, '-loose.git')
    const lent = join(forge.folder, 'git.test', 'lent.git')
    const git = (...args: string[]) => must('git', args, { cwd: lent, env: isolated(lent) })
    await mkdir(lent)
    await git('init', '-q', '--bare', '-b', 'main')
    const url = new URL(`http://127.0.0.1:${nginx.port}/git.test/main-loose.git/objects/`)
    const info = join(lent, 'objects', 'info')
    await writeFile(join(info, 'alternates'), `${lender}/objects\n`)
    await git('fetch', '-q', lender, 'refs/*:refs/*')
    await git('update-server-info')
    for (const alternate of [url.pathname, url.href]) {
      await writeFile(join(info, 'http-alternates'), `${alternate}\n`)
      await nginx.asked()
      await compareWithGo({
        root: 'over.test/m',
        vcs: 'git',
        url: 'https://git.test/lent.git',
        ask: { 'v0.1.0': /alternate disabled|Unable to find|unknown revision/ },
        reach: reach(),
      })
      assert.deepEqual(
        (await nginx.asked()).filter((line) => line.includes('main-loose')),
        [],
      )
    }
  })

  const open = () => openTestGit({ rewrites: reach().rewrites })
  for (const kind of ['main', 'long'] as const) {
    for (const layout of layouts) {
      test(`brings what git finds in ${kind} when its objects are ${layout}`, async () => {
        await using opened = await open()
        const name = `${kind}-${layout}`
        const host = opened.host(`git.test/${name}.git`)
        const view = await host.view(0)
        const { git, commits } = made[kind]
        for (const [index, commit] of commits.entries()) {
          const { hash } = await view.stat(commit.slice(0, 12))
          assert.equal(hash, commit)
          const listed = await git('ls-tree', '-r', '--name-only', commit)
          assert.deepEqual((await namesIn(view, commit)).toSorted(), listed.split('\n').toSorted())
          assert.equal(await view.descendsFrom(commit, 'v1.0.0'), index > 0)
        }
      })
    }
  }

  test('has nothing of an empty repository', async () => {
    await using opened = await open()
    const view = await opened.host('git.test/empty.git').view(0)
    assert.deepEqual(view.tags, [])
    await assert.rejects(view.latest(), failing('not-found', 'ref'))
  })

  test('asks two files for its refs, and for a packed one three more, once', async () => {
    await using opened = await open()
    await nginx.asked()
    const host = opened.host('git.test/main-packed.git')
    const view = await host.view(0)
    await view.stat('v0.1.0')
    const lines = of('main-packed', await nginx.asked())
    assert.deepEqual(
      lines.map((line) => line.replace(/-[0-9a-f]{40}/, '')),
      [
        'POST git-upload-pack 404',
        'GET info/refs 200',
        'GET HEAD 200',
        'GET objects/info/packs 200',
        'GET objects/pack/pack.idx 200',
        'GET objects/pack/pack.pack 200',
      ],
    )
    await view.stat('v1.0.0')
    await view.stat(made.main.commits[2] ?? '')
    await host.view(-1)
    assert.deepEqual(of('main-packed', await nginx.asked()), ['GET info/refs 200', 'GET HEAD 200'])
  })
})

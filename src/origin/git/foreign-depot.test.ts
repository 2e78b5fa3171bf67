import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import {
  appendFile,
  cp,
  mkdir,
  readFile,
  readdir,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { deflateSync } from 'node:zlib'
import { repository } from '../../../test/forge/repository.ts'
import { goMod, namesIn, openTestGit, versions, type TestGit } from '../../../test/open-test-git.ts'

const fresh = 60_000

suite('a depot that somebody changed', () => {
  let git: TestGit
  let count = 0
  before(async () => {
    git = await openTestGit()
  })
  after(() => git[Symbol.asyncDispose]())

  /** The one depot, by name. */
  async function depot(): Promise<string> {
    const [name = '', ...others] = await readdir(git.folder)
    assert.deepEqual(others, [])
    return join(git.folder, name)
  }
  /** Names a making of it. */
  const ready = async () => readFile(join(await depot(), 'ready'), 'utf8')
  async function put(name: string, text: string | Buffer): Promise<void> {
    const file = join(await depot(), 'repository', name)
    await mkdir(dirname(file), { recursive: true })
    await appendFile(file, text)
  }
  async function linked(name: string): Promise<void> {
    const path = join(await depot(), 'repository', name)
    const elsewhere = join(git.forge.folder, `moved-${++count}`)
    await rename(path, elsewhere)
    await symlink(elsewhere, path)
  }
  const touched = () => join(git.forge.folder, 'touched')
  const evil = () => `touch ${touched()}`

  const changes: readonly (readonly [string, (commits: readonly string[]) => Promise<void>])[] = [
    ['core.fsmonitor', () => put('config', `[core]\n\tfsmonitor = ${evil()}\n`)],
    ['core.hooksPath', () => put('config', `[core]\n\thooksPath = ${git.forge.folder}\n`)],
    ['core.attributesFile', () => put('config', '[core]\n\tattributesFile = other\n')],
    ['an included file', () => put('config', '[include]\n\tpath = other\n')],
    ['a filter', () => put('config', `[filter "x"]\n\tsmudge = ${evil()}\n`)],
    ['attributes', () => put('info/attributes', 'go.mod export-ignore\n')],
    ['grafts', ([first = '', second = '']) => put('info/grafts', `${first} ${second}\n`)],
    ['a shallow file', ([, second = '']) => put('shallow', `${second}\n`)],
    ['alternates', () => put('objects/info/alternates', git.forge.folder)],
    ['a commondir', () => put('commondir', git.forge.folder)],
    ['settings of a worktree', () => put('config.worktree', '[core]\n\tbare = false\n')],
    ['hooks', () => put('hooks/post-index-change', `#!/bin/sh\n${evil()}\n`)],
    ['another HEAD', () => put('HEAD', 'ref: refs/heads/other\n')],
    ['a .git file', () => put('.git', 'gitdir: elsewhere\n')],
    ['a branch', ([first = '']) => put('refs/heads/planted', `${first}\n`)],
    ['a tag', ([first = '']) => put('refs/tags/v9.0.0', `${first}\n`)],
    [
      'an object with another content',
      async ([first = '']) => {
        const wrong = deflateSync(Buffer.from('blob 5\0wrong'))
        await put(`objects/${first.slice(0, 2)}/${first.slice(2)}`, wrong)
      },
    ],
    ['a list of commits', () => put('objects/info/commit-graph', 'CGPH')],
    ['a replacement', ([first = '', second = '']) => put(`refs/replace/${first}`, `${second}\n`)],
    ['a link for the repository', () => linked('')],
    ['a link for the objects', () => linked('objects')],
    ['a link for the packs', () => linked('objects/pack')],
    ['a link for the settings', () => linked('info/attributes')],
  ]
  for (const [what, change] of changes) {
    test(`is made anew when it has ${what}`, async () => {
      for (const name of await readdir(git.folder)) {
        await rm(join(git.folder, name), { recursive: true })
      }
      const path = `git.test/f${++count}`
      const made = await repository(git.forge, path, versions(2))
      const [first = '', second = ''] = made.commits
      const before = await git.host(path).view(fresh)
      await goMod(before, 'v1.0.0')
      assert.ok(await before.descendsFrom(second, 'v1.0.0'))
      const id = await ready()
      await change(made.commits)
      const view = await git.host(path).view(fresh)
      assert.equal(await goMod(view, 'v1.0.0'), 'module m // 0\n')
      assert.deepEqual(await namesIn(view, first), ['ballast', 'go.mod'])
      assert.ok(await view.descendsFrom(second, 'v1.0.0'))
      assert.ok(!(await view.descendsFrom(first, 'v1.1.0')))
      await assert.rejects(view.stat('v9.0.0'), { code: 'not-found' })
      assert.equal(existsSync(touched()), false)
      assert.notEqual(await ready(), id)
    })
  }

  test('is made anew when it is that of another origin', async () => {
    for (const name of await readdir(git.folder))
      await rm(join(git.folder, name), { recursive: true })
    const [mine, other] = [`git.test/f${++count}`, `git.test/f${++count}`]
    const { commits } = await repository(git.forge, mine, versions(1))
    await repository(git.forge, other, [
      { files: { 'go.mod': 'module other\n' }, tags: ['v1.0.0'] },
    ])
    await goMod(await git.host(mine).view(fresh), 'v1.0.0')
    const place = await depot()
    await rename(place, `${place}-mine`)
    await goMod(await git.host(other).view(fresh), 'v1.0.0')
    const others = (await readdir(git.folder)).find(
      (name) => !place.includes(name) && !name.endsWith('-mine'),
    )
    await cp(join(git.folder, others ?? ''), place, { recursive: true })
    await cp(join(`${place}-mine`, 'state.json'), join(place, 'state.json'))
    const view = await git.host(mine).view(fresh)
    assert.equal(await goMod(view, 'v1.0.0'), 'module m // 0\n')
    assert.deepEqual(await namesIn(view, commits[0] ?? ''), ['ballast', 'go.mod'])
  })

  test('is not believed what its list of refs says', async () => {
    for (const name of await readdir(git.folder))
      await rm(join(git.folder, name), { recursive: true })
    const path = `git.test/f${++count}`
    const made = await repository(git.forge, path, [...versions(1), { files: { more: '' } }])
    const [first = '', second = ''] = made.commits
    await made.git('update-ref', 'refs/heads/main', first)
    const view = await git.host(path).view(fresh)
    await goMod(view, 'v1.0.0')
    await assert.rejects(view.stat(second.slice(0, 12)), { code: 'not-found' })
    await writeFile(join(await depot(), 'repository', 'packed-refs'), `${second} refs/heads/x\n`)
    await assert.rejects(view.stat(second.slice(0, 12)), { code: 'not-found' })
  })
})

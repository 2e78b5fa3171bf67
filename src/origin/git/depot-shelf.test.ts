import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { suite, test } from 'node:test'
import { repository } from '../../../test/forge/repository.ts'
import { failing, goMod, openTestGit, versions } from '../../../test/open-test-git.ts'
import type { CodeView } from '../code-host.ts'

const fresh = 60 * 60_000
const minute = 60_000

suite('depotShelf()', () => {
  test('removes the depots used longest ago when all take too much, and they come again', async () => {
    // Each has a little more than 200 kB.
    await using git = await openTestGit({ maxAllBytes: 700_000 })
    const paths = ['git.test/a', 'git.test/b', 'git.test/c', 'git.test/d']
    const names: string[] = []
    for (const path of paths) {
      await repository(git.forge, path, versions(1))
      git.pass(30 * minute)
      assert.equal(await goMod(await git.host(path).view(fresh), 'v1.0.0'), 'module m // 0\n')
      const added = (await readdir(git.folder)).find((name) => !names.includes(name))
      names.push(added ?? '')
    }
    const left = await readdir(git.folder)
    assert.deepEqual(left.toSorted(), names.slice(1).toSorted())
    const again = await git.host(paths[0] ?? '').view(fresh)
    assert.equal(await goMod(again, 'v1.0.0'), 'module m // 0\n')
  })

  test('removes none that is in use, here or in another process', async () => {
    for (const isHere of [true, false]) {
      await using git = await openTestGit({ maxAllBytes: 100 })
      const here = git.openProcess()
      const there = isHere ? here : git.openProcess()
      await repository(git.forge, 'git.test/a', versions(1))
      await repository(git.forge, 'git.test/b', versions(1))
      const view = await here('git.test/a').view(fresh)
      // Where it is known to be in use, it is so however long that takes.
      git.pass(isHere ? 60 * minute : minute)
      const sizes = await view.withTree(await hashOf(view), '', async ({ archive }) => {
        const [name] = await readdir(git.folder)
        if (isHere) git.pass(60 * minute)
        assert.ok(await goMod(await there('git.test/b').view(fresh), 'v1.0.0'))
        assert.deepEqual(await readdir(git.folder), [name])
        let size = 0
        for await (const chunk of archive) size += chunk.length
        return size
      })
      assert.ok(sizes > 200_000)
    }
  })

  test('counts what was fetched in vain', async () => {
    await using git = await openTestGit({ maxAllBytes: 100 })
    await repository(git.forge, 'git.test/a', versions(1))
    const view = await git.host('git.test/a').view(fresh)
    await assert.rejects(view.stat('abcdef123456'), failing('not-found', 'commit'))
    assert.deepEqual(await readdir(git.folder), [])
  })
})

const hashOf = async (view: CodeView): Promise<string> => (await view.stat('v1.0.0')).hash

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { repository } from '../../../test/forge/repository.ts'
import { goMod, openTestGit, versions } from '../../../test/open-test-git.ts'
import { packedBytes } from './consolidate.ts'

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

  test('removes none that is in use', async () => {
    await using git = await openTestGit({ maxAllBytes: 100 })
    await repository(git.forge, 'git.test/a', versions(1))
    const view = await git.host('git.test/a').view(fresh)
    const { hash } = await view.stat('v1.0.0')
    const seen = await view.withTree(hash, '', async ({ archive }) => {
      git.pass(60 * minute)
      let size = 0
      for await (const chunk of archive) size += chunk.length
      return size
    })
    assert.ok(seen > 200_000)
  })
})

suite('addPack()', () => {
  test('begins anew when the depot has outgrown what one fetch may have', async () => {
    await using git = await openTestGit({ maxBytes: 400_000 })
    const each = Array.from({ length: 4 }, (_, index) => ({
      files: { 'go.mod': `module m // ${index}\n`, ballast: randomBytes(300_000) },
      tags: [`v1.${index}.0`],
    }))
    await repository(git.forge, 'git.test/a', each)
    const view = await git.host('git.test/a').view(fresh)
    for (let index = 0; index < 4; index++) {
      assert.equal(await goMod(view, `v1.${index}.0`), `module m // ${index}\n`)
    }
    const [depot = ''] = await readdir(git.folder)
    assert.ok((await packedBytes(join(git.folder, depot))) < 1_000_000)
    assert.equal(git.records.length, 5)
  })
})

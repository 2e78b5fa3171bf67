import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { repository } from '../../../test/forge/repository.ts'
import { goMod, namesIn, openTestGit } from '../../../test/open-test-git.ts'
import { run } from '../../outbound/run.ts'
import { batchProgram } from './batch-program.ts'
import { gitProgram } from './git-program.ts'

const fresh = 60_000
const many = 45

suite('consolidate()', () => {
  test('leaves few packs, every object, and readers undisturbed', async () => {
    await using git = await openTestGit()
    const commits = Array.from({ length: many }, (_, index) => ({
      files: { 'go.mod': `module m // ${index}\n`, [`f${index}`]: `${index}`.repeat(index * 50) },
      tags: [`v1.${index}.0`],
    }))
    const made = await repository(git.forge, 'git.test/x', commits)
    const view = await git.host('git.test/x').view(fresh)
    await goMod(view, 'v1.0.0')
    const [name = ''] = await readdir(git.folder)
    const folder = join(git.folder, name)
    const packs = async () =>
      (await readdir(join(folder, 'repository', 'objects', 'pack'))).filter((file) =>
        file.endsWith('.pack'),
      )
    const reader = batchProgram((input) =>
      run({ ...gitProgram(folder, ['cat-file', '--batch'], { maxBytes: 1e9 }), input }),
    )
    try {
      const [first = ''] = made.commits
      assert.equal((await reader.ask(first, 1000)).type, 'commit')
      let most = 0
      for (let index = 1; index < many; index++) {
        assert.equal(await goMod(view, `v1.${index}.0`), `module m // ${index}\n`)
        most = Math.max(most, (await packs()).length)
      }
      assert.equal(most, 40)
      assert.ok((await packs()).length < 10)
      for (const [index, commit] of made.commits.entries()) {
        const found = await reader.ask(`${commit}:f${index}`, 10_000)
        assert.equal(found.bytes.toString(), `${index}`.repeat(index * 50))
        assert.equal((await namesIn(view, commit)).length, index + 2)
      }
    } finally {
      reader.end()
      await reader.gone
    }
    assert.ok(git.records.length <= many + 1, 'nothing was fetched twice')
  })
})

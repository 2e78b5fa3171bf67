import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startForge } from '../forge/forge.ts'
import { status } from '../forge/reply.ts'
import { repository } from '../forge/repository.ts'
import { headwaterHome } from '../oracle/headwater.ts'
import { check, commit, goMod } from './scene.ts'

const root = 'github.com/acme/many'

/** What is asked of the host for so many modules of one repository, once something happens to all of them. */
async function askedFor(count: number, happens: 'refuses' | 'is gone' | 'loses its tags') {
  await using forge = await startForge()
  const names = Array.from({ length: count }, (_, index) => `m${index}`)
  const files = Object.fromEntries(
    names.map((name) => [`${name}/go.mod`, goMod(`${root}/${name}`)]),
  )
  const tags = names.map((name) => `${name}/v1.0.0`)
  const many = await repository(forge, root, [{ files, tags }])
  await repository(forge, 'github.com/acme/ok', [
    commit('github.com/acme/ok', { tags: ['v1.0.0'] }),
  ])
  await using home = await headwaterHome(forge)
  if (happens === 'is gone') await many.deleteRepository()
  else if (happens === 'loses its tags') for (const tag of tags) await many.deleteTag(tag)
  else forge.script(({ path }) => (path.startsWith('/acme/many') ? status(429) : undefined))
  const asked = names.map((name) => `${root}/${name}@v1.0.0`)
  const { code } = await check(home, ['-q', 'github.com/acme/ok@v1.0.0', ...asked])
  return { code, requests: forge.log.of(root).length }
}

for (const [happens, code] of [
  ['is gone', 1],
  ['loses its tags', 1],
  ['refuses', 3],
] as const) {
  test(`headwater check asks as little for twelve modules of a repository that ${happens} as for one`, async () => {
    const one = await askedFor(1, happens)
    assert.deepEqual(await askedFor(12, happens), one)
    assert.equal(one.code, code)
    assert.ok(one.requests > 0)
  })
}

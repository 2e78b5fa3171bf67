import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startForge } from '../forge/forge.ts'
import { repository } from '../forge/repository.ts'
import { startHeadwater } from '../oracle/headwater.ts'
import { noise } from './noise.ts'

test('serve shows at /-/metrics what the disk is used for, and logs what it removes', async () => {
  await using forge = await startForge({ hosts: ['github.com'] })
  for (const name of ['a', 'b']) {
    const path = `github.com/acme/${name}`
    const files = { 'go.mod': `module ${path}\n`, noise: noise(600_000) }
    await repository(forge, path, [{ files, tags: ['v1.0.0'] }])
  }
  await using headwater = await startHeadwater(forge, {
    settings: { disk: { repositories: '1MiB' } },
  })
  const values = async (): Promise<Record<string, number>> => {
    const response = await fetch(`${headwater.url}/-/metrics`)
    assert.equal(response.status, 200)
    assert.match(response.headers.get('content-type') ?? '', /^text\/plain/)
    const lines = (await response.text()).split('\n').filter((line) => /^[a-z]/.test(line))
    return Object.fromEntries(
      lines.map((line) => [line.split(' ')[0] ?? '', Number(line.split(' ')[1])]),
    )
  }
  const before = await values()
  assert.equal(before['headwater_git_bytes'], 0)
  assert.equal(before['headwater_git_bytes_limit'], 2 ** 20)
  assert.ok((before['headwater_disk_free_bytes'] ?? 0) > 0)
  for (const name of ['a', 'b']) {
    const response = await fetch(`${headwater.url}/github.com/acme/${name}/@v/v1.0.0.zip`)
    assert.equal(response.status, 200)
  }
  const after = await values()
  assert.ok((after['headwater_git_bytes'] ?? 0) > 600_000)
  assert.ok((after['headwater_git_bytes'] ?? Infinity) < 2 ** 20)
  assert.equal(after['headwater_git_repositories'], 1)
  assert.equal(after['headwater_git_removed_total'], 1)
  assert.match(headwater.stderr(), /removed the copy of a repository to make room/)
})

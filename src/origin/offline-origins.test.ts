import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure } from '../failure.ts'
import { offlineOrigins } from './offline-origins.ts'

const refusal = (url: string) => (error: unknown) =>
  Failure.is(error, 'not-held') && error.details.url === url

test('offlineOrigins() refuses every question, and tells where it would have gone', async () => {
  const origins = offlineOrigins()
  const page = refusal('https://go.vanity.test/y?go-get=1')
  await assert.rejects(origins.locate('go.vanity.test/y'), page)
  const ways = [
    (path: string) => origins.direct(path),
    (path: string) => origins.source(path),
    (path: string) => origins.strict(path),
    (path: string) => origins.afresh().direct(path),
  ]
  for (const sourceOf of ways) {
    await assert.rejects(sourceOf('go.vanity.test/y').find('v1.0.0'), page)
    const at = sourceOf('github.com/acme/x/sub')
    for (const answer of [at.latest(), at.versions(), at.named?.('v1.0.0', () => [])]) {
      await assert.rejects(Promise.resolve(answer), refusal('https://github.com/acme/x'))
    }
  }
  const url = 'https://git.test/z'
  for (const answer of [
    origins.openRepository(url),
    origins.look('git', url, 'foreground'),
    origins.hasCommit('git', url, '0'.repeat(40)),
    origins.elsewhere('a.test/z', { vcs: 'git', url, root: 'a.test/z', subdir: '' }).latest(),
  ]) {
    await assert.rejects(answer, refusal(url))
  }
})

test('offlineOrigins() knows the repository that a path names', async () => {
  const { url, root } = await offlineOrigins().locate('github.com/acme/x/sub')
  assert.deepEqual([url, root], ['https://github.com/acme/x', 'github.com/acme/x'])
})

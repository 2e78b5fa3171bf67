import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import {
  memoryHosts,
  noon,
  repositoryOf,
  requestOf,
  siteFacts,
  sourcehut,
} from './memory-hosts.test-data.ts'
import { memoryFeed } from '../feed/memory-feed.test-data.ts'
import { openIndex } from '../feed/open-index.ts'
import { logs } from './memory-log.test-data.ts'
import { openPages } from './open-pages.ts'
import { stylesheet } from './stylesheet.ts'

test('a full page is at most 16 kB, the style sheet 6 kB', async () => {
  const numbers = Array.from({ length: 100 }, (_, i) => i)
  const full = {
    ...sourcehut,
    requests: numbers.map((i) =>
      requestOf({
        id: i + 1,
        at: noon - i * 71_317,
        url: `https://git.sr.ht${pathOf(i)}/git-upload-pack`,
        received: (i * 7907) % 30_011,
      }),
    ),
    repositories: numbers.map((i) => repositoryOf({ url: `https://git.sr.ht${pathOf(i)}` })),
  }
  const lines = numbers.map((i) => [`git${(i * 7919) % 997}.example-${i}.org`, sourcehut] as const)
  const ask = openPages({
    hosts: memoryHosts({ 'git.sr.ht': full, ...Object.fromEntries(lines) }),
    index: openIndex(
      memoryFeed(
        ...numbers.map((i) => `git.sr.ht${pathOf(i)}@v0.0.0-2026${1000 + i}120000-${i}abcdef01234`),
      ).feed,
    ),
    logs,
    site: () => siteFacts,
    now: () => noon,
    onError: (error) => assert.fail(String(error)),
  })
  for (const place of [
    '/-/hosts/git.sr.ht',
    '/-/hosts',
    '/-/index',
    '/-/log',
    '/-/log/5',
    '/-/robot',
  ]) {
    const answer = await ask(new Request(`http://localhost${place}`))
    const size = brotliCompressSync(await answer.text()).length
    assert.ok(size <= 16_000, `${place}: ${size} bytes`)
  }
  assert.ok(gzipSync(stylesheet.text).length <= 6000)
})

/** One of many repositories. */
function pathOf(i: number): string {
  return `/~owner${(i * 7919) % 97}/project-${(i * 104_729) % 1009}`
}

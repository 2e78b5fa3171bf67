import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HtmlValidate } from 'html-validate'
import { Failure } from '../../failure.ts'
import { memoryFeed } from '../../feed/memory-feed.test-data.ts'
import { openIndex } from '../../feed/open-index.ts'
import { memoryHosts, noon, siteFacts } from '../memory-hosts.test-data.ts'
import { logs } from '../memory-log.test-data.ts'
import { openPages } from '../open-pages.ts'
import type { IndexSource } from './read-entries.ts'

const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:standard', 'html-validate:a11y', 'html-validate:document'],
  rules: { 'long-title': 'off', 'require-sri': 'off' },
})

const names = Array.from(
  { length: 250 },
  (_, i) => `${i % 2 === 0 ? 'a' : 'b'}.test/x@v1.0.${String(i).padStart(3, '0')}`,
)

/** A page, found to be valid; `versions` are those of its table. */
async function read(path: string, source: IndexSource = openIndex(memoryFeed(...names).feed)) {
  const errors: unknown[] = []
  const pages = openPages({
    hosts: memoryHosts({}),
    index: source,
    logs,
    site: () => siteFacts,
    now: () => noon,
    onError: (error) => errors.push(error),
  })
  const answer = await pages(new Request(`http://localhost/-/index${path}`))
  const text = await answer.text()
  const { results } = await validator.validateString(text)
  assert.deepEqual(
    results.flatMap(({ messages }) =>
      messages.map(({ ruleId, message }) => `${ruleId}: ${message}`),
    ),
    [],
  )
  const versions = [...text.matchAll(/<td class="mono">(v[\d.]+)<\/td>/g)].map(
    ([, version]) => version,
  )
  const words = text.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
  const link = (name: string) =>
    new RegExp(`href="([^"]*)">${name}<`).exec(text)?.[1]?.replaceAll('&amp;', '&')
  return { status: answer.status, text, words, versions, errors, link }
}

const versionsOf = (from: readonly string[]) => from.map((name) => name.split('@')[1])

test('what came in last is on top, and earlier parts follow', async () => {
  const seen: unknown[] = []
  let path: string | undefined = ''
  while (path !== undefined) {
    const { versions, link, status } = await read(path)
    assert.equal(status, 200)
    assert.ok(versions.length <= 100)
    assert.equal(link('From the newest') === undefined, path === '')
    seen.push(...versions)
    path = link('Earlier ones')?.replace('index', '')
  }
  assert.deepEqual(seen, versionsOf(names.toReversed()))
})

test('the other order leads to what came later', async () => {
  const { versions, link, words } = await read('?order=asc')
  assert.deepEqual(versions, versionsOf(names.slice(0, 100)))
  assert.match(words, /The oldest first/)
  const later = await read(link('Later ones')?.replace('index', '') ?? '')
  assert.deepEqual(later.versions, versionsOf(names.slice(100, 200)))
  assert.equal(later.link('From the start'), 'index?order=asc')
})

test('a filter holds on every page, and is told in words', async () => {
  const { words, link, versions, text } = await read('?prefix=a.&since=2026-11-30T12:00:01Z')
  assert.equal(versions.length, 100)
  assert.match(
    words,
    /Only module paths that begin with a\. , since 2026-11-30T12:00:01\.000000Z \./,
  )
  assert.match(text, /name="prefix"\s+value="a\."/)
  assert.equal(link('Show all'), 'index')
  const lines = '../index?since=2026-11-30T12%3A00%3A01.000000Z&prefix=a.&order=desc'
  assert.equal(link('The same as lines of JSON'), lines)
  const earlier = await read(link('Earlier ones')?.replace('index', '') ?? '')
  assert.deepEqual(
    earlier.versions,
    versionsOf(names.filter((_, i) => i % 2 === 0 && i > 0).toReversed()).slice(100),
  )
  assert.match((await read('?module=b.test/x')).words, /Only b\.test\/x \./)
})

test('nothing is said to be so', async () => {
  const nothing = openIndex(memoryFeed().feed)
  assert.match((await read('', nothing)).words, /Nothing came in yet\./)
  assert.match(
    (await read('?prefix=c.')).words,
    /Nothing that fits came in\..*The last one came in on/,
  )
  assert.match((await read('?before=1')).words, /There are no more\./)
})

const bad: [path: string, status: number, reason: RegExp][] = [
  ['?since=yesterday', 400, /"since" is "yesterday", and must be a time/],
  ['?prefix=%3Cb%3E', 400, /"prefix" is "<b>"/],
  ['?what=ever', 400, /no parameter "what"/],
  ['?after=999', 410, /It is another index, or an older copy/],
]

for (const [path, status, reason] of bad) {
  test(`/-/index${path} is ${status}, says why, and keeps what was typed`, async () => {
    const got = await read(path)
    assert.equal(got.status, status)
    assert.match(
      got.words.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>'),
      reason,
    )
    assert.deepEqual([got.link('Show all'), got.errors], ['index', []])
  })
}

test('what cannot be read is said, without names of files', async () => {
  const failure = new Failure('no-space', 'Cannot read /var/lib/secret.db')
  const { status, words, errors } = await read('', {
    read: () => Promise.reject(failure),
    entry: () => assert.fail(),
  })
  assert.equal(status, 200)
  assert.match(words, /not available: the disk is full/)
  assert.doesNotMatch(words, /secret/)
  assert.deepEqual(errors, [failure])
})

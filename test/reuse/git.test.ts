import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { startForge, type Forge } from '../forge/forge.ts'
import { repository, type Repository } from '../forge/repository.ts'
import { goDirect, goProxied, type Go } from '../oracle/go.ts'
import { headwater, headwaterHome, startHeadwater } from '../oracle/headwater.ts'
import { goSays, objectsIn, reused, type Told } from './ask-go.ts'

/**
 * Module and query (a pseudo-version before others that lead to it: what is held of one has no tags in it, as in go's own
 * module cache), `{n}` for the hash of a commit; whether what `headwater fetch` says is taken up before upstream
 * changes; whether after; whether what go says of Headwater as its proxy is (go itself drops the origin of `latest`,
 * prefixes and comparisons when it asks a proxy, whichever it is).
 */
const rows: [query: string, before: boolean, after: boolean, proxied: boolean][] = [
  ['x@v1.1.1-0.20200102030605-{2:12}', true, false, true],
  ['x@latest', true, false, false],
  ['x@v1', true, false, false],
  ['x@v1.0', true, true, false],
  ['x@<v1.1.0', true, false, false],
  ['x@main', true, false, true],
  ['x@stable', true, true, true],
  ['x@{0:12}', true, true, true],
  ['x@{2}', true, false, true],
  ['x@v1.0.0', true, true, true],
  ['x/sub@latest', true, true, false],
  ['x/sub@v0', true, true, false],
  ['x/sub@main', true, false, true],
  ['u@latest', true, true, false],
  ['x@v3', true, true, false],
  ['x@v1.2', true, false, false],
  ['x@nope', true, false, false],
  ['x@v1.2.0', true, false, false],
  ['x@deadbeefdead', true, false, false],
  ['x/none@latest', true, false, false],
  ['x/none@main', false, false, false],
  ['x/none@v1.0.0', false, false, false],
  ['x/v2@v2.0.0', true, false, false],
  ['gone@latest', false, false, false],
]

const originOf = (text: string) => (JSON.parse(text) as Told).Origin
const byName = (taken: readonly (boolean | undefined)[]) =>
  rows.map(([query], i) => `${query} ${taken[i]}`)
const expected = (column: 1 | 2 | 3) => rows.map((row) => `${row[0]} ${row[column]}`)

suite('go mod download -reuse', () => {
  let forge: Forge
  let go: Go
  let queries: string[] = []
  let x: Repository
  const said: Record<'direct' | 'fetch' | 'proxied', string[]> = {
    direct: [],
    fetch: [],
    proxied: [],
  }
  before(async () => {
    forge = await startForge({ hosts: ['github.com'] })
    go = await goDirect(forge)
    const below = { 'sub/go.mod': 'module github.com/acme/x/sub\n' }
    x = await repository(forge, 'github.com/acme/x', [
      { files: { 'go.mod': 'module github.com/acme/x\n' }, tags: ['v1.0.0'] },
      { files: { b: 'b' }, tags: ['stable', 'v1.1.0'] },
      { files: { c: 'c', ...below }, tags: ['sub/v0.1.0'] },
    ])
    await repository(forge, 'github.com/acme/u', [
      { files: { 'go.mod': 'module github.com/acme/u\n' } },
    ])
    queries = rows.map(([query]) =>
      query.replaceAll(/\{(\d+)(?::(\d+))?\}/g, (_, index: string, length = '40') =>
        (x.commits[Number(index)] ?? '').slice(0, Number(length)),
      ),
    )
    queries = queries.map((query) => `github.com/acme/${query}`)
    await using home = await headwaterHome(forge)
    await using server = await startHeadwater(forge)
    await using client = await goProxied(server.url)
    for (const query of queries) said.direct.push(...(await goSays(go, [query])))
    said.proxied = await goSays(client, queries)
    said.fetch = objectsIn(await headwater(['fetch', '--json', ...queries], { home }))
  })
  after(async () => {
    await go[Symbol.asyncDispose]()
    await forge.close()
  })

  test('headwater fetch --json tells the origin that go tells, field by field', () => {
    for (const [index, query] of queries.entries()) {
      const [ours, theirs] = [said.fetch[index] ?? '', said.direct[index] ?? '']
      assert.equal(JSON.stringify(originOf(ours)), JSON.stringify(originOf(theirs)), query)
    }
  })

  test('go says the same of what it and we told before, and takes up what has not changed', async () => {
    assert.deepEqual(byName(await reused(go, queries, said.fetch)), expected(1))
    assert.deepEqual(byName(await reused(go, queries, said.proxied)), expected(3))

    await x.commit([{ files: { d: 'd' }, tags: ['v1.2.0'] }])

    assert.deepEqual(byName(await reused(go, queries, said.direct)), expected(2))
    assert.deepEqual(byName(await reused(go, queries, said.fetch)), expected(2))
  })
})

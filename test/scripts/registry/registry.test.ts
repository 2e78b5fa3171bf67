import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { emptyRoot } from '../../../src/tlog/hash.ts'
import type { HashTile } from '../../../src/tlog/tile.ts'
import { verifyTiles } from '../../../src/tlog/verified-tiles.ts'
import { parseVerifierKey } from '../../../src/tlog/verifier.ts'
import { followLog } from '../../../src/tlog/timeline.ts'
import { verifyLookup } from '../../../src/tlog/verify-lookup.ts'
import { formatTilePath } from '../../../src/tlog/tile-path.ts'
import { goProxied } from '../../oracle/go.ts'
import { goRoot } from '../go-root.ts'
import { startRegistry } from './registry.ts'
import { databaseName, verifierKey } from './sums.ts'

const registry = await startRegistry((await goRoot()).modules)
after(() => registry[Symbol.asyncDispose]())

async function ask(path: string): Promise<string> {
  const answer = await fetch(`${registry.url}/mod/${path}`, { redirect: 'manual' })
  const to = answer.headers.get('location')
  return to === null ? `${answer.status} ${await answer.text()}` : `${answer.status} to ${to}`
}

async function bytes(path: string): Promise<Buffer> {
  const answer = await fetch(`${registry.url}/mod/${path}`)
  assert.equal(answer.status, 200, path)
  return Buffer.from(await answer.arrayBuffer())
}

/** What is asked for below `/mod/`, and how the answer begins. */
const answers: readonly (readonly [what: string, path: string, begins: string])[] = [
  ['lists releases when a module has them', 'rsc.io/fortune/@v/list', '200 v0.0.1\nv1.0.0\n'],
  ['has no list when there is no such module', 'rsc.io/nothing/@v/list', '404 404 page not found'],
  [
    'tells the newest release when asked for the latest',
    'rsc.io/fortune/@latest',
    '200 {"Version":"v1.0.0"',
  ],
  [
    'finds a version when asked by a hash',
    'rsc.io/quote/@v/23179ee.info',
    '200 {"Version":"v1.5.1"',
  ],
  [
    'keeps to the case of a path when it is escaped',
    'rsc.io/!q!u!o!t!e/@v/v1.5.2.mod',
    '200 module rsc.io/QUOTE',
  ],
  ['has no .mod when the archive has none', 'example.com/retract/missingmod/@v/v1.9.0.mod', '404 '],
  ['answers with a status when a door names one', '503/rsc.io/quote/@v/list', '503 '],
  ['answers with nonsense when asked to', 'invalid/rsc.io/quote/@v/list', '200 invalid'],
  [
    'goes round when asked to',
    'redirect/3/rsc.io/quote/@v/list',
    '302 to /mod/redirect/2/rsc.io/quote/@v/list',
  ],
  [
    'comes back when it went round enough',
    'redirect/1/rsc.io/quote/@v/list',
    '302 to /mod/rsc.io/quote/@v/list',
  ],
  ['has a database when asked', `sumdb/${databaseName}/supported`, '200 '],
  ['has no database when a door says so', `sumdb-404/sumdb/${databaseName}/supported`, '404 '],
  [
    'is a proxy when only its database is behind a door',
    'sumdb-404/rsc.io/fortune/@v/list',
    '200 v0.0.1',
  ],
  [
    'looks up something else when told to',
    'sumdb-redirect/rsc.io/quote@v1.0.0:/lookup/x@v1.0.0',
    '200 ',
  ],
  ['has nothing when a path asks nothing', 'rsc.io/quote', '404 '],
]
for (const [what, path, begins] of answers) {
  test(`startRegistry() ${what}`, async () => {
    const answer = await ask(path)
    assert.equal(answer.slice(0, begins.length), begins)
  })
}

for (const door of [`sumdb/${databaseName}`, 'sumdb-direct']) {
  test(`startRegistry() proves what it records when asked below ${door}`, async () => {
    const source = { readTile: (tile: HashTile) => bytes(`${door}/${formatTilePath(tile)}`) }
    const asked = { path: 'rsc.io/quote', version: 'v1.5.2' }
    const none = verifyTiles({ size: 0, root: emptyRoot }, source)
    const { sums } = await verifyLookup(await bytes(`${door}/lookup/rsc.io/quote@v1.5.2`), asked, {
      verifiers: [parseVerifierKey(verifierKey)],
      follow: (head) => followLog(none, head, source),
    })
    assert.match(sums.zip ?? '', /^h1:3fEy/)
  })
}

test('startRegistry() records what is wrong when asked below sumdb-wrong', async () => {
  const lookup = await bytes('sumdb-wrong/lookup/rsc.io/quote@v1.5.2')
  assert.ok(lookup.includes('rsc.io/quote v1.5.2 h1:wrong\n'), lookup.toString())
})

test('startRegistry() serves zips whose sums are those of its database when go asks', async () => {
  await using go = await goProxied(`${registry.url}/mod`)
  const { Sum, GoModSum } = await go.modDownload('rsc.io/quote@v1.5.2')
  const record = await ask('sumdb-direct/lookup/rsc.io/quote@v1.5.2')
  assert.ok(record.includes(`rsc.io/quote v1.5.2 ${Sum}\n`), record)
  assert.ok(record.includes(`rsc.io/quote v1.5.2/go.mod ${GoModSum}\n`), record)
})

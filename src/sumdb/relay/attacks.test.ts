import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  manyModules,
  recordOf,
  signerKey,
  strangerKey,
  sumDatabaseOf,
  sumOf,
  sumServer,
  type SumAnswer,
  type SumServer,
} from '../../../test/sumdb/sum-server.ts'
import { Failure } from '../../failure.ts'
import { leafHash } from '../../tlog/hash.ts'
import { hashInTile } from '../../tlog/hash-in-tile.ts'
import { formatLookup, parseLookup } from '../../tlog/lookup.ts'
import { signNote } from '../../tlog/note.ts'
import { parseSignerKey } from '../../tlog/signer.ts'
import { formatTilePath, parseTilePath } from '../../tlog/tile-path.ts'
import { openTestRelay, type TestRelay } from './relay.test-data.ts'

type Change = SumServer['change']

const textOf = (answer: SumAnswer) => Buffer.from(answer as string | Uint8Array).toString()

/** Alters the answer to lookups, as text. */
function onLookup(alter: (text: string) => string | Uint8Array | number): Change {
  return (path, answer) => (path.startsWith('/lookup/') ? alter(textOf(answer)) : answer)
}

/** Refused, with nothing kept of it that the log does not have; and the honest answer is given right after. */
async function assertRefused(
  server: SumServer,
  opened: TestRelay,
  n: number,
  why: RegExp,
  codes: readonly string[] = ['mismatch'],
): Promise<void> {
  const look = () => opened.relay.lookup(`m${n}.test/x`, 'v1.0.0')
  await assert.rejects(look, (error) => {
    assert.ok(Failure.is(error), String(error))
    assert.ok(codes.includes(error.code), `${error.code}: ${error.message}`)
    assert.match(error.message, why)
    return true
  })
  for (const { level, n, width, body } of opened.tiles()) {
    const path = formatTilePath({ level: Number(level), n, width })
    assert.deepEqual(Buffer.from(body), Buffer.from(server.database.answer(`/${path}`) ?? ''), path)
  }
  assert.deepEqual(opened.forks, [])
  server.change = (_, answer) => answer
  const honest = parseLookup(await look())
  assert.equal(honest.text, recordOf(`m${n}.test/x@v1.0.0`))
}

suite('forged leaves, at the sizes of CVE-2026-56865', () => {
  for (const size of [7, 259, 515, 1023, 65_795]) {
    test(`none is believed in a tree of ${size}, however high up tiles were made to fit`, async () => {
      await using server = await sumServer(manyModules(size))
      const last = size - 1
      const some = [0, 2, 255, 256, 257, Math.floor(size / 2), last - 1, last]
      const leaves = size > 60_000 ? [0, 256, last] : some
      for (const n of leaves.filter((leaf) => leaf < size)) {
        for (const top of [0, 1, 2]) {
          await using opened = openTestRelay([server.url])
          const forged = recordOf(`m${n}.test/x@v1.0.0`).replaceAll(/h1:\S+/g, sumOf('evil'))
          const tiles = forgedTiles(server, n, forged, top)
          server.change = (path, answer) => {
            if (path.startsWith('/lookup/')) {
              return formatLookup({ ...parseLookup(textOf(answer)), text: forged })
            }
            return tiles(path) ?? answer
          }
          await assertRefused(server, opened, n, /Cannot believe sum\.test/)
        }
      }
    })
  }
})

/** The tiles above a forged leaf, each made to fit the one below it, up to the level `top`. */
function forgedTiles(server: SumServer, n: number, text: string, top: number) {
  const hashes = new Map<number, { at: number; hash: Uint8Array }>()
  const honest = (path: string) => server.database.answer(path)
  let [at, hash] = [n, leafHash(text)]
  for (let level = 0; level <= top; level++) {
    hashes.set(level, { at, hash })
    const above = Math.floor(at / 256)
    let full: Uint8Array
    try {
      full = honest(`/${formatTilePath({ level, n: above, width: 256 })}`) as Uint8Array
    } catch {
      break
    }
    const bytes = Buffer.from(full)
    bytes.set(hash, 32 * (at % 256))
    ;[at, hash] = [above, hashInTile(bytes, 0, 256)]
  }
  return (path: string): Uint8Array | undefined => {
    if (!path.startsWith('/tile/')) return undefined
    const tile = parseTilePath(path.slice(1))
    const forged = tile.level === 'data' ? undefined : hashes.get(tile.level)
    if (!forged || Math.floor(forged.at / 256) !== tile.n) return undefined
    const position = forged.at % 256
    if (position >= tile.width) return undefined
    const bytes = Buffer.from(honest(path) as Uint8Array)
    bytes.set(forged.hash, 32 * position)
    return bytes
  }
}

const signer = parseSignerKey(signerKey)

suite('a lookup is refused, and nothing of it is kept, when', () => {
  const evil = `m9.test/x v1.0.0 ${sumOf('evil')}`
  const cases: [
    what: string,
    change: (server: SumServer) => Change,
    why: RegExp,
    codes?: string[],
  ][] = [
    [
      'the record is of another module (CVE-2026-42501)',
      (server) => onLookup(() => textOf(server.database.answer('/lookup/m8.test/x@v1.0.0'))),
      /record 8 of the checksum database has no hash/,
    ],
    [
      'lines of go.sum stand beside the head (CVE-2026-56864)',
      (server) =>
        onLookup(() => {
          const { id, text, note } = parseLookup(
            textOf(server.database.answer('/lookup/m8.test/x@v1.0.0')),
          )
          const head = note.slice(0, note.indexOf('\n\n') + 1)
          return formatLookup({ id, text, note: signNote(`${head}${evil}\n`, [signer]) })
        }),
      /line of go\.sum/,
    ],
    [
      'lines of go.sum stand beside the head of the right record',
      () =>
        onLookup((response) => {
          const { note, ...record } = parseLookup(response)
          const head = note.slice(0, note.indexOf('\n\n') + 1)
          return formatLookup({ ...record, note: signNote(`${head}${evil}\n`, [signer]) })
        }),
      /line of go\.sum/,
    ],
    [
      'another key signed it',
      () => {
        const other = sumDatabaseOf(manyModules(300), strangerKey)
        return (path) => other.answer(path)
      },
      /no known key among them/,
    ],
    [
      'its number is huge',
      () => onLookup((text) => text.replace('9\n', '9007199254740993\n')),
      /record number/,
    ],
    [
      'its number is beyond the tree',
      () => onLookup((text) => text.replace('9\n', '4503599627370495\n')),
      /Cannot prove record/,
    ],
    ['its number has another spelling', () => onLookup((text) => `0${text}`), /record number/],
    ['its number is negative', () => onLookup((text) => `-${text}`), /record number/],
    [
      'its number is that of another record',
      () => onLookup((text) => text.replace('9\n', '8\n')),
      /holds another text/,
    ],
    [
      'it is a page of HTML',
      () => onLookup(() => '<html>please log in</html>\n\n'),
      /Cannot believe/,
    ],
    ['it is empty', () => onLookup(() => ''), /Cannot believe/],
    [
      'it is not UTF-8',
      () => onLookup(() => Buffer.from([0x39, 0x0a, 0xff, 0x0a, 0x0a])),
      /Cannot believe/,
    ],
    ['it is endless', () => onLookup(() => Buffer.alloc(2 ** 20, 'x')), /Cannot/, ['refused']],
    [
      'a tile is missing',
      () => (path, answer) => (path.startsWith('/tile/8/0/') ? undefined : answer),
      /does not give tile/,
      ['unreachable'],
    ],
    [
      'a tile is cut off',
      () => (path, answer) =>
        path.startsWith('/tile/8/0/') ? (answer as Uint8Array).subarray(1) : answer,
      /bytes/,
    ],
    [
      'a tile is too long',
      () => (path, answer) =>
        path.startsWith('/tile/8/0/000')
          ? Buffer.concat([answer as Uint8Array, Buffer.alloc(8192)]).subarray(32)
          : answer,
      /Cannot believe/,
    ],
  ]
  for (const [what, change, why, codes] of cases) {
    for (const isWarm of [false, true]) {
      test(`${what}${isWarm ? ', by a relay that knows the head' : ''}`, async () => {
        await using server = await sumServer(manyModules(300))
        await using opened = openTestRelay([server.url])
        if (isWarm) await opened.relay.latest()
        server.change = change(server)
        await assertRefused(server, opened, 9, why, codes)
      })
    }
  }
})

suite('tampering with a byte', () => {
  test('of a lookup, whichever it is, or cutting it off there, is refused', async () => {
    await using server = await sumServer(manyModules(300))
    await using opened = openTestRelay([server.url])
    const { length } = textOf(server.database.answer('/lookup/m9.test/x@v1.0.0'))
    for (let at = 0; at < length; at++) {
      const flipped = (text: string) =>
        Buffer.from(text).map((byte, i) => (i === at ? byte ^ 1 : byte))
      const cut = (text: string) => text.slice(0, at)
      for (const alter of at % 5 === 0 ? [flipped, cut] : [flipped]) {
        server.change = onLookup(alter)
        const looking = opened.relay.lookup('m9.test/x', 'v1.0.0')
        await assert.rejects(looking, { code: 'mismatch' }, `byte ${at}`)
      }
    }
    assert.equal(
      opened.kept.relayedRecord({ log: '', path: 'm9.test/x', version: 'v1.0.0' }),
      undefined,
    )
    server.change = (_, answer) => answer
    assert.equal(parseLookup(await opened.relay.lookup('m9.test/x', 'v1.0.0')).id, 9)
  })

  test('of a head, whichever it is, is refused', async () => {
    await using server = await sumServer(manyModules(300))
    await using opened = openTestRelay([server.url])
    const { length } = textOf(server.database.answer('/latest'))
    for (let at = 0; at < length; at++) {
      server.change = (path, answer) =>
        path === '/latest'
          ? Buffer.from(answer as string).map((byte, i) => (i === at ? byte ^ 1 : byte))
          : answer
      await assert.rejects(opened.relay.latest(), { code: 'mismatch' }, `byte ${at}`)
    }
    assert.equal(opened.count(), 0)
  })

  test('of any hash of any tile, or of a record in a data tile, is refused', async () => {
    await using server = await sumServer(manyModules(515))
    await using opened = openTestRelay([server.url])
    const tamper = async (tile: string, step: number, ask: () => Promise<unknown>) => {
      const size = textOf(server.database.answer(tile)).length
      for (let at = 0; at < size; at += step) {
        server.change = (path, answer) =>
          path === tile
            ? Buffer.from(answer as Uint8Array).map((byte, i) => (i === at ? byte ^ 1 : byte))
            : answer
        await assert.rejects(ask, { code: 'mismatch' }, `${tile} byte ${at}`)
      }
    }
    const lookUp = () => opened.relay.lookup('m300.test/x', 'v1.0.0')
    await tamper('/tile/8/0/002.p/3', 31, lookUp)
    await tamper('/tile/8/1/000.p/2', 31, lookUp)
    assert.deepEqual(opened.tiles(), [])
    await tamper('/tile/8/0/001', 211, lookUp)
    const data = { level: 'data', n: 1, width: 256 } as const
    await tamper('/tile/8/data/001', 311, () => opened.relay.tile(data))
    await tamper('/tile/8/0/000', 211, () => opened.relay.tile({ level: 0, n: 0, width: 5 }))
  })
})

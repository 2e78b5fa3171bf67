import assert from 'node:assert/strict'
import { test } from 'node:test'
import { equalHashes, leafHash } from './hash.ts'
import answers from './known-answers.test-data.json' with { type: 'json' }
import { memoryLog, numberedLeaves, withFlippedBit } from './memory-log.test-data.ts'
import { ProofError } from './proof-error.ts'
import { storedHashCount, storedHashIndex } from './stored-hash.ts'
import { newTiles, type HashTile } from './tile.ts'
import { formatTilePath } from './tile-path.ts'
import { verifyTiles } from './verified-tiles.ts'

const log = memoryLog(numberedLeaves(70_000))
const leafAt = (index: number) => storedHashIndex(0, index)

test('readHashes() gives every stored hash of a tree', async () => {
  for (const size of [1, 2, 7, 255, 256, 257, 300, 513]) {
    const tiles = verifyTiles(log.head(size), log.source)
    const indexes = Array.from({ length: storedHashCount(size) }, (_, i) => i)
    const expected = log.run({ indexes, finish: (hashes) => hashes })
    const hashes = await tiles.readHashes(indexes)
    assert.ok(hashes.every((hash, i) => equalHashes(hash, expected[i] ?? new Uint8Array())))
  }
})

test('readHashes() reads only the edge and one tile a level, and each of them once', async () => {
  const read: string[] = []
  const kept: string[] = []
  const tiles = verifyTiles(log.head(70_000), {
    readTile(tile) {
      read.push(formatTilePath(tile))
      return log.source.readTile(tile)
    },
    keepTile: (tile) => kept.push(formatTilePath(tile)),
  })
  await Promise.all([tiles.readHashes([leafAt(5), leafAt(6)]), tiles.readHashes([leafAt(5)])])
  const expected = ['tile/8/0/000', 'tile/8/0/273.p/112', 'tile/8/1/000', 'tile/8/1/001.p/17']
  assert.deepEqual(read.toSorted(), [...expected, 'tile/8/2/000.p/1'])
  assert.deepEqual(kept.toSorted(), read.toSorted())
})

test('readHashes() gives nothing when a bit of a tile it needs is flipped, whichever', async () => {
  let accepted = 0
  for (const size of [1, 2, 3, 8]) {
    const [tile] = newTiles(0, size)
    assert.equal(tile?.width, size)
    for (let bit = 0; bit < size * 256; bit += 1) {
      const source = withFlippedBit(log.source, formatTilePath(tile), bit)
      const tiles = verifyTiles(log.head(size), source)
      for (const index of [0, size - 1])
        accepted += await succeeds(tiles.readHashes([leafAt(index)]))
    }
  }
  assert.equal(accepted, 0)
})

test('readHashes() gives nothing when any hash of any tile on the way is forged', async () => {
  let accepted = 0
  for (const size of [256, 259, 511]) {
    for (const tile of newTiles(0, size)) {
      for (let place = 0; place < tile.width; place += 1) {
        const bit = place * 256 + ((place * 37) % 256)
        const source = withFlippedBit(log.source, formatTilePath(tile), bit)
        const tiles = verifyTiles(log.head(size), source)
        const beneath = (tile.n * 256 + place) * 256 ** tile.level
        accepted += await succeeds(tiles.readHashes([leafAt(beneath)]))
      }
    }
  }
  assert.equal(accepted, 0)
})

test('readHashes() refuses every forged tile of CVE-2026-56865, asked for singly and together', async () => {
  let accepted = 0
  for (const size of answers.cve202656865.sizes) {
    const head = log.head(size)
    const step = size > 2000 ? 7 : 1
    for (let n = 0; n * 256 < size; n += step) {
      const last = Math.min(size, (n + 1) * 256) - 1
      const source = withFlippedBit(log.source, pathOfLeaves(size, n), 7)
      const at = [n * 256, last]
      accepted += await succeeds(verifyTiles(head, source).readHashes([leafAt(at[0] ?? 0)]))
      const many = [0, ...at, size - 1].map((index) => leafAt(index))
      accepted += await succeeds(verifyTiles(head, source).readHashes(many))
    }
  }
  assert.equal(accepted, 0)
})

test('readHashes() gives nothing and keeps nothing when the root, the size or a length is wrong', async () => {
  const bad: { head: { size: number; root: Uint8Array }; cut?: number }[] = [
    { head: { size: 300, root: leafHash('another') } },
    { head: { size: 300, root: log.head(299).root } },
    { head: { size: 299, root: log.head(300).root } },
    { head: { size: 256, root: log.head(255).root } },
    { head: log.head(300), cut: 1 },
    { head: log.head(300), cut: 32 },
    { head: log.head(300), cut: 8192 },
  ]
  for (const { head, cut = 0 } of bad) {
    const kept: HashTile[] = []
    const tiles = verifyTiles(head, {
      readTile: async (tile) => {
        const bytes = await log.source.readTile(tile)
        return bytes.subarray(0, Math.max(0, bytes.length - cut))
      },
      keepTile: (tile) => kept.push(tile),
    })
    for (const index of [0, 255, head.size - 1]) {
      await assert.rejects(tiles.readHashes([leafAt(index)]), ProofError)
    }
    assert.deepEqual(kept, [])
  }
})

test('readHashes() refuses hashes outside the tree', async () => {
  for (const size of [0, 1, 256]) {
    const tiles = verifyTiles(log.head(size), log.source)
    for (const index of [storedHashCount(size), -1, 0.5, Number.NaN, 2 ** 53]) {
      await assert.rejects(tiles.readHashes([index]), ProofError, `${size} ${index}`)
    }
    assert.deepEqual(await tiles.readHashes([]), [])
  }
})

test('readHashes() can be asked again when the source failed', async () => {
  let failures = 3
  const tiles = verifyTiles(log.head(300), {
    readTile: (tile) =>
      failures-- > 0 ? Promise.reject(new Error('no answer')) : log.source.readTile(tile),
  })
  await assert.rejects(tiles.readHashes([0]), /no answer/)
  assert.ok(equalHashes((await tiles.readHashes([0]))[0] ?? new Uint8Array(), leafHash('leaf 0')))
})

test('readHashes() stays right when the source changes bytes it gave, or those it was given', async () => {
  const given: Uint8Array[] = []
  const tiles = verifyTiles(log.head(300), {
    readTile: async (tile) => {
      const bytes = Uint8Array.from(await log.source.readTile(tile))
      given.push(bytes)
      return bytes
    },
    keepTile: (_, bytes) => given.push(bytes),
  })
  const [first = new Uint8Array()] = await tiles.readHashes([0])
  for (const bytes of [...given, first]) bytes.fill(0)
  const [again = new Uint8Array()] = await tiles.readHashes([0])
  assert.ok(equalHashes(again, leafHash('leaf 0')))
})

function pathOfLeaves(size: number, n: number): string {
  return formatTilePath({ level: 0, n, width: Math.min(256, size - n * 256) })
}

async function succeeds(reading: Promise<unknown>): Promise<0 | 1> {
  try {
    await reading
    return 1
  } catch (error) {
    if (error instanceof ProofError) return 0
    throw error
  }
}

test('a tile with more or fewer bytes than its hashes is refused, and nothing of it is kept', async () => {
  for (const change of [
    (bytes: Uint8Array) => Buffer.concat([bytes, Buffer.alloc(32)]),
    (bytes: Uint8Array) => Buffer.concat([bytes, Buffer.alloc(1)]),
    (bytes: Uint8Array) => bytes.subarray(0, -1),
    () => new Uint8Array(),
  ]) {
    for (const record of [3, 299]) {
      const kept: HashTile[] = []
      const tiles = verifyTiles(log.head(300), {
        readTile: async (tile) => {
          const bytes = await log.source.readTile(tile)
          return tile.level === 0 ? change(bytes) : bytes
        },
        keepTile: (tile) => kept.push(tile),
      })
      await assert.rejects(tiles.readHashes([storedHashIndex(0, record)]), ProofError)
      assert.ok(!kept.some(({ level }) => level === 0))
    }
  }
})

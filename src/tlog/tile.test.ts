import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { InvalidError } from '../gomod/invalid-error.ts'
import { hashInTile, placeInTile } from './hash-in-tile.ts'
import { leafHash } from './hash.ts'
import { planTreeHash } from './hash-plan.ts'
import answers from './known-answers.test-data.json' with { type: 'json' }
import { splitStoredHashIndex } from './stored-hash.ts'
import { edgeTiles, hasTile, newTiles, tileAt, type HashTile } from './tile.ts'
import { formatTilePath, parseTilePath } from './tile-path.ts'

test('formatTilePath() and parseTilePath() agree with x/mod', () => {
  for (const [path, expected] of Object.entries(answers.tilePaths.paths)) {
    if (expected === null) {
      assert.throws(() => parseTilePath(path), InvalidError, path)
      continue
    }
    const [level, n, width] = expected
    assert.deepEqual(parseTilePath(path), { level, n, width })
    assert.equal(formatTilePath(parseTilePath(path)), path)
  }
})

test('parseTilePath() throws when no tile has that path', () => {
  const paths = [
    ['', 'tile', 'tile/8', 'tile/8/0', 'tile/8/0/', '/tile/8/0/000', 'tile/8/0/000/', 'x'],
    ['tile/8/0/0', 'tile/8/0/0000', 'tile/8/0/x000/000', 'tile/8/0/001/000', 'tile/8/0/x001'],
    ['tile/8/0/000.p/0', 'tile/8/0/000.p/256', 'tile/8/0/000.p/01', 'tile/8/0/000.p/-1'],
    ['tile/8/0/000.p', 'tile/8/0/000.p/', 'tile/8/0/000.p/1/2', 'tile/8/0/000.p/999'],
    ['tile/8/7/000', 'tile/8/00/000', 'tile/8/DATA/000', 'tile/8/-1/000', 'tile/08/0/000'],
    ['tile/7/0/000', 'tile/10/0/000', 'tile/1/0/000', 'tile/8/0/000\n', 'tile/8/0/٠٠٠'],
    ['tile/8/6/016', 'tile/8/0/x999/x999/x999/x999/x999/999', 'tile/8/0/../../000', 'tile/8/0/00a'],
  ].flat()
  for (const path of paths) assert.throws(() => parseTilePath(path), InvalidError, path)
})

test('parseTilePath() inverts formatTilePath()', () => {
  const tile = fc.record({
    level: fc.constantFrom(0, 1, 2, 'data' as const),
    n: fc.nat({ max: 2 ** 27 }),
    width: fc.integer({ min: 1, max: 256 }),
  })
  fc.assert(
    fc.property(tile, (tile) => {
      assert.deepEqual(parseTilePath(formatTilePath(tile as HashTile)), { ...tile })
    }),
  )
})

test('newTiles() agrees with x/mod', () => {
  for (const [from, to, paths] of answers.newTiles.table) {
    assert.deepEqual(newTiles(Number(from), Number(to)).map(formatTilePath), paths)
  }
})

test('newTiles() publishes all of a tree, however it grew', () => {
  const sizes = fc.uniqueArray(fc.nat({ max: 200_000 }), { maxLength: 6 })
  fc.assert(
    fc.property(sizes, (list) => {
      const steps = list.toSorted((a, b) => a - b)
      const widest = new Map<string, number>()
      for (const [i, to] of steps.entries()) {
        for (const tile of newTiles(steps[i - 1] ?? 0, to)) {
          widest.set(formatTilePath({ ...tile, width: 256 }), tile.width)
        }
      }
      const whole = newTiles(0, steps.at(-1) ?? 0)
      assert.equal(widest.size, whole.length)
      for (const tile of whole) {
        assert.equal(widest.get(formatTilePath({ ...tile, width: 256 })), tile.width)
        assert.deepEqual(tileAt(steps.at(-1) ?? 0, tile.level, tile.n), tile)
      }
    }),
    { numRuns: 30 },
  )
})

test('edgeTiles() hold exactly the hashes that the root needs', () => {
  for (const size of [0, 1, 255, 256, 257, 65_535, 65_536, 65_537, 70_000, 2 ** 26 + 3, 2 ** 52]) {
    const needed = new Map<string, number>()
    for (const index of planTreeHash(size).indexes) {
      const { tile, count } = placeInTile(index)
      const place = `${tile.level} ${tile.n}`
      needed.set(place, (needed.get(place) ?? 0) + count)
    }
    const edge = edgeTiles(size).map(({ level, n, width }): [string, number] => [
      `${level} ${n}`,
      width,
    ])
    assert.deepEqual(new Map(edge.toReversed()), needed, String(size))
  }
})

test('placeInTile() finds every subtree in the tile of its level', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (seed) => {
      const index = seed % 2 ** 50
      const { level, n } = splitStoredHashIndex(index)
      const { tile, first, count } = placeInTile(index)
      assert.equal(tile.level * 8 + Math.log2(count), level)
      assert.equal((tile.n * 256 + first) / count, n)
      assert.equal(tile.width, first + count)
    }),
  )
})

test('tileAt() gives nothing when the tree does not reach there', () => {
  assert.equal(tileAt(256, 0, 1), undefined)
  assert.equal(tileAt(255, 1, 0), undefined)
  assert.equal(tileAt(0, 0, 0), undefined)
})

test('hasTile() tells of tiles as wide as they are, or narrower', () => {
  for (const [size, level, n, width] of [
    [300, 0, 1, 44],
    [300, 'data', 1, 44],
    [65_536, 1, 0, 256],
    [65_536 + 255, 2, 0, 1],
  ] as const) {
    assert.ok(hasTile(size, { level, n, width }))
    assert.ok(hasTile(size + 1, { level, n, width }))
    const smaller = level === 2 ? 65_535 : size - 1
    assert.ok(!hasTile(smaller, { level, n, width }))
  }
  assert.ok(!hasTile(0, { level: 0, n: 0, width: 1 }))
})

test('hashInTile() throws when the tile is too short', () => {
  assert.throws(() => hashInTile(leafHash(''), 0, 2), RangeError)
  assert.throws(() => hashInTile(leafHash(''), 1, 1), RangeError)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ForkError } from './fork-error.ts'
import { equalHashes, formatHash, leafHash } from './hash.ts'
import answers from './known-answers.test-data.json' with { type: 'json' }
import {
  memoryLog,
  numberedLeaves,
  withFlippedBit,
  type MemoryLog,
} from './memory-log.test-data.ts'
import { ProofError } from './proof-error.ts'
import { followLog } from './timeline.ts'
import type { TreeHead } from './tree-head.ts'
import { checkTreeProof } from './tree-proof.ts'
import { verifyTiles } from './verified-tiles.ts'

const leaves = numberedLeaves(600)
const log = memoryLog(leaves)
const other = memoryLog([...leaves.slice(0, 280), leafHash('forged'), ...leaves.slice(281)])

const logOf = (texts: string[]) => memoryLog(texts.map((text) => leafHash(text)))
const follow = (from: TreeHead, given: TreeHead, source = log.source) =>
  followLog(verifyTiles(from, source), given, source)

async function forkOf(older: MemoryLog, from: number, newer: MemoryLog, to: number) {
  const error: unknown = await follow(older.head(from), newer.head(to), newer.source).catch(
    (error: unknown) => error,
  )
  assert.ok(error instanceof ForkError, String(error))
  return error.fork
}

test('followLog() moves to a later head and stays at the latest', async () => {
  for (const [from, to] of [
    [0, 1],
    [0, 300],
    [1, 2],
    [255, 256],
    [256, 600],
    [599, 600],
  ] as const) {
    const ahead = await follow(log.head(from), log.head(to))
    assert.equal(ahead.head.size, to)
    const latest = verifyTiles(log.head(to), log.source)
    for (const past of [from, to]) {
      assert.equal(await followLog(latest, log.head(past), log.source), latest)
    }
  }
})

test('followLog() never accepts another history: later, earlier or of the same size', async () => {
  for (const [from, to] of [
    [281, 300],
    [300, 600],
    [512, 513],
  ] as const) {
    const fork = await forkOf(log, from, other, to)
    assert.deepEqual([fork.older.size, fork.newer.size], [from, to])
    assert.ok(equalHashes(fork.rootInNewer, other.head(from).root))
    checkTreeProof(fork.proof, fork.newer, { size: from, root: fork.rootInNewer })
    await assert.rejects(follow(log.head(to), other.head(from)), ForkError)
  }
  for (const size of [281, 300, 512, 600]) {
    assert.deepEqual((await forkOf(log, size, other, size)).proof, [])
  }
  assert.equal((await follow(log.head(280), other.head(300), other.source)).head.size, 300)
})

test('followLog() refuses a false root of the empty tree', async () => {
  const empty = { size: 0, root: leafHash('something') }
  await assert.rejects(follow(log.head(300), empty), ForkError)
  await assert.rejects(follow(empty, log.head(300)), ForkError)
  await assert.rejects(follow(log.head(0), empty), ForkError)
})

test('followLog() does not call it a fork when only tiles are bad', async () => {
  const source = withFlippedBit(log.source, 'tile/8/0/001.p/44', 3)
  for (const [from, to] of [
    [280, 300],
    [300, 280],
  ] as const) {
    await assert.rejects(
      follow(log.head(from), log.head(to), source),
      (error) => error instanceof ProofError && !(error instanceof ForkError),
    )
  }
})

test('followLog() finds the fork of x/mod and proves it with the same hashes', async () => {
  const { common, recordsA, recordsB, proof } = answers.forkedLog
  const fork = await forkOf(logOf([...common, ...recordsA]), 5, logOf([...common, ...recordsB]), 6)
  assert.equal(formatHash(fork.rootInNewer), answers.forkedLog.timelineB[0]?.root)
  assert.deepEqual(fork.proof.map(formatHash), proof)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { leafHash } from './hash.ts'
import { memoryLog, numberedLeaves } from './memory-log.test-data.ts'
import { naiveTreeProof } from './naive-tree.test-data.ts'
import { ProofError } from './proof-error.ts'
import { checkTreeProof, planTreeProof } from './tree-proof.ts'

const most = 300
const leaves = numberedLeaves(most)
const log = memoryLog(leaves)
const proofs = fc
  .integer({ min: 1, max: most })
  .chain((size) => fc.record({ size: fc.constant(size), old: fc.integer({ min: 1, max: size }) }))

const hex = (hashes: Uint8Array[]) => hashes.map((hash) => Buffer.from(hash).toString('hex'))
const refuse = (...args: Parameters<typeof checkTreeProof>) =>
  assert.throws(() => checkTreeProof(...args), ProofError)

test('planTreeProof() gives the proof of RFC 6962, which checkTreeProof() takes', () => {
  fc.assert(
    fc.property(proofs, ({ size, old }) => {
      const proof = log.run(planTreeProof(size, old))
      assert.deepEqual(hex(proof), hex(naiveTreeProof(old, leaves.slice(0, size))))
      checkTreeProof(proof, log.head(size), log.head(old))
    }),
  )
})

test('checkTreeProof() throws for every other root, and the wrong way round', () => {
  fc.assert(
    fc.property(proofs, fc.nat({ max: most }), ({ size, old }, other) => {
      const proof = log.run(planTreeProof(size, old))
      if (other !== old) {
        refuse(proof, log.head(size), { size: old, root: log.head(other).root })
      }
      if (other !== size) {
        refuse(proof, { size, root: log.head(other).root }, log.head(old))
      }
      if (old < size) refuse(proof, log.head(old), log.head(size))
    }),
  )
})

test('checkTreeProof() throws when any bit is flipped or a hash is missing or too many', () => {
  for (const [size, old] of [
    [1, 1],
    [2, 1],
    [7, 3],
    [7, 4],
    [8, 7],
    [257, 256],
    [300, 299],
  ] as const) {
    const proof = log.run(planTreeProof(size, old))
    const refuseProof = (bad: Uint8Array[]) =>
      assert.throws(() => checkTreeProof(bad, log.head(size), log.head(old)), ProofError)
    for (let bit = 0; bit < proof.length * 256; bit += 1) {
      const bad = proof.map((hash) => Uint8Array.from(hash))
      const hash = bad[Math.floor(bit / 256)] ?? new Uint8Array()
      const at = Math.floor((bit % 256) / 8)
      hash[at] = (hash[at] ?? 0) ^ (1 << (bit % 8))
      refuseProof(bad)
    }
    for (let i = 0; i <= proof.length; i += 1) {
      if (i < proof.length) refuseProof(proof.toSpliced(i, 1))
      refuseProof(proof.toSpliced(i, 0, leafHash('')))
    }
  }
})

test('checkTreeProof() takes an empty proof only from the empty tree and between equal ones', () => {
  for (const size of [0, 1, 5]) {
    checkTreeProof(log.run(planTreeProof(size, 0)), log.head(size), log.head(0))
    checkTreeProof([], log.head(size), log.head(size))
    assert.throws(() => checkTreeProof([leafHash('')], log.head(size), log.head(0)), ProofError)
    const fork = { size, root: leafHash('another') }
    assert.throws(() => checkTreeProof([], log.head(size), fork), ProofError)
    assert.throws(() => checkTreeProof([], fork, log.head(size)), ProofError)
    const notEmpty = { size: 0, root: leafHash('another') }
    assert.throws(() => checkTreeProof([], log.head(size), notEmpty), ProofError)
  }
})

test('neither a plan nor a proof has an old tree that is no part of the new', () => {
  const root = leafHash('x')
  for (const [size, old] of [
    [3, 4],
    [2, 5],
    [3, Number.NaN],
    [3, -1],
    [3, 0.5],
    [-1, -1],
    [2 ** 53, 1],
  ] as const) {
    assert.throws(() => planTreeProof(size, old), RangeError, `${size} ${old}`)
    assert.throws(() => checkTreeProof([root], { size, root }, { size: old, root }), {
      name: 'ProofError',
      message: /it is smaller/,
    })
  }
})

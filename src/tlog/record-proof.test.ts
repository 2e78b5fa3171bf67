import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { leafHash } from './hash.ts'
import { memoryLog, numberedLeaves } from './memory-log.test-data.ts'
import { naiveRecordProof } from './naive-tree.test-data.ts'
import { ProofError } from './proof-error.ts'
import { checkRecordProof, planRecordProof } from './record-proof.ts'

const most = 300
const leaves = numberedLeaves(most)
const log = memoryLog(leaves)
const leaf = (index: number): Uint8Array => leafHash(`leaf ${index}`)
const proofs = fc
  .integer({ min: 1, max: most })
  .chain((size) => fc.record({ size: fc.constant(size), index: fc.nat({ max: size - 1 }) }))

const hex = (hashes: Uint8Array[]) => hashes.map((hash) => Buffer.from(hash).toString('hex'))
const refuse = (...args: Parameters<typeof checkRecordProof>) =>
  assert.throws(() => checkRecordProof(...args), ProofError)

test('planRecordProof() gives the proof of RFC 6962, which checkRecordProof() takes', () => {
  fc.assert(
    fc.property(proofs, ({ size, index }) => {
      const proof = log.run(planRecordProof(size, index))
      assert.deepEqual(hex(proof), hex(naiveRecordProof(index, leaves.slice(0, size))))
      checkRecordProof(proof, log.head(size), index, leaf(index))
    }),
  )
})

test('checkRecordProof() throws for every other index, size, leaf and root', () => {
  fc.assert(
    fc.property(proofs, fc.nat({ max: most + 5 }), ({ size, index }, other) => {
      const proof = log.run(planRecordProof(size, index))
      const head = log.head(size)
      if (other !== index) {
        refuse(proof, head, other, leaf(index))
        refuse(proof, head, index, leaf(other))
      }
      if (other !== size && other <= most) refuse(proof, log.head(other), index, leaf(index))
      for (const bad of [-1, 0.5, size, Number.NaN]) refuse(proof, head, bad, leaf(index))
    }),
  )
})

test('checkRecordProof() throws when any bit is flipped or a hash is missing or too many', () => {
  for (const [size, index] of [
    [1, 0],
    [2, 1],
    [7, 3],
    [7, 6],
    [257, 256],
    [300, 123],
  ] as const) {
    const proof = log.run(planRecordProof(size, index))
    const head = log.head(size)
    const refuseProof = (bad: Uint8Array[]) =>
      assert.throws(() => checkRecordProof(bad, head, index, leaf(index)), ProofError)
    for (let bit = 0; bit < proof.length * 256; bit += 1) {
      const bad = proof.map((hash) => Uint8Array.from(hash))
      const hash = bad[Math.floor(bit / 256)] ?? new Uint8Array()
      const at = Math.floor((bit % 256) / 8)
      hash[at] = (hash[at] ?? 0) ^ (1 << (bit % 8))
      refuseProof(bad)
    }
    for (let i = 0; i <= proof.length; i += 1) {
      if (i < proof.length) refuseProof(proof.toSpliced(i, 1))
      refuseProof(proof.toSpliced(i, 0, leaf(index)))
    }
  }
})

test('planRecordProof() throws when the tree has no such record', () => {
  for (const [size, index] of [
    [0, 0],
    [3, 3],
    [3, -1],
    [3, 0.5],
    [-1, 0],
    [2 ** 53, 0],
  ] as const) {
    assert.throws(() => planRecordProof(size, index), RangeError, `${size} ${index}`)
  }
})

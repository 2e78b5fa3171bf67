import assert from 'node:assert/strict'
import { test } from 'node:test'
import { InvalidError } from '../gomod/invalid-error.ts'
import { equalHashes, formatHash, leafHash, nodeHash, parseHash } from './hash.ts'
import { planTreeHash } from './hash-plan.ts'
import { memoryLog, numberedLeaves } from './memory-log.test-data.ts'
import { naiveRoot } from './naive-tree.test-data.ts'

test('planTreeHash() agrees with RFC 6962 at every size', () => {
  const leaves = numberedLeaves(400)
  const log = memoryLog(leaves)
  for (let size = 0; size <= leaves.length; size += 1) {
    assert.ok(equalHashes(log.head(size).root, naiveRoot(leaves.slice(0, size))), String(size))
  }
})

test('planTreeHash() throws when there is no such tree', () => {
  for (const size of [-1, 0.5, 2 ** 52 + 1, Number.NaN]) {
    assert.throws(() => planTreeHash(size), RangeError, String(size))
  }
})

test('finish() throws when it is given another number of hashes', () => {
  assert.throws(() => planTreeHash(3).finish([leafHash('')]), RangeError)
  assert.throws(() => planTreeHash(1).finish([]), RangeError)
})

test('nodeHash() and parseHash() throw when a hash does not have 32 bytes', () => {
  const hash = leafHash('')
  for (const bad of [new Uint8Array(31), new Uint8Array(33), new Uint8Array()]) {
    assert.throws(() => nodeHash(bad, hash), InvalidError)
    assert.throws(() => nodeHash(hash, bad), InvalidError)
    assert.throws(() => parseHash(formatHash(bad)), InvalidError)
  }
})

test('parseHash() takes one spelling only', () => {
  const text = 'TszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb0='
  assert.equal(formatHash(parseHash(text)), text)
  const spellings = [text.replace('b0=', 'b1='), text.slice(0, -1), `${text}=`, ` ${text}`]
  for (const bad of [
    ...spellings,
    text.replace('+', '-'),
    `${text.slice(0, 9)}\n${text.slice(9)}`,
  ]) {
    assert.throws(() => parseHash(bad), InvalidError, bad)
  }
})

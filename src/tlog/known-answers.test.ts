import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { test } from 'node:test'
import { formatHash, leafHash, parseHash } from './hash.ts'
import answers from './known-answers.test-data.json' with { type: 'json' }
import { memoryLog, numberedLeaves } from './memory-log.test-data.ts'
import { openNote, signNote } from './note.ts'
import { checkRecordProof, planRecordProof } from './record-proof.ts'
import { parseSignerKey } from './signer.ts'
import { planTile } from './tile.ts'
import { parseTilePath } from './tile-path.ts'
import { formatTreeNote, parseTreeNote } from './tree-note.ts'
import { checkTreeProof, planTreeProof } from './tree-proof.ts'
import { parseVerifierKey } from './verifier.ts'

const { leafLog, recordLog, forkedLog, sumGolangOrg, certificateLog } = answers
const [, , , testKey] = answers.notes.keys
const signer = parseSignerKey(testKey?.skey ?? '')
const verifier = parseVerifierKey(testKey?.vkey ?? '')

interface KnownHead {
  readonly size: number
  readonly root: string
  readonly signature?: string
  readonly tiles: readonly string[]
  readonly tilesDigest: string
}

const recordLeaves = Array.from({ length: 70_000 }, (_, i) =>
  leafHash(recordLog.record.replaceAll('{i}', String(i))),
)
const { common, recordsA, recordsB, timelineA, timelineB } = forkedLog
const logs: [name: string, leaves: Uint8Array[], heads: readonly KnownHead[]][] = [
  ['leaf i', numberedLeaves(70_000), leafLog.heads],
  ['record i', recordLeaves, recordLog.heads],
  ['timeline A', [...common, ...recordsA].map((text) => leafHash(text)), timelineA],
  ['timeline B', [...common, ...recordsB].map((text) => leafHash(text)), timelineB],
]

for (const [name, leaves, heads] of logs) {
  test(`heads, signatures and tiles of the log "${name}" equal those of x/mod`, () => {
    const log = memoryLog(leaves)
    for (const { size, root, signature, tiles, tilesDigest } of heads) {
      const head = log.head(size)
      assert.equal(formatHash(head.root), root)
      if (signature !== undefined) {
        const note = signNote(formatTreeNote(head), [signer])
        assert.equal(note, `${formatTreeNote(head)}\n— localhost.localdev/sumdb ${signature}\n`)
        assert.equal(parseTreeNote(openNote(note, [verifier]).text, 'refuse').size, size)
      }
      const lines = tiles.flatMap(spellOut).map((path) => {
        const tile = parseTilePath(path)
        assert.ok(tile.level !== 'data')
        return `${path} ${hash('sha256', log.run(planTile(tile)))}\n`
      })
      assert.equal(hash('sha256', lines.join('')), tilesDigest)
    }
  })
}

test('proofs of the log "leaf i" equal those of x/mod', () => {
  const log = memoryLog(numberedLeaves(70_000))
  for (const { index, size, proof } of leafLog.inclusion) {
    assert.deepEqual(log.run(planRecordProof(size, index)).map(formatHash), proof)
    checkRecordProof(proof.map(parseHash), log.head(size), index, leafHash(`leaf ${index}`))
  }
  for (const { old, size, proof } of leafLog.consistency) {
    assert.deepEqual(log.run(planTreeProof(size, old)).map(formatHash), proof)
    checkTreeProof(proof.map(parseHash), log.head(size), log.head(old))
  }
})

test('openNote() verifies the heads that sum.golang.org has signed over the years', () => {
  const key = parseVerifierKey(sumGolangOrg.vkey)
  assert.equal(Buffer.from(key.publicKey).toString('hex'), sumGolangOrg.publicKey)
  for (const { size, root, sig } of sumGolangOrg.heads) {
    const text = formatTreeNote({ size, root: parseHash(root) })
    const note = openNote(`${text}\n— sum.golang.org ${sig}\n`, [key])
    assert.equal(parseTreeNote(note.text, 'refuse').size, size)
  }
})

test('checkRecordProof() and checkTreeProof() verify proofs of real logs', () => {
  const { inclusion, heads } = sumGolangOrg
  const head = heads.find(({ size }) => size === inclusion.size)
  assert.equal(Buffer.from(leafHash(inclusion.record)).toString('hex'), inclusion.leafHash)
  checkRecordProof(
    inclusion.proof.map(parseHash),
    { size: inclusion.size, root: parseHash(head?.root ?? '') },
    inclusion.index,
    leafHash(inclusion.record),
  )
  const root = parseHash(certificateLog.root)
  const leaf = leafHash(Buffer.from(certificateLog.leafInput, 'base64'))
  const tree = { size: certificateLog.size, root }
  checkRecordProof(certificateLog.inclusion.map(parseHash), tree, certificateLog.index, leaf)
  const old = { size: certificateLog.oldSize, root: parseHash(certificateLog.oldRoot) }
  checkTreeProof(certificateLog.consistency.map(parseHash), tree, old)
})

function spellOut(path: string): string[] {
  const [, stem = path, from = '0', to = '0'] = /^(.*\.p\/)(\d+)\.\.(\d+)$/.exec(path) ?? []
  if (stem === path) return [path]
  const count = Number(to) - Number(from) + 1
  return Array.from({ length: count }, (_, i) => stem + String(Number(from) + i))
}

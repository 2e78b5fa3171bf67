import assert from 'node:assert/strict'
import { test } from 'node:test'
import { InvalidError } from '../gomod/invalid-error.ts'
import { formatCheckpoint } from './checkpoint.ts'
import { formatHash, leafHash, parseHash } from './hash.ts'
import answers from './known-answers.test-data.json' with { type: 'json' }
import { memoryLog } from './memory-log.test-data.ts'
import { signNote } from './note.ts'
import { ProofError } from './proof-error.ts'
import { planRecordProof } from './record-proof.ts'
import { formatSignerKey, parseSignerKey, type Signer } from './signer.ts'
import { formatTlogProof, parseTlogProof } from './tlog-proof.ts'
import { formatTreeNote, treeNoteOrigin } from './tree-note.ts'
import { formatVerifierKey, parseVerifierKey } from './verifier.ts'
import { verifyTlogProof, type ProofPolicy } from './verify-tlog-proof.ts'

const key = (name: string, seed: number, algorithm: 1 | 4) =>
  parseSignerKey(formatSignerKey(name, Buffer.alloc(32, seed), algorithm))
const verifierOf = (signer: Signer) => parseVerifierKey(formatVerifierKey(signer))

const origin = 'example.com/log'
const log = key(origin, 1, 1)
const witnesses = [key('w1.example', 2, 4), key('w2.example', 3, 4), key('w3.example', 4, 4)]
const policy: ProofPolicy = {
  origin,
  log: [verifierOf(log)],
  witnesses: witnesses.map((witness) => verifierOf(witness)),
  quorum: 2,
}
const time = 1_700_000_000
const texts = Array.from({ length: 20 }, (_, i) => `record ${i}\n`)
const tree = memoryLog(texts.map((text) => leafHash(text)))
const body = formatCheckpoint({ origin, ...tree.head(20) })

const bundle = (index: number, signers: Signer[], text = body) =>
  formatTlogProof({
    index,
    proof: tree.run(planRecordProof(20, index)),
    checkpoint: signNote(text, signers, { time }),
  })

test('verifyTlogProof() proves a record that enough witnesses have seen', () => {
  for (const index of [0, 7, 19]) {
    const text = texts[index] ?? ''
    const proof = bundle(index, [log, ...witnesses.slice(0, 2)])
    const { record, checkpoint, cosignatures } = verifyTlogProof(proof, text, policy)
    assert.deepEqual([record.id, record.text, checkpoint.size], [index, text, 20])
    const expected = ['w1.example', 'w2.example'].map((name) => ({ name, time }))
    assert.deepEqual(cosignatures, expected)
  }
})

test('verifyTlogProof() throws when log, witnesses, record or index are not what was asked for', () => {
  const good = bundle(7, [log, ...witnesses])
  const elsewhere = formatCheckpoint({ origin: 'example.com/other', ...tree.head(20) })
  const [first] = witnesses
  assert.ok(first)
  const twin = key('w9.example', 2, 4)
  const text = 'record 7\n'
  const cases: [proof: string, text: string, policy: ProofPolicy][] = [
    [bundle(7, [log, first]), text, policy],
    [bundle(7, [log]), text, policy],
    [bundle(7, witnesses), text, policy],
    [bundle(7, [log, first, twin]), text, { ...policy, witnesses: [first, twin].map(verifierOf) }],
    [bundle(7, [log, ...witnesses], elsewhere), text, policy],
    [good, 'record 8\n', policy],
    [good.replace('index 7', 'index 6'), text, policy],
    [good.replace('index 7', 'index 20'), text, policy],
    [good, text, { ...policy, log: [verifierOf(key(origin, 9, 1))] }],
    [good, text, { ...policy, quorum: 4 }],
    // The log's key among the witnesses counts for nothing.
    [
      bundle(7, [log, first]),
      text,
      { ...policy, witnesses: [...policy.witnesses, verifierOf(log)] },
    ],
  ]
  for (const [proof, text, policy] of cases) {
    assert.throws(() => verifyTlogProof(proof, text, policy), ProofError)
  }
})

test('verifyTlogProof() throws for every changed bit', () => {
  const good = Buffer.from(bundle(19, [log, ...witnesses.slice(0, 1)]))
  let accepted = 0
  for (let bit = 0; bit < good.length * 8; bit += 1) {
    const bad = Buffer.from(good)
    const at = Math.floor(bit / 8)
    bad[at] = (bad[at] ?? 0) ^ (1 << (bit % 8))
    try {
      verifyTlogProof(bad.toString(), 'record 19\n', { ...policy, quorum: 1 })
      accepted += 1
    } catch (error) {
      assert.ok(error instanceof ProofError || error instanceof InvalidError, String(error))
    }
  }
  assert.equal(accepted, 0)
})

test('verifyTlogProof() proves a real record of sum.golang.org without asking it', () => {
  const { vkey, heads, inclusion } = answers.sumGolangOrg
  const head = heads.find(({ size }) => size === inclusion.size)
  const note = formatTreeNote({ size: inclusion.size, root: parseHash(head?.root ?? '') })
  const proof = formatTlogProof({
    index: inclusion.index,
    proof: inclusion.proof.map(parseHash),
    checkpoint: `${note}\n— sum.golang.org ${head?.sig}\n`,
  })
  const golang = { origin: treeNoteOrigin, log: [parseVerifierKey(vkey)], witnesses: [], quorum: 0 }
  assert.equal(verifyTlogProof(proof, inclusion.record, golang).record.id, inclusion.index)
  const forged = inclusion.record.replace('v1.0.0', 'v1.0.1')
  assert.throws(() => verifyTlogProof(proof, forged, golang), ProofError)
})

test('formatTlogProof() and parseTlogProof() translate proofs', () => {
  const [h1, h2] = [leafHash('1'), leafHash('2')]
  const hashes = `${formatHash(h1)}\n${formatHash(h2)}\n`
  const checkpoint = 'x\n\n— y\n'
  const extra = Buffer.from('extra information')
  const cases: [text: string, proof: Parameters<typeof formatTlogProof>[0]][] = [
    [
      `c2sp.org/tlog-proof@v1\nindex 5\n${hashes}\n${checkpoint}`,
      { index: 5, proof: [h1, h2], checkpoint },
    ],
    [`c2sp.org/tlog-proof@v1\nindex 0\n\n${checkpoint}`, { index: 0, proof: [], checkpoint }],
    [
      `c2sp.org/tlog-proof@v1\nextra ZXh0cmEgaW5mb3JtYXRpb24=\nindex 9\n${formatHash(h1)}\n\n${checkpoint}`,
      { index: 9, proof: [h1], checkpoint, extra },
    ],
    [
      `c2sp.org/tlog-proof@v1\nextra \nindex 0\n\n${checkpoint}`,
      { index: 0, proof: [], checkpoint, extra: new Uint8Array() },
    ],
  ]
  for (const [text, proof] of cases) {
    assert.equal(formatTlogProof(proof), text)
    const parsed = parseTlogProof(text)
    assert.equal(formatTlogProof(parsed), text)
    assert.deepEqual([parsed.index, parsed.checkpoint], [proof.index, proof.checkpoint])
    assert.equal(parsed.extra === undefined, proof.extra === undefined)
  }
})

test('parseTlogProof() throws when the text is malformed', () => {
  const first = 'c2sp.org/tlog-proof@v1\n'
  const hash = `${formatHash(leafHash(''))}\n`
  const texts = [
    '',
    first,
    `${first}\nx\n`,
    `c2sp.org/tlog-proof@v2\nindex 0\n\nx\n`,
    ` ${first}index 0\n\nx\n`,
    `${first}index 00\n\nx\n`,
    `${first}index -1\n\nx\n`,
    `${first}index\n\nx\n`,
    `${first}index 0`,
    `${first}index 0\nextra YQ==\n\nx\n`,
    `${first}extra !\nindex 0\n\nx\n`,
    `${first}extra YQ\nindex 0\n\nx\n`,
    `${first}extra YQ==\nextra YQ==\nindex 0\n\nx\n`,
    `${first}index 0\n${hash.slice(1)}\nx\n`,
    `${first}index 0\n${hash.replace('\n', '\r\n')}\nx\n`,
    `${first}index 0\n${hash.repeat(53)}\nx\n`,
  ]
  for (const text of texts) assert.throws(() => parseTlogProof(text), InvalidError, text)
  assert.throws(() => formatTlogProof({ index: -1, proof: [], checkpoint: '' }), InvalidError)
})

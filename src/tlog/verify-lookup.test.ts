import assert from 'node:assert/strict'
import { test } from 'node:test'
import { InvalidError } from '../gomod/invalid-error.ts'
import { ForkError } from './fork-error.ts'
import { leafHash } from './hash.ts'
import { formatLookup } from './lookup.ts'
import { memoryLog, withFlippedBit } from './memory-log.test-data.ts'
import { signNote } from './note.ts'
import { ProofError } from './proof-error.ts'
import { formatModuleRecord } from './record-text.ts'
import { formatSignerKey, parseSignerKey } from './signer.ts'
import { followLog } from './timeline.ts'
import { formatTreeNote } from './tree-note.ts'
import { verifyTiles, type TileSource } from './verified-tiles.ts'
import { formatVerifierKey, parseVerifierKey } from './verifier.ts'
import { verifyLookup } from './verify-lookup.ts'

const sum = (text: string) => `h1:${Buffer.from(leafHash(text)).toString('base64')}`
const version = 'v1.0.0'
const pathOf = (id: number) => `example.com/m${id}`
const [zip, goMod] = [sum('zip'), sum('mod')]
const texts = Array.from({ length: 300 }, (_, id) =>
  formatModuleRecord({ path: pathOf(id), version, zip, goMod }),
)
const oddPath = 'example.com/odd'
const odd = {
  noGoMod: `${oddPath} ${version} ${zip}\n`,
  noZip: `${oddPath} ${version}/go.mod ${goMod}\n`,
  newHash: `${oddPath} ${version} h2:x\n${oddPath} ${version} ${zip}\n${oddPath} ${version}/go.mod ${goMod}\n`,
  onlyNewHash: `${oddPath} ${version} h2:x\n${oddPath} ${version}/go.mod ${goMod}\n`,
  twoHashes: `${oddPath} ${version} ${zip}\n${oddPath} ${version} ${goMod}\n${oddPath} ${version}/go.mod ${goMod}\n`,
  longerPath: `${oddPath}/x ${version} ${zip}\n${oddPath}/x ${version}/go.mod ${goMod}\n`,
  longerVersion: `${oddPath} ${version}-pre ${zip}\n${oddPath} ${version}-pre/go.mod ${goMod}\n`,
}
texts.push(...Object.values(odd))
const log = memoryLog(texts.map((text) => leafHash(text)))

const signer = parseSignerKey(formatSignerKey('sum.example', Buffer.alloc(32, 1), 1))
const verifiers = [parseVerifierKey(formatVerifierKey(signer))]
const sign = (size: number, more = '') => signNote(formatTreeNote(log.head(size)) + more, [signer])
const answer = (id: number, size: number, text = texts[id] ?? '') =>
  formatLookup({ id, text, note: sign(size) })

interface Ask {
  readonly response: string
  readonly path: string
  readonly from?: number
  readonly source?: TileSource
}
const ask = ({ response, path, from = 0, source = log.source }: Ask) =>
  verifyLookup(
    response,
    { path, version },
    { verifiers, follow: (head) => followLog(verifyTiles(log.head(from), source), head, source) },
  )

test('verifyLookup() gives the hashes of the record and the latest tree', async () => {
  for (const [id, size, from] of [
    [0, 1, 0],
    [5, 300, 0],
    [299, 300, 7],
    [5, 10, 300],
  ] as const) {
    const { record, sums, latest } = await ask({
      response: answer(id, size),
      path: pathOf(id),
      from,
    })
    assert.deepEqual([record.id, record.text], [id, texts[id]])
    assert.deepEqual([sums.zip, sums.goMod], [zip, goMod])
    assert.equal(`${sums.lines.join('\n')}\n`, texts[id])
    assert.equal(latest.head.size, Math.max(size, from))
  }
})

test('verifyLookup() fails when the authentic record is of another module (CVE-2026-42501)', async () => {
  for (const path of [pathOf(6), 'example.com/m', 'example.com/m55', 'example.com']) {
    await assert.rejects(ask({ response: answer(5, 300), path }), ProofError)
  }
})

test('verifyLookup() never takes lines from the head (CVE-2026-56864)', async () => {
  const forged = formatModuleRecord({ path: 'example.com/evil', version, zip, goMod })
  for (const more of [forged, `\n${forged}`, `x\n${forged}\n`]) {
    const response = formatLookup({ id: 5, text: texts[5] ?? '', note: sign(300, more) })
    await assert.rejects(ask({ response, path: 'example.com/evil' }), ProofError)
    const { sums } = await ask({ response, path: pathOf(5) })
    assert.equal(`${sums.lines.join('\n')}\n`, texts[5])
  }
})

test('verifyLookup() needs one h1 hash of the module and one of its go.mod', async () => {
  for (const [i, [name, text]] of Object.entries(odd).entries()) {
    const asked = ask({ response: answer(300 + i, texts.length, text), path: oddPath })
    if (name === 'newHash') assert.equal((await asked).sums.lines.length, 3)
    else await assert.rejects(asked, ProofError, name)
  }
})

test('verifyLookup() fails when text, number, head or tiles are forged', async () => {
  const good = answer(5, 300)
  const other = memoryLog(
    [...texts.slice(0, 5), 'forged\n', ...texts.slice(6)].map((t) => leafHash(t)),
  )
  const stranger = parseSignerKey(formatSignerKey('sum.example', Buffer.alloc(32, 2), 1))
  const misnamed = parseSignerKey(formatSignerKey('sum.other', Buffer.alloc(32, 1), 1))
  const head = formatTreeNote(log.head(300))
  const withNote = (note: string) => formatLookup({ id: 5, text: texts[5] ?? '', note })
  const path = pathOf(5)
  const cases: [ask: Ask, error: new (...args: never[]) => Error][] = [
    [{ response: answer(5, 300, texts[5]?.replace('h1:', 'h1:A')), path }, ProofError],
    [{ response: answer(6, 300, texts[5]), path }, ProofError],
    [{ response: answer(299, 300, texts[5]), path }, ProofError],
    [{ response: answer(5, 5), path }, ProofError],
    [{ response: answer(5, 5), path, from: 300 }, ProofError],
    [{ response: withNote(signNote(head, [stranger])), path }, ProofError],
    [{ response: withNote(signNote(head, [misnamed])), path }, ProofError],
    [
      { response: withNote(signNote(head.replace('tree', 'tree v2'), [signer])), path },
      InvalidError,
    ],
    [{ response: withNote(head), path }, InvalidError],
    [{ response: withNote(''), path }, InvalidError],
    [{ response: good.slice(0, -1), path }, InvalidError],
    [{ response: `${good}\n`, path }, InvalidError],
    [{ response: good, path, source: other.source }, ProofError],
    [
      { response: good, path, source: withFlippedBit(log.source, 'tile/8/0/000', 5 * 256) },
      ProofError,
    ],
    [
      { response: withNote(signNote(formatTreeNote(other.head(300)), [signer])), path, from: 300 },
      ForkError,
    ],
    [
      { response: withNote(signNote(formatTreeNote(other.head(299)), [signer])), path, from: 300 },
      ForkError,
    ],
  ]
  for (const [bad, error] of cases) await assert.rejects(ask(bad), error, bad.response)
})

test('verifyLookup() fails for every bit that is changed in the answer', async () => {
  const good = Buffer.from(answer(5, 300))
  const noteAt = good.indexOf('\n\n') + 2
  let accepted = 0
  for (let bit = 0; bit < good.length * 8; bit += 1) {
    const bad = Buffer.from(good)
    const at = Math.floor(bit / 8)
    bad[at] = (bad[at] ?? 0) ^ (1 << (bit % 8))
    const asked = { path: pathOf(5), version }
    const none = verifyTiles(log.head(0), log.source)
    const verified = await verifyLookup(bad, asked, {
      verifiers,
      follow: (head) => followLog(none, head, log.source),
    }).catch((error: unknown) => {
      assert.ok(error instanceof ProofError || error instanceof InvalidError, String(error))
    })
    if (verified === undefined) continue
    accepted += 1
    assert.ok(at >= noteAt, `byte ${at}`)
  }
  assert.equal(accepted, 0)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { InvalidError } from '../gomod/invalid-error.ts'
import answers from './known-answers.test-data.json' with { type: 'json' }
import { openNote, signNote } from './note.ts'
import { ProofError } from './proof-error.ts'
import { formatSignerKey, parseSignerKey } from './signer.ts'
import { formatVerifierKey, parseVerifierKey } from './verifier.ts'

// Facts of x/mod/sumdb/note's and C2SP signed-note's examples.
const [peterKey, enochKey, exampleKey] = answers.notes.keys
const text = peterKey?.text ?? ''
const peter = parseVerifierKey(peterKey?.vkey ?? '')
const enoch = parseVerifierKey(enochKey?.vkey ?? '')
const peterLine = `— PeterNeumann ${peterKey?.sig}\n`
const enochLine = `— EnochRoot ${enochKey?.sig_same_text}\n`
const spoilt = (line: string): string => `${line.slice(0, 60)}ABCD${line.slice(60)}`
const names = (list: readonly { name: string }[]): string[] => list.map(({ name }) => name)

test('signNote() writes the note that x/mod writes', () => {
  const signer = parseSignerKey(peterKey?.skey ?? '')
  assert.equal(signNote(text, [signer]), `${text}\n${peterLine}`)
  const { unknown } = openNote(`${text}\n${peterLine}${enochLine}`, [peter])
  const kept = [...unknown, { name: 'PeterNeumann', id: signer.id, bytes: new Uint8Array(64) }]
  assert.equal(signNote(text, [signer], { kept }), `${text}\n${enochLine}${peterLine}`)
})

test('openNote() verifies the signatures of known keys and keeps the others apart', () => {
  const message = `${text}\n${peterLine}${enochLine}`
  const cases: [known: (typeof peter)[], verified: string[], unknown: string[]][] = [
    [[peter], ['PeterNeumann'], ['EnochRoot']],
    [[enoch], ['EnochRoot'], ['PeterNeumann']],
    [[enoch, peter], ['PeterNeumann', 'EnochRoot'], []],
  ]
  for (const [known, verified, unknown] of cases) {
    for (const form of [message, Buffer.from(message)]) {
      const note = openNote(form, known)
      assert.equal(note.text, text)
      assert.deepEqual(names(note.signatures), verified)
      assert.deepEqual(names(note.unknown), unknown)
    }
  }
  const example = `${exampleKey?.text}\n— example.com/foo ${exampleKey?.sig}\n`
  const note = openNote(example, [parseVerifierKey(exampleKey?.vkey ?? '')])
  assert.equal(note.text, exampleKey?.text)
})

test('openNote() drops repeated signatures', () => {
  const lines = [peterLine, peterLine, enochLine, enochLine, spoilt(enochLine)]
  const note = openNote(`${text}\n${lines.join('')}`, [peter])
  assert.deepEqual(names(note.signatures), ['PeterNeumann'])
  assert.deepEqual(names(note.unknown), ['EnochRoot', 'EnochRoot'])
})

test('openNote() throws when nothing is signed by a known key, or badly', () => {
  const misnamed = peterLine.replace('PeterNeumann', 'CarmenSandiego')
  const otherId = peterLine.replace('x08g', 'xxxx')
  const cases: [message: string, known: (typeof peter)[], reason: RegExp][] = [
    [`${text}\n${peterLine}${enochLine}`, [], /signed by PeterNeumann\+c74f20a3, EnochRoot/],
    [`${text}\n${peterLine}`, [enoch], /no known key/],
    [`${text}\n${misnamed}`, [peter], /no known key/],
    [`${text}\n${otherId}`, [peter], /no known key/],
    [`${text}\n${spoilt(peterLine)}`, [peter], /bad signature of PeterNeumann\+c74f20a3/],
    [`${text}\n${spoilt(peterLine)}${enochLine}`, [peter, enoch], /bad signature/],
    [`${text}x\n\n${peterLine}`, [peter], /bad signature/],
    [`x${text}\n${peterLine}`, [peter], /bad signature/],
    [`${text}\n\n${peterLine}`, [peter], /bad signature/],
    [`${text}\n${enochLine}`, [enoch, peter, enoch], /two known keys/],
  ]
  for (const [message, known, reason] of cases) {
    assert.throws(
      () => openNote(message, known),
      (error) => error instanceof ProofError && reason.test(error.message),
      String(reason),
    )
  }
  assert.equal(openNote(`${text}\n${peterLine}`, [enoch, peter, enoch]).text, text)
})

test('openNote() throws when the note is malformed', () => {
  const badName = peterLine.replace('PeterNeumann', 'Bad Name')
  const strayBits = '— a AAAAAAB=\n'
  const messages: (string | Uint8Array)[] = [
    '',
    text,
    `${text}\n`,
    `${text}${peterLine}`,
    `${text}\n${peterLine.slice(0, -1)}`,
    `\x01${text}\n${peterLine}`,
    `${text}\r\n\n${peterLine}`,
    `\ud800${text}\n${peterLine}`,
    Buffer.concat([Buffer.of(0xff), Buffer.from(`${text}\n${peterLine}`)]),
    `${text}\n${badName}`,
    `${text}\n${peterLine.replace('PeterNeumann', 'a+b')}`,
    `${text}\n${peterLine.replace('PeterNeumann', 'a\u3000b')}`,
    `${text}\n${peterLine}${strayBits}`,
    `${text}\n${peterLine}— a AAAAAA==\n`,
    `${text}\n${peterLine}— a \n`,
    `${text}\n${peterLine}— \n`,
    `${text}\n${peterLine}- a AAAAAAA=\n`,
    `${text}\n${peterLine}Unexpected line.\n`,
    `${text}\n${peterLine.repeat(101)}`,
    `${'x\n'.repeat(500_000)}\n${peterLine}`,
  ]
  for (const message of messages) {
    assert.throws(() => openNote(message, [peter]), InvalidError, String(message).slice(0, 300))
  }
})

test('openNote() throws for every bit that is changed in text, name or signature', () => {
  const message = Buffer.from(`${text}\n${peterLine}`)
  let accepted = 0
  for (let bit = 0; bit < message.length * 8; bit += 1) {
    const bad = Buffer.from(message)
    const at = Math.floor(bit / 8)
    bad[at] = (bad[at] ?? 0) ^ (1 << (bit % 8))
    try {
      openNote(bad, [peter])
      accepted += 1
    } catch (error) {
      assert.ok(error instanceof ProofError || error instanceof InvalidError)
    }
  }
  assert.equal(accepted, 0)
})

test('openNote() gives back what any number of signers signed', () => {
  const seed = fc.uint8Array({ minLength: 32, maxLength: 32 })
  const letter = fc.constantFrom('a', 'é', '—', '/', '\u00ad', '😀')
  const name = fc.string({ unit: letter, minLength: 1, maxLength: 12 })
  const lines = fc.array(fc.string({ unit: fc.oneof(letter, fc.constant(' ')) }), { minLength: 1 })
  const signers = fc.array(fc.record({ seed, name }), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(lines, signers, (lines, keys) => {
      const text = `${lines.join('\n')}\n`
      const signers = keys.map(({ seed, name }) => parseSignerKey(formatSignerKey(name, seed, 1)))
      const known = signers.map((signer) => parseVerifierKey(formatVerifierKey(signer)))
      const one = known.filter(({ id }, i) => known.findIndex((other) => other.id === id) === i)
      const note = openNote(signNote(text, signers), one)
      assert.equal(note.text, text)
      assert.equal(note.signatures.length, one.length)
    }),
    { numRuns: 50 },
  )
})

test('signNote() throws when the text or the signatures cannot be signed', () => {
  const signer = parseSignerKey(peterKey?.skey ?? '')
  for (const bad of ['', 'abc', 'a\x01\n', 'a\r\n', '\ud800\n']) {
    assert.throws(() => signNote(bad, [signer]), InvalidError, JSON.stringify(bad))
  }
  assert.throws(() => signNote(text, []), InvalidError)
  const kept = [{ name: 'a+b', id: 1, bytes: new Uint8Array(64) }]
  assert.throws(() => signNote(text, [signer], { kept }), InvalidError)
})

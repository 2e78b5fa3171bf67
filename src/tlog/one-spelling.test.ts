import assert from 'node:assert/strict'
import { test } from 'node:test'
import { InvalidError } from '../gomod/invalid-error.ts'
import { encodeBase64 } from './base64.ts'
import { leafHash } from './hash.ts'
import { formatKeyId, keyId } from './key-id.ts'
import { parseSignatureLine } from './note-signature.ts'
import { openNote, signNote } from './note.ts'
import { proveByProof } from './proven-record.ts'
import { formatSignerKey, parseSignerKey } from './signer.ts'
import { formatVerifierKey, parseVerifierKey } from './verifier.ts'

const signerOf = (name: string, fill: number) =>
  parseSignerKey(formatSignerKey(name, Buffer.alloc(32, fill), 1))
const one = signerOf('one.example', 1)
const known = [parseVerifierKey(formatVerifierKey(one))]
const note = signNote('hi\n', [one, signerOf('two.example', 2)])

test('the line of a signature has one space between its parts, and so has one spelling', () => {
  const [, line = ''] = note.split('\n\n')[1]?.split('\n') ?? []
  assert.equal(parseSignatureLine(line).name, 'two.example')
  for (const other of [
    line.replace('two.example ', 'two.example  '),
    line.replace('— ', '—  '),
    ` ${line}`,
    `${line} `,
    line.replace('—', '-'),
  ]) {
    assert.throws(() => parseSignatureLine(other), InvalidError, other)
  }
})

test('a note whose last line is not ended is none', () => {
  assert.equal(openNote(note, known).unknown.length, 1)
  assert.throws(() => openNote(note.slice(0, -1), known), InvalidError)
})

test('of several signatures by one key the first counts, as for the go command', () => {
  const [body = '', lines = ''] = note.split('\n\n')
  const [first = ''] = lines.split('\n')
  const bytes = new Uint8Array(64)
  const bad = signNote('hi\n', [], { kept: [{ name: one.name, id: one.id, bytes }] })
  const [, badLine = ''] = bad.split('\n\n')
  assert.equal(openNote(`${body}\n\n${first}\n${badLine}`, known).signatures.length, 1)
  assert.throws(() => openNote(`${body}\n\n${badLine}${first}\n`, known), /bad signature/)
})

test('a key whose name could be taken for two words is none', () => {
  for (const name of ['a b', 'a\u00a0b', 'a\u2003b', '']) {
    const id = formatKeyId(keyId(name, 1, one.publicKey))
    const key = encodeBase64(Buffer.concat([Buffer.of(1), one.publicKey]))
    assert.throws(() => parseVerifierKey(`${name}+${id}+${key}`), InvalidError, name)
  }
})

test('what is no text of a record is proved by no proof', () => {
  for (const text of ['no end', '\n', 'a\n\nb\n', 'a\u0001\n', '']) {
    const head = { size: 1, root: leafHash(text) }
    assert.throws(() => proveByProof([], head, 0, text), InvalidError, JSON.stringify(text))
  }
})

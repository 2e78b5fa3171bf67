import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatCheckpoint } from './checkpoint.ts'
import { cosignedMessage, packCosignature, unpackCosignature } from './cosignature.ts'
import { parseHash } from './hash.ts'
import { openNote, signNote } from './note.ts'
import { ProofError } from './proof-error.ts'
import { formatSignerKey, parseSignerKey } from './signer.ts'
import { formatVerifierKey, parseVerifierKey } from './verifier.ts'

const log = parseSignerKey(formatSignerKey('example.com/log', Buffer.alloc(32, 1), 1))
const witness = parseSignerKey(formatSignerKey('witness.example/w1', Buffer.alloc(32, 2), 4))
const witnessVerifier = parseVerifierKey(formatVerifierKey(witness))
const time = 1_679_315_147
// The example of C2SP tlog-cosignature.
const text = formatCheckpoint({
  origin: 'example.com/behind-the-sofa',
  size: 20_852_163,
  root: parseHash('CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I='),
})

test('cosignedMessage() is the message of C2SP tlog-cosignature', () => {
  const lines = [
    'cosignature/v1',
    'time 1679315147',
    'example.com/behind-the-sofa',
    '20852163',
    'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=',
    '',
  ]
  assert.equal(Buffer.from(cosignedMessage(text, time)).toString(), lines.join('\n'))
})

test('unpackCosignature() reads the time of the example of C2SP tlog-cosignature', () => {
  const bytes = Buffer.from(
    'jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==',
    'base64',
  )
  assert.equal(unpackCosignature(bytes.subarray(4))?.time, time)
  const longer = Buffer.concat([bytes.subarray(4), Buffer.of(0)])
  for (const bad of [bytes, longer, bytes.subarray(5), Buffer.alloc(72, 0xff), Buffer.alloc(0)]) {
    assert.equal(unpackCosignature(bad), undefined)
  }
})

test('unpackCosignature() reads no time that there is no date for', () => {
  const signature = Buffer.alloc(64)
  const last = 8_640_000_000_000
  const read = unpackCosignature(packCosignature(last, signature))?.time
  assert.equal(new Date((read ?? NaN) * 1000).toISOString(), '+275760-09-13T00:00:00.000Z')
  assert.equal(unpackCosignature(packCosignature(last + 1, signature)), undefined)
})

test('openNote() verifies a cosignature with its time', () => {
  const note = signNote(text, [log, witness], { time })
  const { signatures } = openNote(note, [witnessVerifier])
  assert.equal(signatures.length, 1)
  const [{ bytes } = { bytes: new Uint8Array() }] = signatures
  assert.equal(unpackCosignature(bytes)?.time, time)
})

test('openNote() throws when a cosignature is of another time or text, or is a plain signature', () => {
  const [cosignature] = openNote(signNote(text, [witness], { time }), [witnessVerifier]).signatures
  const { name, id, bytes } = cosignature ?? { name: '', id: 0, bytes: new Uint8Array() }
  const plain = parseSignerKey(formatSignerKey(name, Buffer.alloc(32, 2), 1)).sign(text)
  const later = Uint8Array.from(bytes)
  later[7] = (later[7] ?? 0) + 1
  const cases: [text: string, bytes: Uint8Array][] = [
    [text, later],
    [text, bytes.subarray(0, 71)],
    [text, plain],
    [text, Buffer.concat([bytes.subarray(0, 8), plain])],
    [text.replace('20852163', '20852164'), bytes],
  ]
  for (const [body, bytes] of cases) {
    const note = signNote(body, [], { kept: [{ name, id, bytes }] })
    assert.throws(() => openNote(note, [witnessVerifier]), ProofError)
  }
})

test('sign() throws when a witness has no time to sign', () => {
  for (const bad of [undefined, -1, 0.5, Number.NaN, 2 ** 53]) {
    assert.throws(() => witness.sign(text, bad), RangeError, String(bad))
  }
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatCheckpoint } from '../../../tlog/checkpoint.ts'
import { signNote } from '../../../tlog/note.ts'
import { formatSignerKey, parseSignerKey } from '../../../tlog/signer.ts'
import { formatVerifierKey, parseVerifierKey } from '../../../tlog/verifier.ts'
import { numberedFrom, testLog } from '../own-tree.test-data.ts'
import { ofPublished, readCosignedHead } from './cosigned-head.ts'

const signerOf = (name: string, fill: number, algorithm: 1 | 4) =>
  parseSignerKey(formatSignerKey(name, Buffer.alloc(32, fill), algorithm))
const verifierOf = (signer: ReturnType<typeof signerOf>) =>
  parseVerifierKey(formatVerifierKey(signer))

const log = signerOf('log.example', 1, 1)
const [one, two, stranger] = [2, 3, 4].map((fill) => signerOf(`w${fill}.example`, fill, 4))
assert.ok(one && two && stranger)
const head = { origin: log.name, size: 5, root: Buffer.alloc(32, 7) }
const text = formatCheckpoint(head)
const read = (note: string) =>
  readCosignedHead(note, verifierOf(log), [verifierOf(one), verifierOf(two)])

void test('what the log and a witness signed counts, and what others signed is left out', () => {
  const found = read(signNote(text, [stranger, two, log, one], { time: 9 }))
  assert.equal(found?.checkpoint, signNote(text, [log, two, one], { time: 9 }))
  assert.deepEqual(
    found.cosignatures.map(({ name }) => name),
    [two.name, one.name],
  )
  assert.equal(found.size, 5)
})

void test('what one of them has not signed, or for another log, does not', () => {
  const other = formatCheckpoint({ ...head, origin: 'other.example' })
  for (const note of [
    signNote(text, [log]),
    signNote(text, [one], { time: 9 }),
    signNote(text, [log, stranger], { time: 9 }),
    signNote(other, [log, one], { time: 9 }),
    signNote(text, [log, one], { time: 9 }).replace('\n5\n', '\n6\n'),
    'nothing',
    '',
  ]) {
    assert.equal(read(note), undefined, note)
  }
})

void test('a head counts only while it is of the tree that is published', async (t) => {
  const { open } = await testLog(t)
  const tree = open()
  await tree.append(numberedFrom(0, 5))
  await tree.append(numberedFrom(5, 1))
  const { read: reader, published } = await tree.open()
  const { root = Buffer.alloc(0) } = reader.headAt(5) ?? {}
  const cosigned = { ...head, root, text, checkpoint: '', cosignatures: [] }
  const at = (changes: object, size = published.size) =>
    ofPublished({ ...cosigned, ...changes }, { read: reader, size })?.size
  assert.equal(at({}), 5)
  assert.equal(at({}, 4), undefined)
  assert.equal(at({ root: published.root }), undefined)
  assert.equal(at({ size: 3 }), undefined)
  assert.equal(at({ size: 7 }), undefined)
})

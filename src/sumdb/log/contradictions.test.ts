import assert from 'node:assert/strict'
import { rmSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { Failure } from '../../failure.ts'
import { formatCheckpoint } from '../../tlog/checkpoint.ts'
import { signNote } from '../../tlog/note.ts'
import { formatSignerKey, parseSignerKey } from '../../tlog/signer.ts'
import type { Sums } from '../../store/facts/sums.ts'
import { heldKey } from './held-key.ts'
import { openOwnLog } from './own-log.ts'
import { numbered, numberedFrom, testKey, testLog } from './own-tree.test-data.ts'
import { formatSignedHead, readSignedHead, signHead } from './signed-head.ts'

const root = Buffer.alloc(32, 5)
const { path } = numbered(0)

void test('a database with another root than was published is refused, when it is opened and later', async (t) => {
  const { options, open } = await testLog(t)
  const running = open()
  await running.append(numberedFrom(0, 3))
  for (const size of [4, 3]) {
    const other = await signHead({ size, root }, testKey, 1)
    writeFileSync(options.guard.file, formatSignedHead(other))
    for (const tree of [running, open()]) {
      await assert.rejects(tree.open(), { code: 'mismatch' }, `${size} to read`)
      await assert.rejects(tree.append([numbered(7)]), { code: 'mismatch' }, `${size} to write`)
    }
  }
})

void test('a database whose higher tiles do not make its root is refused', async (t) => {
  const { options, open } = await testLog(t)
  const tree = open()
  await tree.append(numberedFrom(0, 300))
  tree.close()
  const database = new DatabaseSync(options.file)
  database.exec(
    'drop trigger tiles_only_grow; update tiles set data = zeroblob(32) where level = 1',
  )
  database.close()
  await assert.rejects(open().open(), (error) => {
    assert.ok(Failure.is(error, 'mismatch') && error.cause instanceof Error)
    assert.match(error.cause.message, /do not make the root/)
    return true
  })
})

void test('a signed head whose two notes are not of one tree is none', async () => {
  const { verifier } = testKey
  const head = await signHead({ size: 3, root }, testKey, 1)
  const sign = async (text: string) => {
    const { name, id } = verifier
    return signNote(text, [], { kept: [{ name, id, bytes: await testKey.sign(text) }] })
  }
  const of = async (size: number, other: Uint8Array, origin = verifier.name) =>
    sign(formatCheckpoint({ origin, size, root: other }))
  const read = (checkpoint: string, note = head.note) =>
    readSignedHead(formatSignedHead({ ...head, checkpoint, note }), verifier)
  assert.equal(read(await of(3, root)).size, 3)
  const refused = { code: 'mismatch', message: /^Cannot read a signed head/ } as const
  for (const checkpoint of [
    await of(4, root),
    await of(3, Buffer.alloc(32, 6)),
    await of(3, root, 'other.example'),
  ]) {
    assert.throws(() => read(checkpoint), refused)
  }
  const text = head.note.slice(0, head.note.indexOf('\n\n') + 1)
  const further = await sign(`${text}one more line\n`)
  assert.throws(() => read(head.checkpoint, further), refused)
})

void test('the key of a witness is no key of a log', () => {
  const text = formatSignerKey('log.example', Buffer.alloc(32, 7), 4)
  assert.equal(parseSignerKey(text).algorithm, 4)
  assert.throws(
    () => heldKey(text, 'a test'),
    (error) => Failure.is(error, 'invalid') && !error.message.includes(text.slice(-20)),
  )
})

void test('a record that the ledger contradicts is not told to audits, and a lost guard ends all', async (t) => {
  const { options } = await testLog(t)
  const ledger = new Map<string, Sums>()
  const log = openOwnLog({
    ...options,
    admission: {
      sumsOf: async () => numbered(0),
      ledger: (_, version) => ledger.get(version),
      needsAttestation: () => false,
      attested: () => assert.fail(),
    },
  })
  t.after(() => log.close())
  await log.lookup(path, 'v1.0.0')
  assert.ok(await log.kept(path, 'v1.0.0'))
  ledger.set('v1.0.0', { modSum: numbered(1).goMod })
  await assert.rejects(log.kept(path, 'v1.0.0'), { code: 'mismatch' })
  await log.supported()
  rmSync(options.guard.file)
  for (const ask of [
    () => log.supported(),
    () => log.latest(),
    () => log.kept(path, 'v1.0.0'),
    () => log.readers.checkpoint(),
    () => log.view.standing(),
  ]) {
    await assert.rejects(ask, { code: 'mismatch' })
  }
})

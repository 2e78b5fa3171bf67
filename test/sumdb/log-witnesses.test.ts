import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { guardFile } from '../../src/store/log/guard-file.ts'
import { openOwnLog, type OwnLog } from '../../src/sumdb/log/own-log.ts'
import { numbered, testKey, testLog, type TestLog } from '../../src/sumdb/log/own-tree.test-data.ts'
import { remoteWitness } from '../../src/sumdb/log/witness/remote-witness.ts'
import { parseCheckpoint } from '../../src/tlog/checkpoint.ts'
import { openNote } from '../../src/tlog/note.ts'
import { formatModuleRecord } from '../../src/tlog/record-text.ts'
import { verifyTlogProof } from '../../src/tlog/verify-tlog-proof.ts'
import { openTestGate } from '../open-test-gate.ts'
import { strangeHead, witnessServer, type WitnessServer } from './witness-server.ts'

const log = testKey.verifier
const path = 'example.com/x'
const version = (i: number) => `v1.${i}.0`

interface Witnessed {
  readonly log: OwnLog
  readonly troubles: string[]
}

/** Opens a log whose witnesses these are; rounds follow each other at once. */
function open(t: TestContext, place: TestLog, witnesses: readonly WitnessServer[]): Witnessed {
  const { gate } = openTestGate([])
  const troubles: string[] = []
  const opened = openOwnLog({
    ...place.options,
    admission: {
      sumsOf: (_, wanted) => Promise.resolve(numbered(Number(wanted.split('.')[1]))),
      ledger: () => undefined,
      needsAttestation: () => false,
      attested: () => Promise.reject(new Error('nobody is asked')),
    },
    witnessing: {
      witnesses: witnesses.map(({ verifier, url }) => remoteWitness({ gate, verifier, url })),
      kept: guardFile(keptIn(place)),
      wait: (_, signal) => sleep(20, undefined, { signal }),
      onTrouble: (witness, error) => troubles.push(`${witness}: ${String(error)}`),
    },
  })
  t.after(async () => {
    await gate.close()
    await opened.close()
  })
  return { log: opened, troubles }
}

function keptIn({ folder }: TestLog): string {
  return join(folder, 'data', 'sumdb', 'log.cosigned')
}

async function until(isSo: () => Promise<boolean> | boolean): Promise<void> {
  for (let i = 0; i < 500; i++) {
    if (await isSo()) return
    await sleep(20)
  }
  assert.fail('it did not come to that')
}

/** Size of the checkpoint, and who cosigned it. */
async function checkpointOf(own: OwnLog, witnesses: readonly WitnessServer[]) {
  const note = Buffer.from(await own.readers.checkpoint()).toString()
  const known = [log, ...witnesses.map(({ verifier }) => verifier)]
  const { text, signatures } = openNote(note, known)
  return {
    size: parseCheckpoint(text).size,
    by: signatures.map(({ name }) => name).filter((name) => name !== log.name),
  }
}

async function cosignedAt(own: OwnLog, size: number, witnesses: readonly WitnessServer[]) {
  await until(async () => {
    const now = await checkpointOf(own, witnesses)
    return now.size === size && now.by.length === witnesses.length
  })
}

test('witnesses cosign what is published, and proofs have their word', async (t) => {
  await using one = await witnessServer(log)
  await using two = await witnessServer(log, 'witness.example/w2')
  const place = await testLog(t)
  const { log: own, troubles } = open(t, place, [one, two])
  for (let i = 0; i < 300; i += 100) {
    await Promise.all(Array.from({ length: 100 }, (_, k) => own.lookup(path, version(i + k))))
    await cosignedAt(own, i + 100, [one, two])
  }
  const proof = Buffer.from(await own.readers.proof(path, version(7))).toString()
  const { cosignatures, checkpoint } = verifyTlogProof(proof, formatModuleRecord(numbered(7)), {
    origin: log.name,
    log: [log],
    witnesses: [one.verifier, two.verifier],
    quorum: 2,
  })
  assert.deepEqual([cosignatures.length, checkpoint.size], [2, 300])
  assert.deepEqual(troubles, [])
  assert.ok(one.asked.every((line) => line === 'POST /add-checkpoint'))
})

test('what was cosigned outlives the process, and a witness that remembers more is asked from there', async (t) => {
  await using one = await witnessServer(log)
  const place = await testLog(t)
  const first = open(t, place, [one])
  await first.log.lookup(path, version(0))
  await cosignedAt(first.log, 1, [one])
  await first.log.close()
  const asked = one.olds.length
  const { log: own, troubles } = open(t, place, [one])
  assert.deepEqual(await checkpointOf(own, [one]), { size: 1, by: [one.verifier.name] })
  const [witness] = await own.view.witnesses()
  assert.deepEqual(witness?.cosigned, { size: 1, at: 1_700_000_000_000 })
  await own.lookup(path, version(1))
  await cosignedAt(own, 2, [one])
  assert.deepEqual(one.olds.slice(asked), [0, 1])
  assert.deepEqual(troubles, [])
})

test('a witness that hangs or fails delays nothing, and others are heard', async (t) => {
  await using good = await witnessServer(log)
  await using bad = await witnessServer(log, 'witness.example/bad')
  const fails = { status: 500, body: 'no' }
  const hung = Promise.withResolvers<typeof fails>()
  bad.instead = () => hung.promise
  const { log: own, troubles } = open(t, await testLog(t), [good, bad])
  await own.lookup(path, version(0))
  await own.lookup(path, version(1))
  assert.deepEqual(await checkpointOf(own, [good, bad]), { size: 2, by: [] })
  bad.instead = () => fails
  hung.resolve(fails)
  await until(async () => (await checkpointOf(own, [good, bad])).by.includes(good.verifier.name))
  await own.lookup(path, version(2))
  await until(() => troubles.some((text) => text.includes('500 and says "no"')))
  const standing = async () =>
    (await own.view.witnesses()).map(({ cosigned, trouble }) => [cosigned?.size, trouble])
  await until(async () => (await standing())[0]?.[0] === 3)
  assert.deepEqual(await standing(), [
    [3, undefined],
    [undefined, 'unreachable'],
  ])
  bad.instead = undefined
  await cosignedAt(own, 3, [good, bad])
  assert.deepEqual(await standing(), [
    [3, undefined],
    [3, undefined],
  ])
})

test('a record that no witness has seen yet is proved under a head without their word', async (t) => {
  await using one = await witnessServer(log)
  const { log: own } = open(t, await testLog(t), [one])
  await own.lookup(path, version(0))
  await cosignedAt(own, 1, [one])
  one.instead = () => ({ status: 503, body: '' })
  const proof = Buffer.from(await own.readers.proof(path, version(1))).toString()
  const policy = { origin: log.name, log: [log], witnesses: [one.verifier], quorum: 0 }
  const { cosignatures } = verifyTlogProof(proof, formatModuleRecord(numbered(1)), policy)
  assert.deepEqual(cosignatures, [])
  assert.deepEqual(await checkpointOf(own, [one]), { size: 1, by: [one.verifier.name] })
})

test('a witness that saw another history is told of, and not taken', async (t) => {
  await using one = await witnessServer(log)
  one.head = strangeHead(1)
  const { log: own, troubles } = open(t, await testLog(t), [one])
  await own.lookup(path, version(0))
  await until(() => troubles.some((text) => text.includes('another tree of 1 records')))
  await own.lookup(path, version(1))
  await until(() => troubles.some((text) => text.includes('does not take the proof')))
  assert.deepEqual(await own.view.witnesses(), [
    { name: one.verifier.name, cosigned: undefined, trouble: 'mismatch' },
  ])
  assert.deepEqual(await checkpointOf(own, [one]), { size: 2, by: [] })
})

test('what is kept of witnesses counts only where it is of the log as it is', async (t) => {
  await using one = await witnessServer(log)
  const place = await testLog(t)
  const stranger = await testLog(t)
  const elsewhere = open(t, stranger, [one])
  await elsewhere.log.lookup(path, version(5))
  await cosignedAt(elsewhere.log, 1, [one])
  const foreign = Buffer.from(await elsewhere.log.readers.checkpoint()).toString()
  one.instead = () => ({ status: 503, body: '' })
  const { log: own } = open(t, place, [one])
  await own.lookup(path, version(0))
  const latest = Buffer.from(await own.readers.checkpoint()).toString()
  for (const text of [foreign, latest, `${latest}— ${one.verifier.name} AAAA\n`, 'rubbish', '']) {
    await writeFile(keptIn(place), text)
    assert.equal(Buffer.from(await own.readers.checkpoint()).toString(), latest)
  }
})

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { test, type TestContext } from 'node:test'
import { openOwnLog } from '../../sumdb/log/own-log.ts'
import { numbered, testKey, testLog } from '../../sumdb/log/own-tree.test-data.ts'
import { signNote, openNote } from '../../tlog/note.ts'
import { parseSignerKey, formatSignerKey } from '../../tlog/signer.ts'
import { parseTlogProof, formatTlogProof, type TlogProof } from '../../tlog/tlog-proof.ts'
import { formatVerifierKey } from '../../tlog/verifier.ts'
import { sumdbVerify } from './verify.ts'

const { path } = numbered(0)

/** The proof of entry 3 of 5, as the log gives it. */
async function proofOf(t: TestContext): Promise<string> {
  const { options } = await testLog(t)
  const log = openOwnLog({
    ...options,
    admission: {
      sumsOf: async (_, version) => numbered(Number(version.split('.')[1])),
      ledger: () => undefined,
      needsAttestation: () => false,
      attested: () => assert.fail(),
    },
  })
  t.after(() => log.close())
  for (let i = 0; i < 5; i++) await log.lookup(path, `v1.${i}.0`)
  return Buffer.from(await log.readers.proof(path, 'v1.3.0')).toString()
}

/** What the command says of a file with this text. */
async function verify(t: TestContext, proof: string, options: Record<string, unknown> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-proof-'))
  t.after(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'x.tlog-proof'), proof)
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const code = await sumdbVerify({
    argv: [],
    args: ['x.tlog-proof'],
    options: { key: testKey.text, ...options },
    stdout,
    stderr,
    env: {},
    cwd: folder,
    signal: new AbortController().signal,
    sources: {} as never,
  })
  stdout.end()
  stderr.end()
  return { code, stdout: await text(stdout), stderr: await text(stderr) }
}

void test('a proof that the log gave proves its record, with nothing but the key', async (t) => {
  const { zip, goMod } = numbered(3)
  const { code, stdout, stderr } = await verify(t, await proofOf(t))
  assert.equal(code, 0, stderr)
  assert.match(stdout, /Proved: entry 3 of log\.example, in the tree of 5 with the root \S{44}\n$/)
  assert.ok(stdout.startsWith(`${path} v1.3.0 ${zip}\n${path} v1.3.0/go.mod ${goMod}\n`), stdout)
  const json = JSON.parse((await verify(t, await proofOf(t), { json: true })).stdout) as object
  assert.deepEqual(
    { ...json, root: '' },
    {
      log: 'log.example',
      number: 3,
      ...numbered(3),
      size: 5,
      root: '',
      cosignatures: [],
    },
  )
})

const changes: [what: string, change: (proof: TlogProof) => TlogProof, why: RegExp][] = [
  [
    'no record',
    ({ index, proof, checkpoint }) => ({ index, proof, checkpoint }),
    /no record beside it/,
  ],
  [
    'another record',
    (proof) => ({
      ...proof,
      extra: Buffer.from(
        Buffer.from(proof.extra ?? [])
          .toString()
          .replaceAll('v1.3.0', 'v1.4.0'),
      ),
    }),
    /leads to another root/,
  ],
  ['another number', (proof) => ({ ...proof, index: 2 }), /leads to another root/],
  ['a number beyond', (proof) => ({ ...proof, index: 5 }), /the tree has 5 records/],
  ['a hash less', (proof) => ({ ...proof, proof: proof.proof.slice(1) }), /hashes instead of/],
  [
    'another size',
    (proof) => ({ ...proof, checkpoint: proof.checkpoint.replace('\n5\n', '\n6\n') }),
    /bad signature/,
  ],
]

for (const [what, change, why] of changes) {
  void test(`a proof with ${what} proves nothing`, async (t) => {
    const proof = parseTlogProof(await proofOf(t))
    const { code, stdout, stderr } = await verify(t, formatTlogProof(change(proof)))
    assert.deepEqual([code, stdout], [1, ''])
    assert.match(stderr, /^Not proved: /)
    assert.match(stderr, why)
  })
}

void test('a file that is no proof, or of another log, proves nothing', async (t) => {
  const proof = await proofOf(t)
  assert.match((await verify(t, '\u001b[31m')).stderr, /^Not proved: Invalid proof/)
  const other = parseSignerKey(formatSignerKey('other.example', Buffer.alloc(32, 9), 1))
  const { code, stderr } = await verify(t, proof, { key: formatVerifierKey(other) })
  assert.equal(code, 1)
  assert.match(stderr, /no known key among them/)
})

void test('every witness that is named must have cosigned', async (t) => {
  const proof = parseTlogProof(await proofOf(t))
  const witness = parseSignerKey(formatSignerKey('witness.example', Buffer.alloc(32, 8), 4))
  const options = { witness: [formatVerifierKey(witness)] }
  const without = await verify(t, formatTlogProof(proof), options)
  assert.deepEqual([without.code, without.stdout], [1, ''])
  assert.match(without.stderr, /0 of 1 witnesses/)
  const { text, signatures } = openNote(proof.checkpoint, [testKey.verifier])
  const checkpoint = signNote(text, [witness], { kept: signatures, time: 1_700_000_000 })
  const { code, stdout } = await verify(t, formatTlogProof({ ...proof, checkpoint }), options)
  assert.equal(code, 0)
  assert.match(stdout, /\nCosigned by witness\.example on 2023-11-14T22:13:20\.000Z\n$/)
})

void test('keys that are none, and a file that is not there, are faults of whoever typed', async (t) => {
  const proof = await proofOf(t)
  for (const [options, message] of [
    [{ key: undefined }, /no key of the log is given/],
    [{ key: 'log.example' }, /Invalid/],
    [{ witness: [testKey.text] }, /it is of a log, not of a witness/],
  ] as const) {
    await assert.rejects(verify(t, proof, options), { code: 'invalid', message })
  }
  const context = { args: ['none'], cwd: tmpdir(), options: { key: testKey.text } }
  await assert.rejects(sumdbVerify(context as never), { code: 'invalid', message: /ENOENT/ })
})

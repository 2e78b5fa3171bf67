import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { zipBytes, zipFile } from './content.conformance.ts'
import type { VersionRecord } from './content.ts'
import type { Damage } from './damage.ts'
import { openStore } from './open-store.ts'
import type { Store } from './open-store.ts'

const path = 'example.com/x'
const steps = ['begin', 'zip', 'adopt', 'record', 'finish'] as const
type Step = (typeof steps)[number]

if (process.argv[2] === 'child') {
  await child(process.argv[3] ?? '', process.argv[4] ?? '', process.argv[5])
} else {
  for (const stage of ['mod', 'zip'] as const) {
    for (const step of steps) {
      void test(`a store survives kill -9 after "${step}" of the ${stage} stage`, async (t) => {
        const folder = newFolder(t)
        await runAndKill(folder, [`${stage} ${step}`])
        const seen = await check(folder)
        const visible = stage === 'zip' || step === 'record' || step === 'finish'
        assert.equal(seen.versions, visible ? 1 : 0)
        const zips = stage === 'zip' && (step === 'record' || step === 'finish')
        assert.equal(seen.zips, zips ? 1 : 0)
      })
    }
  }

  void test('a store survives kill -9 at random points of a loop of holds', async (t) => {
    const folder = newFolder(t)
    let before = 0
    for (let round = 0; round < 10; round++) {
      await runAndKill(folder, ['never', `v1.${round}`], Math.random() * 120)
      const { versions } = await check(folder)
      assert.ok(versions >= before, 'a version that was held is gone')
      before = versions
    }
    assert.ok(before > 0)
  })

  void test('two writers of one folder survive kill -9 of one of them', async (t) => {
    const folder = newFolder(t)
    for (let round = 0; round < 3; round++) {
      const args = ['never', `v1.${round}`]
      const delay = Math.random() * 100
      await Promise.all([
        runAndKill(folder, args, delay),
        runAndKill(folder, args, delay + 30),
        check(folder, 'shared'),
      ])
      await check(folder)
    }
  })
}

/** Holds version after version, each first without and then with its zip, and dies when told to. */
async function child(folder: string, death: string, prefix = 'v1.0'): Promise<void> {
  const store = await openStore({ folder })
  process.stdout.write('ready\n')
  const reached = (step: string) => {
    if (step === death) process.kill(process.pid, 'SIGKILL')
  }
  for (let patch = 0; ; patch++) {
    const version = `${prefix}.${patch}`
    const bytes = zipOf(version)
    const { modSum, h1 } = sumsOf(version)
    for (const stage of ['mod', 'zip'] as const) {
      const zipSum = stage === 'zip' ? { zipSum: h1 } : {}
      store.facts.beginHold(path, version, { modSum, ...zipSum })
      reached(`${stage} begin`)
      let record: VersionRecord = recordOf(version)
      if (stage === 'zip') {
        const { file, facts } = await zipFile(store.scratch, bytes)
        reached('zip zip')
        await store.content.adoptZip(path, version, file, facts)
        record = { ...record, zip: facts }
      }
      for (const step of ['zip', 'adopt'] satisfies Step[]) reached(`${stage} ${step}`)
      await store.content.writeRecord(record)
      reached(`${stage} record`)
      const zipSize = stage === 'zip' ? bytes.length : null
      store.facts.finishHold({ path, version, time: null, originJson: null, zipSize })
      reached(`${stage} finish`)
    }
  }
}

function recordOf(version: string) {
  const info = Buffer.from(JSON.stringify({ Version: version }))
  return { path, version, info, mod: Buffer.from(`module ${path}\n// ${version}\n`) }
}

function zipOf(version: string): Buffer {
  return Buffer.alloc(100_000, version)
}

function sumsOf(version: string): { modSum: string; h1: string } {
  return { modSum: sum(recordOf(version).mod), h1: sum(zipOf(version)) }
}

function sum(bytes: Uint8Array): string {
  return `h1:${createHash('sha256').update(bytes).digest('base64')}`
}

function newFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-crash-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return folder
}

/** Starts a child, waits until it is at work, and kills it after `delay` ms unless it kills itself. */
async function runAndKill(folder: string, args: string[], delay?: number): Promise<void> {
  const file = fileURLToPath(import.meta.url)
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const started = spawn(process.execPath, [file, 'child', folder, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const end = once(started, 'exit')
  if (delay !== undefined) {
    await once(started.stdout, 'data')
    await sleep(delay)
    started.kill('SIGKILL')
  }
  const [code, signal] = await end
  assert.deepEqual([code, signal], [null, 'SIGKILL'])
}

/** Opens the store and compares all that is visible with what the child writes. */
async function check(folder: string, use: 'alone' | 'shared' = 'alone') {
  const damages: Damage[] = []
  const store = await openStore({ folder, onDamage: (damage) => damages.push(damage) })
  try {
    const held = store.facts.heldVersions(path)
    let zips = 0
    for (const { version, hasZip } of held) {
      zips += Number(await checkVersion(store, version, hasZip, use))
    }
    assert.deepEqual(damages, [])
    if (use === 'alone') checkAlone(folder, held)
    return { versions: held.length, zips }
  } finally {
    store.close()
  }
}

async function checkVersion(
  { content, facts }: Store,
  version: string,
  hasZip: boolean,
  use: 'alone' | 'shared',
): Promise<boolean> {
  const expected = recordOf(version)
  const record = await content.read(path, version)
  assert.ok(record, `${version} is listed and has no record`)
  assert.deepEqual([record.info, record.mod], [expected.info, expected.mod])
  const { modSum, h1 } = sumsOf(version)
  const ledger = facts.sumsOf(path, version)
  assert.equal(ledger?.modSum, modSum)
  if (use === 'alone' || hasZip) assert.equal(record.zip !== undefined, hasZip)
  if (record.zip === undefined) return false
  assert.equal(record.zip.h1, h1)
  assert.equal(ledger?.zipSum, h1)
  assert.ok((await zipBytes(content, record))?.equals(zipOf(version)))
  return true
}

/** What must be so when nobody else is at work: nothing unlisted, unfinished or left over. */
function checkAlone(folder: string, held: { version: string }[]): void {
  const files = listing(join(folder, 'modules', 'v1', 'example.com', 'x', '@v'))
  const records = files.filter((name) => name.endsWith('.record'))
  assert.deepEqual(
    records.map((name) => name.slice(0, -'.record'.length)).sort(),
    held.map((one) => one.version).sort(),
  )
  assert.equal(listing(join(folder, 'tmp')).length, 2)
  using database = new DatabaseSync(join(folder, 'headwater.db'), { readOnly: true })
  const fed = database.prepare('select version from feed').all()
  assert.deepEqual(
    fed.map((row) => String(row['version'])).sort(),
    held.map((one) => one.version).sort(),
  )
  assert.equal(database.prepare('select count(*) as rows from pending').get()?.['rows'], 0)
  assert.equal(database.prepare('pragma integrity_check').get()?.['integrity_check'], 'ok')
}

function listing(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

import assert from 'node:assert/strict'
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { request } from './facts/requests.test-data.ts'
import { openStore } from './open-store.ts'
import type { Store } from './open-store.ts'
import { zipFile } from './content.conformance.ts'
import { fill, smallDisk } from '../../test/forge/small-disk.ts'

const path = 'example.com/x'
const version = 'v1.0.0'
const record = { path, version, info: Buffer.alloc(50_000, '{}'), mod: Buffer.from('module x\n') }
const full = { name: 'Failure', code: 'no-space' }

void test('a full disk stops content with no-space, and nothing becomes visible', async (t) => {
  const folder = smallDisk(t)
  if (folder === undefined) return t.skip('cannot mount a small file system here')
  const store = await openStore({ folder })
  const { file, facts: zip } = await zipFile(store.scratch, Buffer.alloc(500_000))
  const filler = fill(folder)
  await assert.rejects(store.content.writeRecord(record), full)
  assert.deepEqual(readdirSync(store.scratch).length, 1)
  assert.equal(await store.content.read(path, version), undefined)
  assert.equal((await store.content.usage()).files, 0)
  rmSync(filler)
  await store.content.adoptZip(path, version, file, zip)
  await store.content.writeRecord({ ...record, zip })
  assert.deepEqual(await store.content.read(path, version), { ...record, zip })
  store.close()
})

void test('a full disk stops facts with no-space, and nothing is half entered', async (t) => {
  const folder = smallDisk(t)
  if (folder === undefined) return t.skip('cannot mount a small file system here')
  const store = await openStore({ folder })
  const filler = fill(folder)
  const entered: string[] = []
  const hold = (version: string) => {
    store.facts.beginHold(path, version, { modSum: `h1:${'m'.repeat(2000)}` })
    store.facts.finishHold({ path, version, time: null, originJson: null, zipSize: null })
    entered.push(version)
  }
  assert.throws(() => {
    for (let patch = 0; patch < 5000; patch++) hold(`v1.0.${patch}`)
  }, full)
  assert.throws(
    () => store.facts.saveAnswer({ path, question: 'list', body: 'x'.repeat(1e6) }),
    full,
  )
  assert.equal(store.facts.answerOf(path, 'list'), undefined)
  assert.equal(store.facts.heldVersions(path).length, entered.length)
  rmSync(filler)
  hold('v2.0.0')
  assert.equal(store.facts.heldVersions(path).length, entered.length)
  store.close()
})

void test('a full disk keeps the ledger of hosts in memory, and nothing of it is lost', async (t) => {
  const folder = smallDisk(t)
  if (folder === undefined) return t.skip('cannot mount a small file system here')
  const count = 5000
  const { host } = request
  const onDisk = (store: Store) => store.facts.requestsOf(host, { limit: 2 * count }).length
  const tally = { requests: count, bytes: count * (request.sent + request.received) }
  {
    const store = await openStore({ folder, now: () => request.at })
    const { facts } = store
    const filler = fill(folder)
    for (let index = 0; index < count; index++) {
      facts.recordRequest(request)
      facts.hosts.addSaved(host, 1, 10)
    }
    assert.equal(onDisk(store), 0)
    assert.throws(() => facts.hosts.addSpent(host, 1, 1), full)
    assert.deepEqual(facts.hostTotals('')[0]?.asked.foreground, tally)
    assert.equal(facts.hosts.read(host)?.savedRequests, count)
    assert.equal(facts.hosts.read(host)?.spentRequests, 0)
    rmSync(filler)
    store.close()
  }
  const store = await openStore({ folder })
  assert.equal(onDisk(store), count)
  assert.deepEqual(store.facts.hostTotals('')[0]?.asked.foreground, tally)
  assert.equal(store.facts.hosts.read(host)?.savedRequests, count)
  store.close()
})

void test('a full disk stops openStore() with no-space, and a later opening works', async (t) => {
  const folder = smallDisk(t)
  if (folder === undefined) return t.skip('cannot mount a small file system here')
  const filler = fill(folder)
  await assert.rejects(openStore({ folder: join(folder, 'data') }), full)
  rmSync(filler)
  const store = await openStore({ folder: join(folder, 'data') })
  store.facts.enterSums({ path, version, modSum: 'h1:m' })
  store.close()
})

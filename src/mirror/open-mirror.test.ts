import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdir, readFile, rm, truncate } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { afterEach, beforeEach, suite, test } from 'node:test'
import { temporaryFolder, type TemporaryFolder } from '../../test/forge/temporary-folder.ts'
import { Failure } from '../failure.ts'
import { goModSum } from '../gomod/h1.ts'
import { openStore, type Store } from '../store/open-store.ts'
import type { Spared } from './mirror.ts'
import { openMirror, type OpenMirror } from './open-mirror.ts'
import {
  bytesOf,
  changeUpstream,
  freshUpstream,
  path,
  sourceOf,
  version,
  type Upstream,
} from './upstream.test-data.ts'

suite('openMirror()', () => {
  let folder: TemporaryFolder
  let store: Store
  let upstream: Upstream
  let mirror: OpenMirror
  let clock = 0
  let spared: Spared[] = []
  const options = () => ({
    source: () => sourceOf(upstream),
    strictSource: () => sourceOf(upstream),
    now: () => clock,
    freshFor: 1000,
    provenFor: 500,
    onSpared: (one: Spared) => void spared.push(one),
  })
  const open = (over: Store = store) => openMirror({ ...options(), store: over, parallel: 2 })
  beforeEach(async () => {
    folder = await temporaryFolder('mirror')
    store = await openStore({ folder: folder.path })
    clock = Date.parse('2026-01-01T00:00:00Z')
    spared = []
    upstream = freshUpstream()
    mirror = open()
  })
  afterEach(async () => {
    store.close()
    await folder[Symbol.asyncDispose]()
  })
  /** Closes the store as a crash would leave it, and opens it again. */
  async function restart(): Promise<void> {
    store.close()
    store = await openStore({ folder: folder.path })
    mirror = open()
  }
  async function filesHeld(): Promise<string[]> {
    const entries = await readdir(folder.path, { recursive: true, withFileTypes: true })
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => !/^(headwater\.db|locks|tmp)/.test(relative(folder.path, file)))
  }
  const loseContent = async () => {
    for (const file of await filesHeld()) await rm(file)
  }

  test('asks upstream once for information, go.mod and zip', async () => {
    const info = await mirror.info(path, version, 'default')
    assert.deepEqual(JSON.parse(info.bytes.toString()), {
      Version: version,
      Time: '2020-01-02T03:04:05Z',
      Origin: {
        VCS: 'git',
        URL: 'https://git.test/x',
        Hash: '1'.repeat(40),
        Ref: 'refs/tags/v1.0.0',
      },
    })
    const mod = await mirror.mod(path, version, 'default')
    assert.equal(mod.bytes.toString(), upstream.goMod)
    assert.equal(mod.sha256, createHash('sha256').update(upstream.goMod).digest('hex'))
    const zip = await mirror.zip(path, version, 'default')
    assert.equal(await bytesOf(zip), zip.sha256)
    await bytesOf(await mirror.zip(path, version, 'default'))
    assert.deepEqual([upstream.finds, upstream.cuts], [1, 1])
    const held = store.facts.heldVersion(path, version)
    assert.deepEqual([held?.zipSize, held?.time], [zip.size, '2020-01-02T03:04:05Z'])
    assert.equal(store.facts.sumsOf(path, version)?.modSum, goModSum(Buffer.from(upstream.goMod)))
    assert.deepEqual(await readdir(store.scratch), [])
  })

  test('serves what is held when upstream is gone, also after a restart', async () => {
    await bytesOf(await mirror.zip(path, version, 'default'))
    upstream.trouble = new Failure('not-found', 'It is gone')
    await restart()
    await mirror.info(path, version, 'default')
    await mirror.mod(path, version, 'cached-only')
    await bytesOf(await mirror.zip(path, version, 'cached-only'))
    assert.equal(upstream.finds, 1)
  })

  test('does everything once when many ask at once', async () => {
    const gate = Promise.withResolvers<void>()
    upstream.gate = gate.promise
    const infos = [1, 2, 3].map(() => mirror.info(path, version, 'default'))
    gate.resolve()
    await Promise.all(infos)
    const zips = await Promise.all([1, 2, 3].map(() => mirror.zip(path, version, 'default')))
    for (const zip of zips) await bytesOf(zip)
    assert.deepEqual([upstream.finds, upstream.cuts], [1, 1])
  })

  test('agrees with itself when information and zip are asked at once', async () => {
    const [info, zip, mod] = await Promise.all([
      mirror.info(path, version, 'default'),
      mirror.zip(path, version, 'default'),
      mirror.mod(path, version, 'default'),
    ])
    assert.equal(await bytesOf(zip), zip.sha256)
    const record = await store.content.read(path, version)
    assert.deepEqual([record?.info, record?.mod].map(String), [info.bytes, mod.bytes].map(String))
    assert.equal(record?.zip?.sha256, zip.sha256)
  })

  test('goes on when the first who asked goes away', async () => {
    const gate = Promise.withResolvers<void>()
    upstream.gate = gate.promise
    const first = mirror.zip(path, version, 'default')
    await assert.rejects(Promise.race([first, Promise.reject(new Error('left'))]))
    const second = mirror.zip(path, version, 'default')
    gate.resolve()
    await bytesOf(await second)
    await bytesOf(await first)
    assert.equal(upstream.finds, 1)
  })

  test('does not remember a failure', async () => {
    upstream.trouble = new Failure('not-found', 'It is not there')
    await assert.rejects(mirror.info(path, version, 'default'), { code: 'not-found' })
    await assert.rejects(mirror.zip(path, version, 'default'), { code: 'not-found' })
    upstream.trouble = undefined
    await mirror.info(path, version, 'default')
    upstream.trouble = Object.assign(new Error('write'), { code: 'ENOSPC' })
    await assert.rejects(mirror.zip(path, version, 'default'), { code: 'no-space' })
    upstream.trouble = new Failure('unusable', 'It breaks a rule')
    await assert.rejects(mirror.zip(path, version, 'default'), { code: 'unusable' })
    upstream.trouble = undefined
    await bytesOf(await mirror.zip(path, version, 'default'))
    assert.deepEqual(await readdir(store.scratch), [])
  })

  test('asks nobody behind the door of what is held', async () => {
    for (const ask of [
      () => mirror.info(path, version, 'cached-only'),
      () => mirror.mod(path, version, 'cached-only'),
      () => mirror.zip(path, version, 'cached-only'),
      () => mirror.list(path, 'cached-only'),
      () => mirror.latest(path, 'cached-only'),
      () => mirror.query(path, 'main', 'cached-only'),
    ]) {
      await assert.rejects(ask(), { code: 'not-held' })
    }
    await mirror.info(path, version, 'default')
    await assert.rejects(mirror.zip(path, version, 'cached-only'), { code: 'not-held' })
    assert.equal(upstream.finds, 1)
  })

  test('lists what is held when upstream never told its list', async () => {
    for (const name of ['v1.10.0', 'v1.9.0', 'v1.11.0-rc1', 'v0.0.0-20200102030405-0123456789ab']) {
      await mirror.info(path, name, 'default')
    }
    upstream.trouble = new Failure('unreachable', 'Cannot ask')
    assert.equal((await mirror.list(path, 'default')).body, 'v1.9.0\nv1.10.0\nv1.11.0-rc1\n')
    const latest = JSON.parse((await mirror.latest(path, 'cached-only')).body) as object
    assert.deepEqual(latest, { Version: 'v1.10.0', Time: '2020-01-02T03:04:05Z' })
    upstream.trouble = undefined
    clock += 1000
    assert.equal((await mirror.list(path, 'default')).body, 'v1.0.0\nv1.1.0\n')
    assert.match((await mirror.query(path, 'main', 'default')).body, /"v0\.0\.0-2020/)
  })

  suite('a version that upstream changed', () => {
    test('gets no zip when it was changed after its go.mod was kept', async () => {
      await mirror.mod(path, version, 'default')
      await restart()
      changeUpstream(upstream)
      await assert.rejects(mirror.zip(path, version, 'default'), {
        code: 'mismatch',
        message: /names commit 2{40} instead of 1{40}/,
      })
      upstream.hash = '1'.repeat(40)
      upstream.goMod = `module ${path} // changed\n`
      await restart()
      await assert.rejects(mirror.zip(path, version, 'default'), {
        code: 'mismatch',
        message: /its go\.mod differs/,
      })
      assert.equal(upstream.cuts, 0)
      assert.equal(store.facts.sumsOf(path, version)?.zipSum ?? null, null)
    })

    test('is not served when the content was lost and the ledger knows other sums', async () => {
      await bytesOf(await mirror.zip(path, version, 'default'))
      const sums = store.facts.sumsOf(path, version)
      await loseContent()
      await restart()
      changeUpstream(upstream)
      await mirror.info(path, version, 'default')
      await assert.rejects(mirror.zip(path, version, 'default'), { code: 'mismatch' })
      await assert.rejects(mirror.zip(path, version, 'cached-only'), { code: 'not-held' })
      await loseContent()
      upstream.goMod = `module ${path} // changed\n`
      await restart()
      await assert.rejects(mirror.mod(path, version, 'default'), { code: 'mismatch' })
      assert.equal(await store.content.read(path, version), undefined)
      assert.deepEqual(store.facts.sumsOf(path, version), sums)
      assert.deepEqual(await readdir(store.scratch), [])
    })

    test('is served again when the content was lost and upstream is as it was', async () => {
      const before = await bytesOf(await mirror.zip(path, version, 'default'))
      await loseContent()
      await restart()
      assert.equal(await bytesOf(await mirror.zip(path, version, 'default')), before)
    })

    test('is made again when its zip is damaged, and only as it was', async () => {
      const { sha256, file } = await mirror.zip(path, version, 'default')
      await file.close()
      for (const name of await filesHeld()) {
        const bytes = await readFile(name)
        if (bytes.subarray(0, 2).toString() === 'PK') await truncate(name, 10)
      }
      await restart()
      const code = upstream.code
      changeUpstream(upstream)
      upstream.hash = '1'.repeat(40)
      await assert.rejects(mirror.zip(path, version, 'default'), { code: 'mismatch' })
      upstream.code = code
      const again = await mirror.zip(path, version, 'default')
      assert.equal(await bytesOf(again), sha256)
    })
  })

  test('tells what was spared: what was held, through the usual door', async () => {
    await mirror.mod(path, version, 'default')
    assert.deepEqual(spared, [])
    await (await mirror.zip(path, version, 'default')).file.close()
    assert.deepEqual(spared, [])
    const { bytes } = await mirror.info(path, version, 'default')
    const { size, file } = await mirror.zip(path, version, 'default')
    await file.close()
    await mirror.info(path, version, 'cached-only')
    await (await mirror.zip(path, version, 'cached-only')).file.close()
    assert.deepEqual(spared, [
      { path, kind: 'info', bytes: bytes.length },
      { path, kind: 'zip', bytes: size },
    ])
  })

  suite('a crash', () => {
    const steps: readonly (readonly [string, (store: Store) => Store])[] = [
      [
        'when the sums are entered',
        (store) => ({ ...store, facts: { ...store.facts, beginHold: crash } }),
      ],
      [
        'before the zip is moved',
        (store) => ({ ...store, content: { ...store.content, adoptZip: crash } }),
      ],
      [
        'before the record is written',
        (store) => ({ ...store, content: { ...store.content, writeRecord: crash } }),
      ],
      [
        'before the version is noted',
        (store) => ({ ...store, facts: { ...store.facts, finishHold: crash } }),
      ],
    ]
    for (const [when, breaking] of steps) {
      for (const before of ['nothing', 'go.mod'] as const) {
        test(`${when} leaves nothing half visible, and no trace, when ${before} was held`, async () => {
          if (before === 'go.mod') await mirror.mod(path, version, 'default')
          await assert.rejects(open(breaking(store)).zip(path, version, 'default'), {
            message: 'crash',
          })
          await restart()
          const record = await store.content.read(path, version)
          const held = store.facts.heldVersion(path, version)
          assert.equal(held?.zipSize ?? undefined, record?.zip?.size)
          assert.equal(record !== undefined, held !== undefined)
          if (record?.zip) {
            assert.equal(store.facts.sumsOf(path, version)?.zipSum, record.zip.h1)
          }
          const zip = await mirror.zip(path, version, 'default')
          assert.equal(await bytesOf(zip), zip.sha256)
          assert.equal(store.facts.heldVersion(path, version)?.zipSize, zip.size)
          assert.deepEqual(await readdir(store.scratch), [])
        })
      }
    }
  })
})

function crash(): never {
  throw new Error('crash')
}

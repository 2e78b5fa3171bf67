import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { afterEach, beforeEach, suite, test } from 'node:test'
import { temporaryFolder, type TemporaryFolder } from '../../test/forge/temporary-folder.ts'
import { Failure } from '../failure.ts'
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

const gone = (error: unknown) => {
  assert.ok(Failure.is(error, 'gone'), String(error))
  return true
}

suite('the strict door', () => {
  let folder: TemporaryFolder
  let store: Store
  let upstream: Upstream
  let mirror: OpenMirror
  let clock = 0
  let spared: Spared[] = []
  beforeEach(async () => {
    folder = await temporaryFolder('strict')
    store = await openStore({ folder: folder.path })
    clock = Date.parse('2026-01-01T00:00:00Z')
    spared = []
    upstream = freshUpstream()
    mirror = openMirror({
      store,
      source: () => sourceOf(upstream),
      strictSource: () => sourceOf(upstream),
      now: () => clock,
      freshFor: 1000,
      provenFor: 500,
      parallel: 2,
      onSpared: (one) => void spared.push(one),
    })
  })
  afterEach(async () => {
    store.close()
    await folder[Symbol.asyncDispose]()
  })
  const strictly = () => mirror.info(path, version, 'strict')

  test('gives what is held once upstream has shown that it has it, and believes that for a while', async () => {
    const { bytes } = await mirror.info(path, version, 'default')
    assert.deepEqual((await strictly()).bytes, bytes)
    const { finds } = upstream
    clock += 499
    await strictly()
    await mirror.mod(path, version, 'strict')
    assert.equal(upstream.finds, finds)
    clock += 1
    await strictly()
    assert.equal(upstream.finds, finds + 1)
  })

  test('fetches what is not held', async () => {
    const zip = await mirror.zip(path, version, 'strict')
    assert.equal(await bytesOf(zip), zip.sha256)
    assert.deepEqual(spared, [])
  })

  test('says that what was there is gone, at once, and nothing of what never was', async () => {
    upstream.trouble = new Failure('not-found', 'No such tag')
    await assert.rejects(strictly(), { code: 'not-found' })
    upstream.trouble = undefined
    await strictly()
    upstream.trouble = new Failure('not-found', 'No such tag')
    clock += 500
    await assert.rejects(strictly(), gone)
    await mirror.info(path, version, 'default')
    upstream.trouble = undefined
    await strictly()
  })

  test('says that it could not ask, rather than repeat what it knows', async () => {
    await strictly()
    clock += 500
    upstream.trouble = new Failure('unreachable', 'Cannot ask')
    await assert.rejects(strictly(), { code: 'unreachable' })
  })

  test('says that changed content is gone, and keeps serving the old', async () => {
    const zip = await mirror.zip(path, version, 'default')
    const sha256 = await bytesOf(zip)
    changeUpstream(upstream)
    await assert.rejects(strictly(), gone)
    await assert.rejects(mirror.zip(path, version, 'strict'), gone)
    assert.equal(await bytesOf(await mirror.zip(path, version, 'default')), sha256)
  })

  test('takes a tag that was made anew with the same content', async () => {
    await (await mirror.zip(path, version, 'default')).file.close()
    upstream.hash = '2'.repeat(40)
    await strictly()
    assert.deepEqual(await readdir(store.scratch), [])
  })

  test('asks anew for what changes, and gives nothing old', async () => {
    await mirror.list(path, 'strict')
    assert.equal((await mirror.list(path, 'strict')).freshFor, 0)
    upstream.trouble = new Failure('unreachable', 'Cannot ask')
    await assert.rejects(mirror.list(path, 'strict'), { code: 'unreachable' })
    await assert.rejects(mirror.latest(path, 'strict'), { code: 'unreachable' })
  })

  test('news of the module end the proof', async () => {
    await strictly()
    const { finds } = upstream
    mirror.refresh([path])
    await strictly()
    assert.equal(upstream.finds, finds + 1)
  })
})

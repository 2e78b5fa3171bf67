import assert from 'node:assert/strict'
import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { temporaryFolder } from '../../test/forge/temporary-folder.ts'
import { zipFile } from './content.conformance.ts'
import { openStore } from './open-store.ts'

const path = 'git.test/x'
const version = 'v1.0.0'
const record = { path, version, info: Buffer.from('{}'), mod: Buffer.from('module x\n') }

test('a store makes folders anew that somebody removed while it was open', async () => {
  await using folder = await temporaryFolder('lost')
  const store = await openStore({ folder: folder.path })
  const lose = async () => {
    for (const name of ['tmp', 'locks', 'modules']) {
      await rm(join(folder.path, name), { recursive: true, force: true })
    }
  }
  await lose()
  await store.content.writeRecord(record)
  await lose()
  await store.prepareScratch()
  const { file, facts } = await zipFile(store.scratch, Buffer.from('zip'))
  await store.content.adoptZip(path, version, file, facts)
  await store.content.writeRecord({ ...record, zip: facts })
  const second = await openStore({ folder: folder.path })
  assert.deepEqual(await readdir(store.scratch), [], 'it is not taken for that of a dead process')
  second.close()
  store.close()
  assert.deepEqual(await readdir(join(folder.path, 'tmp')), [])
})

test('a store names the folder that it cannot make anew', async () => {
  await using folder = await temporaryFolder('lost')
  const store = await openStore({ folder: folder.path })
  for (const name of ['tmp', 'locks'] as const) {
    const place = join(folder.path, name)
    await rm(place, { recursive: true })
    await writeFile(place, '')
    const use = name === 'tmp' ? () => store.prepareScratch() : () => store.lock('x')
    await assert.rejects(use, (error) => {
      assert.ok(String(error).includes(place), String(error))
      return Object(error).code === 'unreachable'
    })
  }
  await assert.rejects(store.content.writeRecord(record), { code: 'unreachable' })
  store.close()
})

test('adoptZip() tells when somebody removed the zip', async () => {
  await using folder = await temporaryFolder('lost')
  const store = await openStore({ folder: folder.path })
  const { file, facts } = await zipFile(store.scratch, Buffer.from('zip'))
  await rm(file)
  await assert.rejects(store.content.adoptZip(path, version, file, facts), { code: 'unreachable' })
  store.close()
})

import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { stringify } from 'smol-toml'
import { startForge } from '../../test/forge/forge.ts'
import { repository } from '../../test/forge/repository.ts'
import { temporaryFolder } from '../../test/forge/temporary-folder.ts'
import type { RequestRecord } from '../outbound/request-record.ts'
import { runBackground } from './background.ts'
import { loadConfig } from './config/load.ts'
import { openParts } from './open-parts.ts'

const day = 24 * 3600_000
const module = 'github.com/acme/x'
const url = 'https://github.com/acme/x'

const requestAt = (at: number): RequestRecord => ({
  at,
  host: 'a.example',
  method: 'GET',
  url: 'https://a.example/',
  purpose: 'page',
  reason: 'foreground',
  status: 200,
  sent: 0,
  received: 1,
  millis: 1,
  failure: '',
})

/** All parts on a forge with one repository, and what runs in the background as it is configured. */
async function scene(politeness: Readonly<Record<string, unknown>>) {
  await using opened = new AsyncDisposableStack()
  const forge = opened.use(await startForge({ hosts: ['gone.test'] }))
  await repository(forge, module, [{ files: { 'go.mod': `module ${module}\n` }, tags: ['v1.0.0'] }])
  const { path: folder } = opened.use(await temporaryFolder('background'))
  const settings = {
    outbound: { allow: ['127.0.0.0/8'] },
    rewrite: forge.rewrites(),
    politeness,
    ledger: { requests: '24h', days: '48h' },
  }
  await writeFile(join(folder, 'headwater.toml'), stringify(settings))
  const config = loadConfig({ cwd: folder, env: {} })
  const parts = opened.use(await openParts(config))
  const errors: unknown[] = []
  const stopping = new AbortController()
  const all = opened.move()
  return {
    forge,
    parts,
    errors,
    run: () => runBackground(parts, config, stopping.signal, (error) => errors.push(error)),
    stop: () => stopping.abort(),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(setImmediate)
}

suite('runBackground()', () => {
  test('forgets what the ledger keeps no longer, whether or not it looks', async () => {
    await using all = await scene({ looks: false })
    const { facts } = all.parts.store
    const now = Date.now()
    for (const age of [0, 2, 5]) facts.recordRequest(requestAt(now - age * day))
    const kept = () => facts.requestsOf('a.example', { limit: 9 }).length
    assert.equal(kept(), 3)
    const running = all.run()
    await until(() => kept() < 3)
    assert.equal(kept(), 1)
    await until(() => facts.hostDays('a.example', '').length < 3)
    assert.equal(facts.hostDays('a.example', '').length, 2)
    all.stop()
    await running
    assert.deepEqual(all.errors, [])
  })

  test('keeps the repositories of the watch list wanted, and tells which cannot be found', async () => {
    await using all = await scene({ watch: ['gone.test/x', module] })
    const { facts } = all.parts.store
    const running = all.run()
    await until(() => facts.repository(url) !== undefined)
    assert.match(String(all.errors), /gone\.test\/x/)
    assert.equal(all.errors.length, 1)
    all.stop()
    await running
  })

  test('looks at what is due', async () => {
    await using all = await scene({ floor: '1d' })
    const { facts } = all.parts.store
    facts.noteWanted(url, 'git', Date.now(), Date.now())
    const running = all.run()
    await until(() => facts.repository(url)?.look !== undefined || all.errors.length > 0)
    assert.deepEqual(all.errors, [])
    all.stop()
    await running
  })

  test('neither looks nor watches where it is told not to', async () => {
    await using all = await scene({ looks: false, watch: [module] })
    all.parts.store.facts.noteWanted(url, 'git', Date.now(), Date.now())
    const running = all.run()
    for (let i = 0; i < 50; i++) await new Promise(setImmediate)
    assert.deepEqual(all.forge.log.entries, [])
    all.stop()
    await running
  })

  test('one process of those that share a folder looks', async () => {
    await using all = await scene({ floor: '1d' })
    const { store } = all.parts
    store.facts.noteWanted(url, 'git', Date.now(), Date.now())
    const held = await store.tryLock('looks')
    const running = all.run()
    for (let i = 0; i < 50; i++) await new Promise(setImmediate)
    assert.ok(held)
    assert.deepEqual(all.forge.log.entries, [])
    all.stop()
    await running
    await held[Symbol.asyncDispose]()
  })

  test('what fails because it stops is not told', async () => {
    await using all = await scene({ watch: ['gone.test/x'] })
    all.forge.script(() => ({ kind: 'hang' }))
    const running = all.run()
    await until(() => all.forge.log.entries.length > 0)
    all.stop()
    await all.parts.gate.close()
    await running
    assert.deepEqual(all.errors, [])
  })
})

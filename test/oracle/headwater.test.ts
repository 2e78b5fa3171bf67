import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { parse } from 'smol-toml'
import { startForge } from '../forge/forge.ts'
import { repository } from '../forge/repository.ts'
import { headwater, headwaterHome, startHeadwater } from './headwater.ts'

test('headwater() runs the program when a user would', async () => {
  const { code, stdout } = await headwater(['--version'])
  assert.equal(code, 0)
  assert.match(stdout, /\d+\.\d+\.\d+/)
  assert.equal((await headwater(['no-such-command'])).code, 2)
})

test('headwaterHome() writes a configuration for the forge, with settings laid over it', async () => {
  await using forge = await startForge({ hosts: ['a.test'] })
  const settings = { outbound: { contact: 'mailto:ops@corp.example' } }
  await using home = await headwaterHome(forge, settings)
  const written = async () => structuredClone(parse(await readFile(home.configFile, 'utf8')))
  const outbound = { allow: ['127.0.0.0/8'], contact: 'mailto:ops@corp.example' }
  const first = { from: 'https://a.test/', to: `${forge.url}/a.test/` }
  const second = { from: 'https://b.test/', to: `${forge.url}/b.test/` }
  const sumdb = { sumdb: 'off', 'checksum-database': [{ key: 'off' }] }
  const rest = { listen: '127.0.0.1:0', data: home.data, outbound, ...sumdb }
  assert.deepEqual(await written(), { ...rest, rewrite: [first] })
  await repository(forge, 'b.test/x', [])
  await home.configure()
  assert.deepEqual(await written(), { ...rest, rewrite: [first, second] })
  assert.equal((await headwater(['config', 'check'], { home })).code, 0)
})

test('startHeadwater() serves until it is stopped or killed, and starts again on the same data', async () => {
  await using forge = await startForge()
  await using home = await headwaterHome(forge)
  await using first = await startHeadwater(home)
  assert.equal((await fetch(`${first.url}/-/healthz`)).status, 200)
  await first.kill9()
  await using second = await startHeadwater(home)
  assert.equal((await fetch(`${second.url}/-/healthz`)).status, 200)
  assert.equal((await second.stop()).code, 0)
  await assert.rejects(fetch(second.url))
})

test('startHeadwater() tells what was wrong when the program does not become ready', async () => {
  await using home = await headwaterHome(undefined, { nonsense: 1 })
  await assert.rejects(startHeadwater(home), /before it was ready: .*nonsense/s)
})

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { startForge } from '../forge/forge.ts'
import { hang } from '../forge/reply.ts'
import { repository } from '../forge/repository.ts'
import { startHeadwater } from '../oracle/headwater.ts'
import { ask } from './ask.ts'
import { leftOvers } from './data-folder.ts'
import { releases } from './releases.ts'

const module = 'github.com/acme/x'
/** More than the buffers of both ends of a connection hold. */
const large = 16 << 20

test('headwater serve finishes a running download when it is told to stop', async () => {
  await using forge = await startForge()
  const noise = { files: { noise: randomBytes(large) }, tags: ['v1.0.0'] }
  await repository(forge, module, [noise])
  await using server = await startHeadwater(forge)
  const path = `${module}/@v/v1.0.0.zip`
  const whole = await ask(server, path)
  assert.equal(whole.status, 200, whole.text.slice(0, 500))
  const running = await fetch(`${server.url}/${path}`)
  const stopped = server.stop()
  while (await isListening(server.url));
  const bytes = Buffer.from(await running.arrayBuffer())
  assert.ok(bytes.equals(whole.bytes))
  assert.deepEqual(await stopped, { code: 0, signal: null })
  assert.deepEqual(await leftOvers(server.home), [])
})

test('headwater serve gives up a fetch that nobody waits for and leaves nothing when it is told to stop', async () => {
  await using forge = await startForge()
  await repository(forge, module, releases(module, 'v1.0.0'))
  await using server = await startHeadwater(forge)
  forge.script(hang)
  const patience = new AbortController()
  const { signal } = patience
  const refused = assert.rejects(fetch(`${server.url}/${module}/@v/v1.0.0.zip`, { signal }))
  while (forge.log.entries.length === 0) await new Promise(setImmediate)
  patience.abort()
  await refused
  assert.deepEqual(await server.stop(), { code: 0, signal: null })
  assert.deepEqual(await leftOvers(server.home), [])
})

test('headwater serve does not wait for what it asks in the background when it is told to stop', async () => {
  await using forge = await startForge({ hosts: ['stalling.test'] })
  forge.script(hang)
  const settings = {
    politeness: { watch: ['stalling.test/x'] },
    outbound: { 'idle-timeout': '1h', 'request-timeout': '1h' },
  }
  await using server = await startHeadwater(forge, { settings })
  while (forge.log.entries.length === 0) await new Promise(setImmediate)
  assert.deepEqual(await server.stop(), { code: 0, signal: null })
  assert.equal(server.stderr(), '')
})

async function isListening(url: string): Promise<boolean> {
  try {
    await (await fetch(`${url}/-/healthz`, { headers: { connection: 'close' } })).text()
    return true
  } catch {
    return false
  }
}

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startForge } from '../forge/forge.ts'
import { hang } from '../forge/reply.ts'
import { headwaterHome, startHeadwater } from '../oracle/headwater.ts'
import { ask } from '../serve/ask.ts'
import { inDatabase } from './in-database.ts'
import { plant } from './plant.ts'
import { until } from './until.ts'

test('headwater serve gives up a look that nobody waits for when it is told to stop', async () => {
  await using forge = await startForge()
  const { module } = await plant(forge, 'one.test/x', 'v1.0.0')
  await using home = await headwaterHome(forge)
  {
    await using server = await startHeadwater(home, { settings: { politeness: { looks: false } } })
    assert.equal((await ask(server, `${module}/@v/v1.0.0.info`)).status, 200)
    await server.stop()
  }
  inDatabase(home, (database) => {
    database.exec('update repositories set due_at = 0')
    database.exec('update hosts set saved_requests = 100, saved_bytes = 1000000')
  })
  forge.log.reset()
  forge.script(({ path }) => (path.endsWith('/git-upload-pack') ? hang() : undefined))
  await using server = await startHeadwater(home, {
    settings: { outbound: { 'idle-timeout': '10m', 'request-timeout': '10m' } },
  })
  const isAsked = () => forge.log.entries.some(({ url }) => url.endsWith('/git-upload-pack'))
  await until('the look is under way', isAsked)
  assert.deepEqual(await server.stop(), { code: 0, signal: null })
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startForge } from '../forge/forge.ts'
import { goImport } from '../forge/pages.ts'
import { repository } from '../forge/repository.ts'
import { goVia } from '../oracle/go.ts'
import { startHeadwater } from '../oracle/headwater.ts'
import { ask, askAll, filesOf } from './ask.ts'
import { releases } from './releases.ts'

const held = 'github.com/acme/held'
const healthy = 'other.test/healthy'

test('headwater serve answers what it holds, and asks other forges, while 40 requests hang on one that stalls', async () => {
  await using forge = await startForge()
  // On a port of its own, as another forge is on a machine of its own.
  await using stalling = await startForge({ hosts: ['stalling.test'] })
  await repository(forge, held, releases(held, 'v1.0.0'))
  await repository(forge, healthy, releases(healthy, 'v1.0.0'))
  forge.pages.set(healthy, goImport(healthy, 'git', `https://${healthy}`))
  const settings = { rewrite: [...forge.rewrites(), ...stalling.rewrites()] }
  await using server = await startHeadwater(forge, { settings })
  const warm = [`${held}/@v/list`, ...filesOf(held, 'v1.0.0')]
  await askAll(server, warm)

  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  stalling.script(async () => {
    await released
    return undefined
  })
  let answered = 0
  const hanging = Array.from({ length: 40 }, async (_, index) => {
    const { status } = await ask(server, `stalling.test/m${index}/@v/v1.0.0.zip`)
    answered++
    return status
  })
  while (stalling.log.entries.length === 0) await new Promise(setImmediate)
  for (const { status } of await askAll(server, warm)) assert.equal(status, 200)
  const part = await ask(server, `${held}/@v/v1.0.0.zip`, { headers: { range: 'bytes=0-3' } })
  assert.equal(part.text, 'PK\u0003\u0004')
  const outcome = await goVia(server.url, ['get', `${held}@v1.0.0`])
  assert.equal(outcome.code, 0, outcome.stderr)
  assert.equal((await ask(server, `${healthy}/@v/v1.0.0.zip`)).status, 200)
  assert.equal(answered, 0)
  release()
  assert.deepEqual(new Set(await Promise.all(hanging)), new Set([404]))
})

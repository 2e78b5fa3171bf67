import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { startForge } from '../forge/forge.ts'
import { repository } from '../forge/repository.ts'
import { goVia } from '../oracle/go.ts'
import { startHeadwater, type HeadwaterHome } from '../oracle/headwater.ts'
import { askAll, ask, filesOf } from './ask.ts'
import { heldFiles } from './data-folder.ts'
import { releases } from './releases.ts'

const module = 'github.com/acme/x'
const changed = { files: { 'x.go': 'package x // something else\n' } }
/** Nothing is believed longer than an instant, so that every list is asked for anew. */
const settings = { freshness: { list: '1ms', 'not-found': '1ms' } }

/** Everything that was kept of modules, but not what is known of them. */
async function deleteContent(home: HeadwaterHome): Promise<void> {
  for (const name of ['modules', 'git']) await rm(join(home.data, name), { recursive: true })
}

test('headwater serve keeps the bytes it served first when a tag is moved upstream', async () => {
  await using forge = await startForge()
  const made = await repository(forge, module, releases(module, 'v1.0.0', 'v1.1.0'))
  await using first = await startHeadwater(forge, { settings })
  const files = filesOf(module, 'v1.0.0')
  const bodies = (await askAll(first, files)).map(({ bytes }) => bytes)
  await made.commit([changed])
  await made.moveTag('v1.0.0', -1)
  assert.equal((await ask(first, `${module}/@v/list`)).text, 'v1.0.0\nv1.1.0\n')
  assert.equal((await ask(first, `${module}/@v/v1.1.0.zip`)).status, 200)
  assert.deepEqual(
    (await askAll(first, files)).map(({ bytes }) => bytes),
    bodies,
  )
  await first.stop()
  await using second = await startHeadwater(first.home, { settings })
  const again = await askAll(second, files)
  assert.deepEqual(
    again.map(({ status, bytes }) => [status, bytes]),
    bodies.map((bytes) => [200, bytes]),
  )
})

test('headwater serve refuses a zip with 500 when its tag was moved after .mod was served', async () => {
  await using forge = await startForge()
  const made = await repository(forge, module, releases(module, 'v1.0.0'))
  await using first = await startHeadwater(forge, { settings })
  assert.equal((await ask(first, `${module}/@v/v1.0.0.mod`)).status, 200)
  await first.stop()
  await made.commit([changed])
  await made.moveTag('v1.0.0', -1)
  await using second = await startHeadwater(first.home, { settings })
  const { status, text } = await ask(second, `${module}/@v/v1.0.0.zip`)
  assert.equal(status, 500, text)
  for (const hash of made.commits) assert.ok(text.includes(hash), text)
})

test('headwater serve brings content again when it was deleted from the data folder', async () => {
  await using forge = await startForge()
  const made = await repository(forge, module, releases(module, 'v1.0.0', 'v1.1.0'))
  await using first = await startHeadwater(forge, { settings })
  const files = [...filesOf(module, 'v1.0.0'), ...filesOf(module, 'v1.1.0')]
  const bodies = (await askAll(first, files)).map(({ bytes }) => bytes)
  const { goSum } = await goVia(first.url, ['get', `${module}@v1.1.0`])
  await first.stop()
  await deleteContent(first.home)

  await made.commit([changed])
  await made.moveTag('v1.1.0', -1)
  await using second = await startHeadwater(first.home, { settings })
  const same = await askAll(second, filesOf(module, 'v1.0.0'))
  assert.deepEqual(
    same.map(({ status, bytes }) => [status, bytes]),
    bodies.slice(0, 3).map((bytes) => [200, bytes]),
  )
  const { status, text } = await ask(second, `${module}/@v/v1.1.0.zip`)
  assert.equal(status, 500, text)
  const [recorded = 'no sum in go.sum'] = /h1:\S+/.exec(goSum) ?? []
  const told = text.match(/h1:[A-Za-z0-9+/]{43}=/g) ?? []
  assert.equal(told.length, 2, text)
  assert.ok(told.includes(recorded), text)
  const refused = await goVia(`${second.url},direct`, ['get', `${module}@v1.1.0`])
  assert.equal(refused.code, 1)
  assert.ok(refused.stderr.includes(recorded), refused.stderr)
  const held = (await heldFiles(second.home)).filter((file) => file.includes('v1.1.0'))
  assert.deepEqual(
    held.filter((file) => file.endsWith('.zip')),
    [],
  )
})

test('headwater serve serves what it holds, the list too, when the repository is deleted', async () => {
  await using forge = await startForge()
  const made = await repository(forge, module, releases(module, 'v1.0.0', 'v1.1.0'))
  await using first = await startHeadwater(forge, { settings })
  const held = [`${module}/@v/list`, `${module}/@latest`, ...filesOf(module, 'v1.0.0')]
  const bodies = (await askAll(first, held)).map(({ text }) => text)
  await made.deleteRepository()
  const stale = await ask(first, `${module}/@v/list`)
  assert.equal(stale.headers.get('cache-control'), 'no-cache')
  assert.match(stale.headers.get('headwater-asked') ?? '', /^\d{4}-\d\d-\d\dT/)
  await first.stop()
  await using second = await startHeadwater(first.home, { settings })
  const answers = await askAll(second, held)
  assert.deepEqual(
    answers.map(({ status, text }) => [status, text]),
    bodies.map((text) => [200, text]),
  )
  const outcome = await goVia(second.url, ['get', `${module}@v1.0.0`])
  assert.equal(outcome.code, 0, outcome.stderr)
  assert.equal((await ask(second, `${module}/@v/v1.1.0.zip`)).status, 404)
})

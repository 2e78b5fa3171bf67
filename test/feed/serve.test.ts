import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startForge } from '../forge/forge.ts'
import { repository } from '../forge/repository.ts'
import { headwaterHome, startHeadwater } from '../oracle/headwater.ts'
import { ask, filesOf } from '../serve/ask.ts'
import { releases } from '../serve/releases.ts'

const open = 'github.com/acme/x'
const secret = 'github.com/secret/x'
const settings = { private: ['github.com/secret'] }

/** The entries of a page, such as `github.com/acme/x@v1.0.0`. */
function namesIn(text: string): string[] {
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { Path: string; Version: string })
    .map(({ Path, Version }) => `${Path}@${Version}`)
}

test('the index tells of what is fetched, once, to those of another process who wait as well', async () => {
  await using forge = await startForge()
  await repository(forge, open, releases(open, 'v1.0.0', 'v1.1.0'))
  await repository(forge, secret, releases(secret, 'v1.0.0'))
  await using home = await headwaterHome(forge, settings)
  await using one = await startHeadwater(home, { settings })
  await using other = await startHeadwater(home, { settings })

  assert.deepEqual(namesIn((await ask(one, 'index')).text), [])
  const waiting = ask(other, 'index?after=0&wait=60')
  for (const path of filesOf(open, 'v1.0.0')) assert.equal((await ask(one, path)).status, 200)
  assert.deepEqual(namesIn((await waiting).text), [`${open}@v1.0.0`])
  for (const name of [
    `${secret}/@v/v1.0.0.mod`,
    `${open}/@v/v1.1.0.info`,
    `${open}/@v/v9.9.9.info`,
  ]) {
    await ask(other, name)
  }
  const all = [`${open}@v1.0.0`, `${secret}@v1.0.0`, `${open}@v1.1.0`]
  assert.deepEqual(namesIn((await ask(one, 'index')).text), all)
  const page = await ask(one, '-/index')
  assert.match(page.text, /github\.com\/secret\/x</)

  await using closed = await startHeadwater(home, {
    settings: { ...settings, index: { private: false } },
  })
  assert.deepEqual(
    namesIn((await ask(closed, 'index')).text),
    all.filter((name) => !name.startsWith(secret)),
  )
  assert.doesNotMatch((await ask(closed, '-/index')).text, /secret/)
  assert.equal((await ask(closed, `index?module=${secret}`)).text, '')
})

test('whoever waits or listens is let go when the server stops', async () => {
  await using home = await headwaterHome()
  await using server = await startHeadwater(home)
  const waiting = Array.from({ length: 20 }, () => ask(server, 'index?wait=60'))
  const headers = { Accept: 'text/event-stream' }
  const listening = Array.from({ length: 20 }, () => ask(server, 'index', { headers }))
  await ask(server, 'index?wait=1')
  assert.deepEqual(await server.stop(), { code: 0, signal: null })
  for (const { status } of await Promise.all([...waiting, ...listening])) assert.equal(status, 200)
})

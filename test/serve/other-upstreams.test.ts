import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startForge } from '../forge/forge.ts'
import { repository } from '../forge/repository.ts'
import { goDirect, goProxied } from '../oracle/go.ts'
import { headwater, headwaterHome, startHeadwater } from '../oracle/headwater.ts'
import { ask, askAll, filesOf } from './ask.ts'
import { releases } from './releases.ts'

const module = 'github.com/acme/x'
const paths = [`${module}/@v/list`, `${module}/@latest`, `${module}/@v/main.info`]

test('headwater serve answers as another Headwater does when that is its upstream', async () => {
  await using forge = await startForge()
  await repository(forge, module, releases(module, 'v1.0.0', 'v1.1.0'))
  await using far = await startHeadwater(forge)
  await using home = await headwaterHome(undefined, { upstream: far.url })
  await using near = await startHeadwater(home, { settings: { upstream: far.url } })
  const all = [...paths, ...filesOf(module, 'v1.0.0'), ...filesOf(module, 'v1.1.0')]
  const [one, other] = [await askAll(far, all), await askAll(near, all)]
  assert.deepEqual(
    other.map(({ status, text }) => [status, text]),
    one.map(({ text }) => [200, text]),
  )
  await using viaBoth = await goProxied(near.url)
  await using direct = await goDirect(forge)
  const asked = `${module}@v1.1.0`
  assert.equal((await viaBoth.modDownload(asked)).Sum, (await direct.modDownload(asked)).Sum)

  for (const [path, status] of [
    [`${module}/@v/v1.9.0.info`, 404],
    ['github.com/acme/none/@v/list', 404],
  ] as const) {
    assert.equal((await ask(near, path)).status, status)
  }
  await forge.close()
  const { status, text } = await ask(near, 'github.com/acme/other/@v/list')
  assert.ok([429, 503].includes(status), text)
  assert.match(text, /connection was refused/)
  assert.equal((await ask(near, `${module}/@v/v1.1.0.zip`)).status, 200)
})

test('headwater serve asks the next upstream as GOPROXY says when a module proxy does not have a module', async () => {
  await using forge = await startForge({ hosts: ['proxy.test'] })
  await repository(forge, module, releases(module, 'v1.0.0'))
  await repository(forge, 'private.test/x', releases('private.test/x', 'v1.0.0'))
  const base = 'proxy.test/example.com/m/@v'
  forge.pages.set(`${base}/list`, { body: 'v1.0.0\n' })
  forge.pages.set(`${base}/v1.0.0.info`, { body: '{"Version":"v1.0.0"}' })
  forge.pages.set(`${base}/v1.0.0.mod`, { body: 'module example.com/m\n' })
  const settings = { upstream: 'https://proxy.test,direct', private: ['private.test'] }
  await using server = await startHeadwater(forge, { settings })
  assert.equal((await ask(server, 'example.com/m/@v/list')).text, 'v1.0.0\n')
  assert.equal((await ask(server, 'example.com/m/@v/v1.0.0.mod')).text, 'module example.com/m\n')
  assert.equal((await ask(server, `${module}/@v/v1.0.0.zip`)).status, 200)
  forge.log.reset()
  await ask(server, 'private.test/x/@v/list')
  assert.deepEqual(forge.log.of('proxy.test'), [])

  const remove = forge.script(({ host }) =>
    host === 'proxy.test' ? { kind: 'page', status: 500 } : undefined,
  )
  const { status, text } = await ask(server, 'github.com/acme/another/@v/list')
  assert.equal(status, 503, text)
  assert.deepEqual(forge.log.of('github.com'), [])
  remove()
})

test('headwater fetch takes modules from another Headwater when that is its upstream', async () => {
  await using forge = await startForge()
  await repository(forge, module, releases(module, 'v1.0.0'))
  await using far = await startHeadwater(forge)
  await using home = await headwaterHome()
  const args = ['fetch', '--json', '--upstream', far.url, `${module}@latest`]
  const { code, stdout, stderr } = await headwater(args, { home })
  assert.equal(code, 0, stderr)
  const { Version, Sum } = JSON.parse(stdout) as { Version: string; Sum: string }
  await using direct = await goDirect(forge)
  const expected = await direct.modDownload(`${module}@v1.0.0`)
  assert.deepEqual([Version, Sum], ['v1.0.0', expected.Sum])
})

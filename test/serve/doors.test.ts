import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { startForge, type Forge } from '../forge/forge.ts'
import { repository } from '../forge/repository.ts'
import { goVia } from '../oracle/go.ts'
import { startHeadwater, type RunningHeadwater } from '../oracle/headwater.ts'
import { ask, askAll, filesOf } from './ask.ts'
import { releases } from './releases.ts'

const module = 'github.com/acme/x'
const held = [`${module}/@v/list`, `${module}/@latest`, ...filesOf(module, 'v1.0.0')]
const notHeld = [
  ...filesOf(module, 'v1.1.0'),
  `${module}/@v/main.info`,
  'github.com/acme/other/@v/list',
  'github.com/acme/other/@latest',
]

suite('headwater serve, told not to ask upstream,', () => {
  const opened = new AsyncDisposableStack()
  let forge: Forge
  let server: RunningHeadwater
  let bodies: string[]
  before(async () => {
    forge = opened.use(await startForge())
    await repository(forge, module, releases(module, 'v1.0.0', 'v1.1.0'))
    await repository(forge, 'github.com/acme/other', releases('github.com/acme/other', 'v1.0.0'))
    server = opened.use(await startHeadwater(forge))
    bodies = (await askAll(server, held)).map(({ text }) => text)
    forge.log.reset()
  })
  after(() => opened.disposeAsync())

  const doors: Readonly<Record<string, readonly [string, Record<string, string>]>> = {
    '/cached-only/': ['cached-only/', {}],
    'Disable-Module-Fetch': ['', { 'Disable-Module-Fetch': 'true' }],
    both: ['cached-only/', { 'disable-module-fetch': 'TRUE' }],
  }
  for (const [name, [prefix, headers]] of Object.entries(doors)) {
    test(`answers what it holds when it is told by ${name}`, async () => {
      for (const [index, path] of held.entries()) {
        const { status, text } = await ask(server, prefix + path, { headers })
        assert.deepEqual([path, status, text], [path, 200, bodies[index]])
      }
      assert.deepEqual(forge.log.entries, [])
    })

    test(`answers 404 and asks nobody when it is told by ${name} and holds nothing`, async () => {
      for (const path of notHeld) {
        const { status, text, headers: given } = await ask(server, prefix + path, { headers })
        assert.deepEqual([path, status], [path, 404])
        assert.match(text, /not held/)
        assert.equal(given.get('cache-control'), 'no-store')
      }
      assert.deepEqual(forge.log.entries, [])
    })
  }

  test('serves go what it holds, and go nothing else, when the proxy is /cached-only', async () => {
    const proxy = `${server.url}/cached-only`
    assert.equal((await goVia(proxy, ['get', `${module}@v1.0.0`])).code, 0)
    const refused = await goVia(proxy, ['get', `${module}@v1.1.0`])
    assert.equal(refused.code, 1)
    assert.match(refused.stderr, /not held/)
    assert.deepEqual(forge.log.entries, [])
  })

  test('asks upstream when the header says anything but true', async () => {
    const headers = { 'Disable-Module-Fetch': 'false' }
    assert.equal((await ask(server, `${module}/@v/v1.1.0.info`, { headers })).status, 200)
  })
})

test('headwater serve asks nobody and serves what it holds, lists too, when upstream is off', async () => {
  await using forge = await startForge()
  await repository(forge, module, releases(module, 'v1.0.0', 'v1.1.0', 'v1.2.0-rc.1'))
  await using full = await startHeadwater(forge)
  const { home } = full
  const kept = ['v1.0.0', 'v1.1.0', 'v1.2.0-rc.1'].flatMap((version) => filesOf(module, version))
  const bodies = (await askAll(full, kept)).map(({ text }) => text)
  await full.stop()
  forge.log.reset()

  await using server = await startHeadwater(home, { settings: { upstream: 'off' } })
  assert.deepEqual(
    (await askAll(server, kept)).map(({ text }) => text),
    bodies,
  )
  const list = await ask(server, `${module}/@v/list`)
  assert.deepEqual([list.status, list.text], [200, 'v1.0.0\nv1.1.0\nv1.2.0-rc.1\n'])
  const latest = await ask(server, `${module}/@latest`)
  assert.equal(latest.status, 200)
  const { Version, Time } = JSON.parse(latest.text) as { Version: string; Time: string }
  assert.deepEqual([Version, Time], ['v1.1.0', '2020-01-02T03:05:05Z'])
  const outcome = await goVia(server.url, ['get', `${module}@latest`])
  assert.equal(outcome.code, 0, outcome.stderr)
  for (const path of ['github.com/acme/none/@v/list', `${module}/@v/v1.9.0.info`]) {
    const { status, text } = await ask(server, path)
    assert.deepEqual([status, /not held|switched off/.test(text)], [404, true])
  }
  assert.deepEqual(forge.log.entries, [])
})

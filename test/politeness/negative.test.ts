import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { startForge, type Forge } from '../forge/forge.ts'
import { goImport } from '../forge/pages.ts'
import { hang, status, throttled, unauthorized, type Reply } from '../forge/reply.ts'
import { repository } from '../forge/repository.ts'
import { headwaterHome } from '../oracle/headwater.ts'
import { ask, askAll } from '../serve/ask.ts'
import { releases } from '../serve/releases.ts'
import { startTimely, type TimelyHeadwater } from './start-timely.ts'

/** "Not there" is believed for a minute, what is there for an hour. */
const settings = {
  freshness: { list: '1h', 'not-found': '60s' },
  outbound: { 'idle-timeout': '2s' },
}

suite('headwater serve, told that something is not there,', () => {
  const opened = new AsyncDisposableStack()
  let forge: Forge
  let server: TimelyHeadwater
  before(async () => {
    forge = opened.use(await startForge({ hosts: ['github.com', 'page.test', 'bitbucket.org'] }))
    server = opened.use(await startTimely(opened.use(await headwaterHome(forge, settings))))
  })
  after(() => opened.disposeAsync())

  /**
   * Something that is not there, and then is: nobody is asked again within a minute, however many want it, and it is
   * served after that.
   */
  async function expectRemembered(path: string, place: string, publish: () => Promise<void>) {
    const asked = () => forge.log.of(place).length
    assert.equal((await ask(server, path)).status, 404)
    const first = asked()
    assert.ok(first > 0)
    await publish()
    await server.pass(50_000)
    const answers = await askAll(server, [path, path, path])
    assert.deepEqual(
      answers.map(({ status }) => status),
      [404, 404, 404],
    )
    assert.equal(asked(), first)
    await server.pass(11_000)
    const { status, text } = await ask(server, path)
    assert.equal(status, 200, text)
    assert.ok(asked() > first)
  }

  test('believes it for a minute of a version that is being published', async () => {
    const module = 'github.com/acme/version'
    const made = await repository(forge, module, releases(module, 'v1.0.0'))
    assert.equal((await ask(server, `${module}/@v/v1.0.0.info`)).status, 200)
    await server.pass(120_000)
    await expectRemembered(`${module}/@v/v1.1.0.info`, module, async () => {
      await made.commit(releases(module, 'v1.1.0'))
    })
  })

  test('believes it for a minute of a repository', async () => {
    const module = 'github.com/acme/repository'
    await expectRemembered(`${module}/@v/list`, module, async () => {
      await repository(forge, module, releases(module, 'v1.0.0'))
    })
  })

  test('believes it for a minute of an import page', async () => {
    const module = 'page.test/x'
    await repository(forge, 'github.com/acme/page', releases(module, 'v1.0.0'))
    await expectRemembered(`${module}/@v/list`, module, async () => {
      forge.pages.set(module, goImport(module, 'git', 'https://github.com/acme/page'))
    })
  })

  test('asks below /strict/ all the same', async () => {
    const module = 'page.test/strict'
    await repository(forge, 'github.com/acme/strict', releases(module, 'v1.0.0'))
    const ask404 = async (path: string) => assert.equal((await ask(server, path)).status, 404)
    await ask404(`${module}/@v/list`)
    await ask404(`strict/${module}/@v/list`)
    forge.pages.set(module, goImport(module, 'git', 'https://github.com/acme/strict'))
    assert.equal((await ask(server, `strict/${module}/@v/list`)).status, 200)
  })

  test('never says that of what it could not ask for, and asks for it again', async () => {
    const troubles: readonly Reply[] = [
      status(500),
      status(503),
      status(403),
      unauthorized(),
      throttled(1),
      hang(),
      { kind: 'raw', bytes: '' },
    ]
    const module = 'bitbucket.org/acme/x'
    const made = await repository(forge, module, releases(module, 'v1.0.0'))
    assert.equal((await ask(server, `${module}/@v/v1.0.0.info`)).status, 200)
    for (const [index, reply] of troubles.entries()) {
      const version = `v1.${index + 1}.0`
      await made.commit(releases(module, version))
      const page = `page.test/trouble${index}`
      forge.pages.set(page, goImport(page, 'git', `https://${module}`))
      await server.pass(61_000)
      const end = forge.script(({ host }) => (host === 'github.com' ? undefined : reply))
      const wanted = [`${module}/@v/${version}.info`, `${page}/@v/list`, `${page}/@latest`]
      for (const { status, text } of await askAll(server, wanted)) {
        assert.ok(status === 503 || status === 429, `${status} ${text}`)
      }
      end()
      // No longer than what was asked for, or a pause of a few seconds.
      await server.pass(5000)
      assert.equal((await ask(server, `${module}/@v/${version}.info`)).status, 200)
      assert.equal((await ask(server, `${page}/@v/list`)).status, 200)
    }
  })
})

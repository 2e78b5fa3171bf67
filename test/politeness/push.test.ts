import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { startForge, type Forge } from '../forge/forge.ts'
import { status } from '../forge/reply.ts'
import type { Repository } from '../forge/repository.ts'
import { headwaterHome } from '../oracle/headwater.ts'
import { ask, askAll } from '../serve/ask.ts'
import { releases } from '../serve/releases.ts'
import { deliver, deliveries } from './deliveries.ts'
import { plant } from './plant.ts'
import { hostJson } from './read-ledger.ts'
import { startTimely, type TimelyHeadwater } from './start-timely.ts'

const names = Object.keys(deliveries)
const secret = 'a secret of sixteen characters'
const hooks = Object.fromEntries(names.map((name) => [name, [secret]]))

suite('a push that headwater serve is told of', () => {
  const opened = new AsyncDisposableStack()
  let forge: Forge
  let server: TimelyHeadwater
  const repositories = new Map<string, Repository>()
  before(async () => {
    forge = opened.use(await startForge())
    for (const host of [...names.map((name) => `${name}.test`), 'late.test', 'strict.test']) {
      repositories.set(host, (await plant(forge, `${host}/a`, 'v1.0.0')).repository)
      await plant(forge, `${host}/b`, 'v1.0.0')
    }
    server = opened.use(await startTimely(opened.use(await headwaterHome(forge, { hooks }))))
  })
  after(() => opened.disposeAsync())

  for (const name of names) {
    test(`by ${name} is served at once, for one request to that repository`, async () => {
      const host = `${name}.test`
      const [list = '', latest = '', exact = ''] = ['list', 'latest', 'exact'].map((what) => {
        const tails: Record<string, string> = {
          list: '@v/list',
          latest: '@latest',
          exact: '@v/v1.1.0.info',
        }
        return `${host}/a.git/${tails[what]}`
      })
      const old = async () => {
        const answers = await askAll(server, [list, latest, exact])
        assert.equal(answers[0]?.text, 'v1.0.0\n')
        assert.match(answers[1]?.text ?? '', /"v1\.0\.0"/)
        assert.equal(answers[2]?.status, 404)
      }
      await old()
      await ask(server, `${host}/b.git/@v/list`)
      await repositories.get(host)?.commit(releases(`${host}/a.git`, 'v1.1.0'))
      forge.log.reset()
      await old()

      const forged = await deliver(server, name, `https://${host}/a`, `${secret}!`)
      assert.ok(forged.status >= 400 && forged.status < 500, `${forged.status} ${forged.text}`)
      const unknown = await deliver(server, name, `https://${host}/never-asked-for`, secret)
      assert.equal(unknown.text, 'Nothing of that is known here, so nobody is asked\n')
      await old()
      assert.deepEqual(forge.log.entries, [])

      const told = await deliver(server, name, `https://${host}/a`, secret)
      assert.deepEqual([told.status, told.text], [200, 'Looked at again: 1 known here\n'])
      const urls = () => forge.log.entries.map(({ url }) => url)
      assert.deepEqual(urls(), [`/${host}/a/git-upload-pack`])
      assert.equal((await hostJson(server, host)).requests[0]?.reason, 'push')

      assert.equal((await ask(server, list)).text, 'v1.0.0\nv1.1.0\n')
      assert.match((await ask(server, latest)).text, /"v1\.1\.0"/)
      assert.equal((await ask(server, exact)).status, 200)
      // The new commit is all that was asked for.
      assert.deepEqual(
        urls(),
        Array.from({ length: 2 }, () => `/${host}/a/git-upload-pack`),
      )
    })
  }

  test('is served to who comes next when the look at it came to nothing', async () => {
    const host = 'late.test'
    const list = `${host}/a.git/@v/list`
    assert.equal((await ask(server, list)).text, 'v1.0.0\n')
    await repositories.get(host)?.commit(releases(`${host}/a.git`, 'v1.1.0'))
    const end = forge.script((asked) => (asked.host === host ? status(500) : undefined))
    assert.equal((await deliver(server, 'generic', `https://${host}/a`, secret)).status, 200)
    end()
    assert.equal((await ask(server, list)).text, 'v1.0.0\nv1.1.0\n')
  })

  test('need not be told to those who ask below /strict/', async () => {
    const host = 'strict.test'
    const made = repositories.get(host)
    const path = (version: string) => `${host}/a.git/@v/${version}.info`
    const strict = (version: string) => ask(server, `strict/${path(version)}`)
    assert.equal((await strict('v1.1.0')).status, 404)
    assert.equal((await ask(server, path('v1.1.0'))).status, 404)
    await made?.commit(releases(`${host}/a.git`, 'v1.1.0', 'v1.2.0'))
    const { status, headers, text } = await strict('v1.1.0')
    assert.deepEqual([status, headers.get('cache-control')], [200, 'no-cache'], text)
    assert.equal((await strict('v1.0.0')).status, 200)
    assert.equal((await strict('v1.2.0')).status, 200)

    await made?.deleteTag('v1.0.0')
    await made?.moveTag('v1.1.0', 'v1.2.0')
    await server.pass(61_000)
    for (const [version, why] of [
      ['v1.0.0', /upstream does not have it any more/],
      ['v1.1.0', /was changed upstream/],
    ] as const) {
      const gone = await strict(version)
      assert.equal(gone.status, 410)
      assert.match(gone.text, why)
      assert.equal((await ask(server, path(version))).status, 200)
    }
    assert.equal((await strict('v1.2.0')).status, 200)
  })
})

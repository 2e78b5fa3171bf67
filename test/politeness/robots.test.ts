import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { startForge, type Forge } from '../forge/forge.ts'
import type { Reply } from '../forge/reply.ts'
import { headwaterHome, type HeadwaterHome } from '../oracle/headwater.ts'
import { ask, askAll } from '../serve/ask.ts'
import { inDatabase } from './in-database.ts'
import { plant } from './plant.ts'
import { hostJson } from './read-ledger.ts'
import { robotsCases } from './robots-cases.ts'
import { startTimely, type TimelyHeadwater } from './start-timely.ts'
import { until } from './until.ts'

const day = 86_400_000
/** Nothing has paid for a look at these; the refs of the second were read less than a week ago. */
const [poor, poorer] = ['poor.test', 'poorer.test'] as const
const places = [
  ...Object.entries(robotsCases).flatMap(([host, { y }]) =>
    y ? [`${host}/x`, `${host}/y`] : [`${host}/x`],
  ),
  `${poor}/x`,
  `${poorer}/x`,
]

const looking = (floor: string) => ({
  politeness: { interval: '100ms', floor },
  outbound: { 'idle-timeout': '2s' },
})

suite('headwater serve, looking at repositories that nobody waits for,', () => {
  const opened = new AsyncDisposableStack()
  let forge: Forge
  let home: HeadwaterHome
  let server: TimelyHeadwater

  before(async () => {
    forge = opened.use(await startForge())
    await Promise.all(places.map((place) => plant(forge, place, 'v1.0.0')))
    for (const [host, { robots }] of Object.entries(robotsCases)) {
      const reply: Reply = 'kind' in robots ? robots : { kind: 'page', ...robots }
      forge.script((asked) => {
        return asked.host === host && asked.path === '/robots.txt' ? reply : undefined
      })
    }
    forge.pages.set('moved.test/rules.txt', { body: 'User-agent: *\nDisallow: /\n' })
    home = opened.use(await headwaterHome(forge))
    server = await startTimely(home, { politeness: { looks: false } })
    const warm = places.map((place) => `${place}.git/@v/v1.0.0.info`)
    for (const { status, text } of await askAll(server, warm)) assert.equal(status, 200, text)
    await server.stop()
    forge.log.reset()
    inDatabase(home, (database) => {
      database.exec(`
        update repositories set due_at = 0, refs_at = 0;
        update hosts set saved_requests = 100, saved_bytes = 20000000;
        update hosts set saved_requests = 0, saved_bytes = 0 where host in ('${poor}', '${poorer}')`)
    })
    server = await startTimely(home, looking('off'))
  })
  after(async () => {
    await server.stop()
    await opened.disposeAsync()
  })

  const looksAt = (host: string) => {
    const urls = forge.log.of(host).map(({ url }) => url)
    return urls.filter((url) => url.endsWith('/git-upload-pack'))
  }
  async function resultsAt(host: string): Promise<readonly (string | undefined)[]> {
    const { repositories } = await hostJson(server, host)
    return repositories.map(({ look }) => look?.result)
  }

  test('does as its robots.txt says, which it reads first', async () => {
    for (const [host, { x, y }] of Object.entries(robotsCases)) {
      const expected = y ? [x, y] : [x]
      await until(`all repositories of ${host} were looked at`, async () => {
        return !(await resultsAt(host)).includes(undefined)
      })
      assert.deepEqual(await resultsAt(host), expected, host)

      const [first, ...others] = forge.log.of(host)
      assert.equal(first?.url, `/${host}/robots.txt`)
      assert.match(first?.userAgent ?? '', /^Headwater\/\d/)
      assert.equal(others.filter(({ url }) => url.endsWith('/robots.txt')).length, 0, host)
      const looked = ['x', 'y'].filter((_, at) => expected[at] === 'unchanged')
      const asked = looked.map((name) => `/${host}/${name}/git-upload-pack`)
      assert.deepEqual(looksAt(host).toSorted(), asked)

      const { standing, requests } = await hostJson(server, host)
      for (const { reason } of requests.slice(0, others.length + 1)) {
        assert.equal(reason, 'background')
      }
      assert.equal(standing?.spent.requests, others.length + 1)
    }
  })

  test('waits between two requests for as long as the robots.txt wants', () => {
    const [rules, look] = forge.log.of('slow.test').map(({ at }) => at)
    assert.ok(rules !== undefined && look !== undefined)
    assert.ok(look - rules >= 3990, `${look - rules} ms`)
  })

  test('does not ask where nothing has paid for it, not even for the robots.txt', async () => {
    for (const host of [poor, poorer]) {
      assert.deepEqual(forge.log.of(host), [])
      const { repositories } = await hostJson(server, host)
      for (const { look, dueAt } of repositories) {
        assert.equal(look, null)
        // It was its turn, and was put off.
        assert.ok(Date.parse(dueAt) > server.now())
      }
    }
  })

  test('tells of it, and lets people go on', async () => {
    const host = 'star.test'
    const page = await ask(server, `-/hosts/${host}`, { headers: { accept: 'text/html' } })
    assert.match(page.text, /Opted out/)
    assert.equal((await hostJson(server, host)).standing?.robots.optedOut, true)
    const before = forge.log.of(host).length
    await server.pass(61_000)
    assert.equal((await ask(server, `${host}/x.git/@v/list`)).text, 'v1.0.0\n')
    assert.equal(forge.log.of(host).length, before + 1)
    assert.equal((await hostJson(server, host)).requests[0]?.reason, 'foreground')
  })

  test('looks once a week at what nothing pays for, if it is let to', async () => {
    await server.stop()
    const now = server.now()
    inDatabase(home, (database) => {
      database.exec(`
        update repositories set due_at = ${now + 100 * day};
        update repositories set due_at = 0 where host in ('${poor}', '${poorer}');
        update repositories set refs_at = ${now - 8 * day} where host = '${poor}';
        update repositories set refs_at = ${now - 6 * day} where host = '${poorer}'`)
    })
    server = await startTimely(home, looking('7d'))
    await until('the week-old repositories were looked at', async () => {
      const results = [...(await resultsAt(poor)), ...(await putOff(poorer))]
      return results.every((result) => result !== undefined)
    })
    assert.deepEqual(await resultsAt(poor), ['unchanged'])
    assert.deepEqual(forge.log.of(poorer), [])
    const { requests, days, standing } = await hostJson(server, poor)
    const unasked = requests.filter(({ reason }) => reason !== 'foreground')
    assert.deepEqual(
      unasked.map(({ reason }) => reason),
      ['floor', 'floor'],
    )
    assert.equal(days.at(-1)?.asked.floor.requests, 2)
    assert.deepEqual(standing?.spent, { requests: 0, bytes: 0 })
  })

  /** Whether its repositories had their turn, and were not looked at. */
  async function putOff(host: string): Promise<readonly (true | undefined)[]> {
    const { repositories } = await hostJson(server, host)
    return repositories.map(({ dueAt }) => (Date.parse(dueAt) > server.now() ? true : undefined))
  }
})

import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { startForge, type Forge } from '../forge/forge.ts'
import { drip, hang, stall, status, unavailable, type Reply } from '../forge/reply.ts'
import { headwaterHome, type HeadwaterHome } from '../oracle/headwater.ts'
import { ask, askAll, filesOf, type Taken } from '../serve/ask.ts'
import { plant } from './plant.ts'
import { hostJson } from './read-ledger.ts'
import { startTimely, type TimelyHeadwater } from './start-timely.ts'

/** How a host can be in trouble without saying for how long. */
const troubles: Readonly<Record<string, Reply>> = {
  'broken.test': status(500),
  'down.test': unavailable(),
  'gateway.test': status(502),
  'reset.test': { kind: 'raw', bytes: '' },
  'silent.test': hang(),
  'cut.test': { kind: 'page', body: 'x'.repeat(100), cutAfter: 1 },
  'stalled.test': { kind: 'page', body: 'x'.repeat(100), stallAfter: 1 },
}
const hosts = Object.keys(troubles)
/** Does answer, but a byte at a time, or not to the end. */
const slow = 'slow.test'
/** Those who want something of each host at once. */
const clients = 30
/** What ends whatever hangs. */
const impatient = { outbound: { 'idle-timeout': '300ms', 'request-timeout': '3s' } }

suite('headwater serve, when a forge is in trouble,', () => {
  const opened = new AsyncDisposableStack()
  /** On a port of its own each, as on machines of their own. */
  const forges = new Map<string, Forge>()
  const forgeOf = (host: string) => forges.get(host) as Forge
  /** End the trouble. */
  const ends: (() => void)[] = []
  let home: HeadwaterHome
  let server: TimelyHeadwater

  before(async () => {
    for (const host of [...hosts, slow]) {
      const forge = opened.use(await startForge())
      forges.set(host, forge)
      await plant(forge, `${host}/x`, 'v1.0.0')
    }
    home = opened.use(await headwaterHome())
    server = await startTimely(home, settingsWith({}))
    for (const host of [...hosts, slow]) {
      for (const { status, text } of await askAll(server, filesOf(`${host}/x.git`, 'v1.0.0'))) {
        assert.equal(status, 200, text)
      }
    }
    await server.stop()
    server = await startTimely(home, settingsWith(impatient))
    await server.pass(61_000)
  })
  after(async () => {
    await server.stop()
    await opened.disposeAsync()
  })

  const settingsWith = (more: object) => ({
    ...more,
    rewrite: [...forges.values()].flatMap((forge) => forge.rewrites()),
  })

  /** All of them at once, since most of it is waiting. */
  const slowly = async () => {
    forgeOf(slow).script(({ path }) => (path.startsWith('/x/') ? drip(1, 100) : stall(10)))
    const wanted = [`${slow}/x.git/@v/v1.1.0.info`, `${slow}/y.git/@v/list`, `${slow}/z/@v/list`]
    return askAll(server, wanted)
  }
  let slowAnswers: Promise<Taken[]>

  test('stops asking after a few requests, and serves what it holds', async () => {
    slowAnswers = slowly()
    for (const [host, reply] of Object.entries(troubles)) {
      ends.push(forgeOf(host).script(() => reply))
    }
    await Promise.all(
      hosts.map(async (host) => {
        const { log } = forgeOf(host)
        log.reset()
        const names = Array.from({ length: clients }, (_, at) => (at % 2 ? `m${at}` : `m${at}.git`))
        const wanted = names.map((name) => `${host}/${name}/@v/list`)
        const answers = await askAll(server, wanted)
        assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([503]), host)
        for (const { headers } of answers) assert.ok(Number(headers.get('retry-after')) > 0)
        assert.ok(log.entries.length <= 10, `${log.entries.length} requests to ${host}`)
        const held = filesOf(`${host}/x.git`, 'v1.0.0')
        for (const { status } of await askAll(server, held)) assert.equal(status, 200)
        const { standing } = await hostJson(server, host)
        assert.ok(standing?.lastPause, `${host} was never left alone`)
      }),
    )
  })

  test('lets no slow answer take longer than its time-outs', async () => {
    for (const { status, text } of await slowAnswers) assert.equal(status, 503, text)
    assert.equal((await ask(server, `${slow}/x.git/@v/v1.0.0.mod`)).status, 200)
  })

  test('comes back with one request, and with all once that went well, also after a restart', async () => {
    for (const end of ends) end()
    await server.stop()
    server = await startTimely(home, settingsWith({}))
    await server.pass(120_000)
    await Promise.all(
      hosts.map(async (host) => {
        let isProven = false
        let early = 0
        forgeOf(host).script(async () => {
          if (isProven) return { kind: 'real' }
          if (early++ === 0) {
            await pause(300)
            isProven = true
          }
          return { kind: 'real' }
        })
        const wanted = Array.from({ length: clients }, (_, at) => `${host}/m${at}/@v/list`)
        const mine = askAll(server, wanted)
        const answers = await askAll(server, [`${host}/x.git/@v/list`])
        assert.equal(answers[0]?.status, 200)
        assert.deepEqual(new Set((await mine).map(({ status }) => status)), new Set([404]))
        assert.equal(early, 1, `${early} requests to ${host} at once`)
      }),
    )
  })
})

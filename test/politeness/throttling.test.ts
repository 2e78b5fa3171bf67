import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { startForge, type Forge } from '../forge/forge.ts'
import { status, throttled, unavailable, type Reply } from '../forge/reply.ts'
import { headwaterHome, type HeadwaterHome } from '../oracle/headwater.ts'
import { ask, askAll, filesOf, type Taken } from '../serve/ask.ts'
import { hostJson } from './read-ledger.ts'
import { plant } from './plant.ts'
import { startTimely, type TimelyHeadwater } from './start-timely.ts'

/** How a forge asks to be left alone for two minutes. `now` is the time by the clock of who asks, milliseconds. */
const requests: Readonly<Record<string, (now: number) => Reply>> = {
  'seconds.test': () => throttled(120),
  'date.test': () => status(429, { 'retry-after': new Date(Date.now() + 120_000).toUTCString() }),
  'busy.test': () => unavailable(120),
  'limit.test': (now) =>
    status(403, {
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(Math.ceil(now / 1000) + 120),
    }),
}
const hosts = Object.keys(requests)

suite('a forge that asks headwater serve to be left alone', () => {
  const opened = new AsyncDisposableStack()
  let forge: Forge
  let home: HeadwaterHome
  let server: TimelyHeadwater
  before(async () => {
    forge = opened.use(await startForge({ hosts: ['many.test'] }))
    for (const host of [...hosts, 'well.test']) {
      await plant(forge, `${host}/x`, 'v1.0.0')
      await plant(forge, `${host}/y`, 'v1.0.0')
    }
    home = opened.use(await headwaterHome(forge))
    server = await startTimely(home)
    for (const host of [...hosts, 'well.test']) {
      const warm = [`${host}/x.git/@v/list`, ...filesOf(`${host}/x.git`, 'v1.0.0')]
      for (const { status, text } of await askAll(server, warm)) assert.equal(status, 200, text)
    }
  })
  after(async () => {
    await server.stop()
    await opened.disposeAsync()
  })

  /** What it holds of a host, and what a client is told that wants more. */
  async function expectLeftAlone(host: string): Promise<void> {
    const before = forge.log.of(host).length
    for (const path of [`x.git/@v/v1.1.0.info`, 'y.git/@v/list', 'y.git/@latest']) {
      expectPutOff(await ask(server, `${host}/${path}`), 120)
    }
    const held = [`${host}/x.git/@v/list`, ...filesOf(`${host}/x.git`, 'v1.0.0')]
    for (const { status, text } of await askAll(server, held)) assert.equal(status, 200, text)
    assert.equal(forge.log.of(host).length, before, host)
  }

  test('is asked nothing until then, whoever wants what, and whatever restarts', async () => {
    await server.pass(61_000)
    const well = hosts.map((host) => {
      return forge.script((request) =>
        request.host === host ? requests[host]?.(server.now()) : undefined,
      )
    })
    for (const host of hosts) {
      const before = forge.log.of(host).length
      expectPutOff(await ask(server, `${host}/x.git/@v/v1.1.0.info`), 120)
      assert.equal(forge.log.of(host).length, before + 1, host)
      await expectLeftAlone(host)
      const { standing } = await hostJson(server, host)
      const left = Date.parse(standing?.pausedUntil ?? '') - server.now()
      assert.ok(left > 100_000 && left <= 121_000, `${host}: ${left} ms`)
    }
    await server.stop()
    server = await startTimely(home)
    for (const host of hosts) await expectLeftAlone(host)

    // Others are asked all the while.
    const others = forge.log.of('well.test').length
    assert.equal((await ask(server, 'well.test/y.git/@v/list')).status, 200)
    assert.equal(forge.log.of('well.test').length, others + 1)

    await server.pass(100_000)
    for (const host of hosts) await expectLeftAlone(host)
    for (const again of well) again()
    await server.pass(22_000)
    for (const host of hosts) {
      const answers = await askAll(server, filesOf(`${host}/y.git`, 'v1.0.0'))
      for (const { status, text } of answers) assert.equal(status, 200, text)
      assert.equal((await ask(server, `${host}/x.git/@v/v1.1.0.info`)).status, 404)
      assert.equal((await hostJson(server, host)).standing?.pausedUntil, null)
    }
  })

  test('never has more than eight requests of ours at once, four at first', async () => {
    let [now, most, answered] = [0, 0, 0]
    let atFirst = 0
    const end = forge.script(async ({ host }) => {
      if (host !== 'many.test') return undefined
      now++
      most = Math.max(most, now)
      if (answered === 0) atFirst = now
      await pause(100)
      now--
      answered++
      return undefined
    })
    const wanted = Array.from({ length: 80 }, (_, at) => `many.test/m${at}/@v/list`)
    const answers = await askAll(server, wanted)
    end()
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([404]))
    assert.equal(atFirst, 4)
    assert.ok(most > 4 && most <= 8, `${most} at once`)
  })
})

/** We could not ask, and come again in so many seconds: nobody takes that for "not there". */
function expectPutOff({ status, headers, text }: Taken, most: number): void {
  assert.equal(status, 429, text)
  const seconds = Number(headers.get('retry-after'))
  assert.ok(seconds > 0 && seconds <= most + 1, `${seconds} s`)
}

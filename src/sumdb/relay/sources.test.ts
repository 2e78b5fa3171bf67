import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { openTestGate } from '../../../test/open-test-gate.ts'
import { manyModules, sumName, sumServer } from '../../../test/sumdb/sum-server.ts'
import { remoteLog } from '../client/remote-log.ts'
import { openTestRelay, testLog } from './relay.test-data.ts'
import { usualWay } from './usual-way.ts'

suite('several sources of a log', () => {
  test('the next is asked when one fails, or lies', async () => {
    await using first = await sumServer(manyModules(300))
    await using second = await sumServer(manyModules(300))
    await using opened = openTestRelay([first.url, second.url], { background: [] })
    const { relay } = opened
    await relay.lookup('m1.test/x', 'v1.0.0')
    assert.deepEqual(second.news(), [])
    first.change = () => 503
    await relay.lookup('m2.test/x', 'v1.0.0')
    assert.equal(second.news().length, 1)
    first.news()
    await relay.lookup('m3.test/x', 'v1.0.0')
    assert.deepEqual(first.news(), [], 'the one that last answered is asked first')
    first.change = (_, answer) => answer
    second.change = (path, answer) => (path.startsWith('/lookup/') ? 'lies' : answer)
    await relay.lookup('m4.test/x', 'v1.0.0')
    assert.deepEqual(opened.forks, [])
  })

  test('"not there" counts only when all say so', async () => {
    await using first = await sumServer(manyModules(3))
    await using second = await sumServer(manyModules(3))
    await using opened = openTestRelay([first.url, second.url], { background: [] })
    const missing = () => opened.relay.lookup('missing.test/x', 'v1.0.0')
    await assert.rejects(missing, { code: 'not-found' })
    assert.deepEqual([first.news().length, second.news().length], [1, 1])
    second.change = () => 503
    await assert.rejects(missing, { code: 'unreachable' })
  })
})

test(
  'nobody waits for sources that are compared in the background',
  { timeout: 60_000 },
  async () => {
    await using server = await sumServer(manyModules(300))
    await using ahead = await sumServer(manyModules(1000))
    await using gate = openTestGate([])
    const plain = remoteLog({ gate: gate.gate, name: sumName, url: ahead.url })
    const held = Promise.withResolvers<void>()
    const asked: string[] = []
    const slow: typeof plain = {
      async read(path, maxBytes) {
        asked.push(path)
        if (path !== 'latest') await held.promise
        return plain.read(path, maxBytes)
      },
    }
    await using opened = openTestRelay([server.url], {
      background: [1, 2].map((n) => ({ url: `${ahead.url}/${n}`, remote: slow })),
    })
    await opened.relay.lookup('m1.test/x', 'v1.0.0')
    while (asked.length < 2) await pause(5)
    await opened.relay.lookup('m2.test/x', 'v1.0.0')
    held.resolve()
    while (opened.kept.relayedHead(testLog)?.size !== 1000) await pause(5)
    assert.deepEqual(opened.forks, [])
  },
)

suite('usualWay()', () => {
  for (const [what, statuses, expected] of [
    ['the first proxy that passes it on', [404, 200], 'second'],
    ['itself where none does', [404, 410], 'direct'],
    ['nobody where one is in trouble', [503, 200], 'Cannot ask'],
    ['a later one behind "|"', ['|', 503, 200], 'second'],
  ] as const) {
    test(`asks ${what}`, async () => {
      await using first = await sumServer(manyModules(3))
      await using second = await sumServer(manyModules(3))
      await using direct = await sumServer(manyModules(3))
      const servers = [first, second]
      const numbers = statuses.filter((status) => typeof status === 'number')
      for (const [i, server] of servers.entries()) {
        server.change = (path, answer) =>
          path === '/supported' ? (numbers[i] === 200 ? '' : numbers[i]) : answer
      }
      await using opened = openTestGate([{ from: `https://${sumName}/`, to: `${direct.url}/` }])
      const fallBackOn = statuses[0] === '|' ? 'any-failure' : 'not-found'
      const way = usualWay({
        gate: opened.gate,
        name: sumName,
        upstream: [
          ...servers.map(({ url }) => ({ source: url, fallBackOn }) as const),
          { source: 'direct', fallBackOn },
        ],
      })
      const read = async () => {
        try {
          await way.read('latest')
          await way.read('latest')
          const all = { first, second, direct }
          const asked = Object.entries(all).filter(([, { news }]) =>
            news().some((path) => path.endsWith('latest')),
          )
          return asked.map(([name]) => name).join()
        } catch (error) {
          return String(error)
        }
      }
      assert.match(await read(), new RegExp(expected))
    })
  }

  test('asks nobody where `upstream` says "off"', async () => {
    await using opened = openTestGate([])
    const upstream = [{ source: 'off', fallBackOn: 'not-found' }] as const
    const way = usualWay({ gate: opened.gate, name: sumName, upstream })
    await assert.rejects(way.read('latest'), { code: 'refused' })
  })

  test('chooses anew when the chosen one fails', async () => {
    await using proxy = await sumServer(manyModules(3))
    await using direct = await sumServer(manyModules(3))
    await using opened = openTestGate([{ from: `https://${sumName}/`, to: `${direct.url}/` }])
    const upstream = [proxy.url, 'direct'].map(
      (source) => ({ source, fallBackOn: 'not-found' }) as const,
    )
    const way = usualWay({ gate: opened.gate, name: sumName, upstream })
    await way.read('latest')
    proxy.change = () => 404
    proxy.change = (path) => (path === '/supported' ? 404 : 500)
    await assert.rejects(way.read('latest'))
    await way.read('latest')
    assert.equal(direct.news().length, 1)
  })
})

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { manyModules, sumDatabaseOf, sumServer } from '../../../test/sumdb/sum-server.ts'
import { openTestRelay } from './relay.test-data.ts'

const v = 'v1.0.0'
const notHeld = { code: 'not-held' }

suite('what is held of a log of others', () => {
  test('is given as ever, and nothing else is, without asking anybody', async () => {
    await using server = await sumServer(manyModules(1000))
    await using opened = openTestRelay([server.url])
    const { relay } = opened
    await assert.rejects(relay.held.latest(), notHeld)
    await assert.rejects(relay.held.lookup('m1.test/x', v), notHeld)
    const lookup = await relay.lookup('m1.test/x', v)
    const data = await relay.tile({ level: 'data', n: 1, width: 256 })
    server.news()
    const tile = await relay.tile({ level: 0, n: 0, width: 256 })
    await relay.held.supported?.()
    assert.deepEqual(await relay.held.latest(), await relay.latest())
    server.news()
    assert.deepEqual(await relay.held.lookup('m1.test/x', v), lookup)
    assert.deepEqual(await relay.held.tile({ level: 0, n: 0, width: 256 }), tile)
    assert.deepEqual(await relay.held.tile({ level: 'data', n: 1, width: 256 }), data)
    await assert.rejects(relay.held.lookup('m2.test/x', v), notHeld)
    await assert.rejects(relay.held.tile({ level: 0, n: 2, width: 256 }), notHeld)
    await assert.rejects(relay.held.tile({ level: 'data', n: 0, width: 256 }), notHeld)
    // Beyond what is known: that would be a reason to ask for a newer head.
    opened.time += 60_000
    await assert.rejects(relay.held.tile({ level: 0, n: 7, width: 1 }), notHeld)
    assert.deepEqual(server.news(), [])
    assert.deepEqual(opened.troubles, [])
  })

  test('is nothing of a private module, and nothing once the log is frozen', async () => {
    await using server = await sumServer(manyModules(300))
    await using opened = openTestRelay([server.url], { isPrivate: (path) => path === 'm2.test/x' })
    const { relay } = opened
    await relay.lookup('m1.test/x', v)
    await assert.rejects(relay.held.lookup('m2.test/x', v), { code: 'refused' })
    server.database = sumDatabaseOf(manyModules(400).toReversed())
    await assert.rejects(relay.lookup('m3.test/x', v), { code: 'mismatch' })
    for (const asked of [
      () => relay.held.supported?.(),
      () => relay.held.latest(),
      () => relay.held.lookup('m1.test/x', v),
      () => relay.held.tile({ level: 0, n: 0, width: 3 }),
    ]) {
      await assert.rejects(async () => asked(), { message: /two histories/ })
    }
  })
})

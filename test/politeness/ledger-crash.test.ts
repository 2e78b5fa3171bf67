import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { startForge } from '../forge/forge.ts'
import { headwaterHome, startHeadwater } from '../oracle/headwater.ts'
import { ask } from '../serve/ask.ts'
import { accessLog, ledgerLines } from './access-log.ts'
import { hostJson } from './read-ledger.ts'

const host = 'load.test'
/** How long it is under load, milliseconds. */
const busyFor = 3500
/** What is lost at the most, and a second for a machine that is busy with other things. */
const lostAtMost = 2000

test('headwater serve, killed under load, has lost at most the last second of its ledger, and the sums with it', async () => {
  await using forge = await startForge({ hosts: [host] })
  await using home = await headwaterHome(forge)
  const killed = await startHeadwater(home)
  const over = new AbortController()
  let asked = 0
  const clients = Array.from({ length: 4 }, async () => {
    while (!over.signal.aborted)
      await ask(killed, `${host}/m${asked++}/@v/list`).catch(() => undefined)
  })
  await pause(busyFor)
  const at = Date.now()
  await killed.kill9()
  over.abort()
  await Promise.all(clients)

  await using server = await startHeadwater(home)
  const { requests, days } = await hostJson(server, host)
  const old = accessLog(forge.log.entries.filter((entry) => entry.at < at - lostAtMost))
  assert.ok(old.length > 100, `${old.length} requests`)
  const kept = ledgerLines(requests)
  const known = new Set(kept)
  assert.deepEqual(
    old.filter((line) => !known.has(line)),
    [],
  )
  const real = new Set(accessLog(forge.log.entries))
  assert.deepEqual(
    kept.filter((line) => !real.has(line)),
    [],
  )
  assert.equal(known.size, kept.length)
  const asksOfDays = days.flatMap(({ asked }) => Object.values(asked))
  assert.equal(
    asksOfDays.reduce((sum, { requests }) => sum + requests, 0),
    kept.length,
  )
  const bytes = requests.reduce((sum, { sent, received }) => sum + sent + received, 0)
  assert.equal(
    asksOfDays.reduce((sum, { bytes }) => sum + bytes, 0),
    bytes,
  )
})

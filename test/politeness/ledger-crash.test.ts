import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { startForge } from '../forge/forge.ts'
import { headwaterHome, startHeadwater } from '../oracle/headwater.ts'
import { ask } from '../serve/ask.ts'
import { accessLog, ledgerLines } from './access-log.ts'
import { hostJson } from './read-ledger.ts'

const host = 'load.test'
/** Requests of the forge that must be in the ledger, at the least. */
const enough = 100
/** How long it is under load, milliseconds: on a slow machine until there are enough, but not for ever. */
const [busyFor, patience] = [3500, 60_000]
/** What is lost at the most, and a second for a machine that is busy with other things. */
const lostAtMost = 2000

test('headwater serve, killed under load, has lost at most the last second of its ledger, and the sums with it', async () => {
  await using forge = await startForge({ hosts: [host] })
  await using home = await headwaterHome(forge)
  const killed = await startHeadwater(home)
  const before = (time: number) => forge.log.entries.filter((entry) => entry.at < time)
  const over = new AbortController()
  let asked = 0
  const clients = Array.from({ length: 4 }, async () => {
    while (!over.signal.aborted)
      await ask(killed, `${host}/m${asked++}/@v/list`).catch(() => undefined)
  })
  const begin = Date.now()
  await pause(busyFor)
  while (before(Date.now() - lostAtMost).length <= enough && Date.now() < begin + patience)
    await pause(100)
  const at = Date.now()
  await killed.kill9()
  over.abort()
  await Promise.all(clients)

  await using server = await startHeadwater(home)
  const { requests, days } = await hostJson(server, host)
  const old = accessLog(before(at - lostAtMost))
  assert.ok(old.length > enough, `${old.length} requests`)
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

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { entryJson } from '../../src/feed/entry-json.ts'
import { openDatabase } from '../../src/store/facts/database.ts'
import { feedIn } from '../../src/store/facts/feed.ts'
import { randomFrom, type Random } from '../fuzz/random.ts'
import { headwaterHome, startHeadwater } from '../oracle/headwater.ts'
import { byEvents, byLink, bySince } from './followers.ts'
import { nothingSeen, type Line, type Seen } from './seen.ts'

/** For more by hand: `ENTRIES=1000000 npm run unit -- test/feed/follow.test.ts`. */
const entries = Number(process.env['ENTRIES'] ?? 6000)
/** How often the server is killed while entries are written and read. */
const serverKills = entries > 100_000 ? 20 : 3
const writerKills = entries > 100_000 ? 20 : 4
const seed = process.env['SEED'] ?? String(Date.now())

test(`clients that follow ${entries} entries, with restarts on both sides, miss none and see none twice (seed ${seed})`, async () => {
  const random = randomFrom(seed)
  await using home = await headwaterHome()
  let server = await startHeadwater(home)
  const database = join(home.data, 'headwater.db')
  let isWritten = false
  const followed = (name: string) => ({
    url: () => server.url,
    isOver: (seen: Seen) => isWritten && seen.count() >= entries,
    random: random.fork(name),
  })
  const writing = Promise.all(
    ['one', 'two'].map((name) => writeAll(database, name, entries / 2, random.fork(name))),
  ).finally(() => (isWritten = true))
  const following = Promise.all([
    byLink(followed('link')),
    bySince(followed('since')),
    byEvents(followed('events')),
  ])
  for (let kill = 0; kill < serverKills; kill++) {
    await pause(random.below(2000))
    await server.kill9()
    server = await startHeadwater(home)
  }
  try {
    const acknowledged = await writing
    assert.deepEqual(acknowledged, [entries / 2, entries / 2])
    const truth = await everything(database)
    assert.equal(truth.count(), entries)
    for (const seen of await following) {
      assert.deepEqual([seen.count(), seen.digest()], [truth.count(), truth.digest()])
    }
    assert.equal(server.stderr(), '')
  } finally {
    await server[Symbol.asyncDispose]()
  }
})

/** Has a writer add its entries, killing it now and then; returns the number of the last one that it said is written. */
async function writeAll(
  file: string,
  name: string,
  count: number,
  random: Random,
): Promise<number> {
  let written = 0
  for (let run = 0; written < count; run++) {
    const script = join(import.meta.dirname, 'writer.ts')
    const words = [script, file, name, String(written), String(count), `${seed} ${name} ${run}`]
    const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] })
    const ended = once(child, 'close')
    const share = Math.ceil(count / (writerKills + 1))
    const enough = run < writerKills ? written + random.below(share) : Infinity
    for await (const line of createInterface({ input: child.stdout })) {
      written = Number(line)
      if (written > enough) child.kill('SIGKILL')
    }
    const [code, signal] = (await ended) as [number | null, NodeJS.Signals | null]
    assert.ok(code === 0 || signal === 'SIGKILL', `a writer ended with ${code ?? signal}`)
  }
  return written
}

/** What is written, read from the table itself. */
async function everything(file: string): Promise<Seen> {
  using database = openDatabase(file)
  const feed = feedIn(database, Date.now)
  const seen = nothingSeen()
  for (;;) {
    const range = { above: seen.count(), below: Infinity, order: 'asc', limit: 1000 } as const
    const { entries: some } = feed.feedEntries(range)
    if (some.length === 0) return seen
    for (const entry of some) seen.note(JSON.parse(entryJson(entry, true)) as Line)
    await pause(0)
  }
}

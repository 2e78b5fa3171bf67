import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { startForge, type Forge } from '../forge/forge.ts'
import { repository } from '../forge/repository.ts'
import {
  headwaterHome,
  startHeadwater,
  type HeadwaterHome,
  type RunningHeadwater,
} from '../oracle/headwater.ts'
import { ask, askAll, filesOf } from './ask.ts'
import { leftOvers } from './data-folder.ts'
import { noise } from './noise.ts'
import { releases } from './releases.ts'

const module = 'github.com/acme/x'
/** For more of them by hand: `KILLS=500 node scripts/test.ts test/serve/kill-9.test.ts`. */
const kills = Number(process.env['KILLS'] ?? 30)
/** Homes that are killed side by side. */
const lanes = 2
const perLane = Math.ceil(kills / lanes)
/** Each round wants a new one and the last one again; the last two are left for the end. */
const versions = Array.from({ length: perLane + 3 }, (_, index) => `v1.0.${index}`)
const everything = versions.flatMap((version) => filesOf(module, version))

suite('headwater serve, killed at random points of fetches,', () => {
  test('shows nothing half, loses no sum and changes no byte', async () => {
    await using forge = await startForge()
    const commits = releases(module, ...versions)
    const made = await repository(forge, module, [{ files: { noise: noise(50_000) } }, ...commits])
    const expected = await reference(forge)
    await using opened = new AsyncDisposableStack()
    const homes = await Promise.all(
      Array.from({ length: lanes }, async () => opened.use(await headwaterHome(forge))),
    )
    const delivered = await Promise.all(homes.map((home) => killMany(home, expected)))

    await made.commit([{ files: { 'x.go': 'package x // something else\n' } }])
    for (const version of versions) await made.moveTag(version, -1)
    for (const [index, home] of homes.entries()) {
      await expectSums(home, delivered[index] ?? new Set())
    }
  })
})

type Files = ReadonlyMap<string, Buffer>

/** Every file of every version, from a server that nobody kills. */
async function reference(forge: Forge): Promise<Files> {
  await using server = await startHeadwater(forge)
  const answers = await askAll(server, everything)
  return new Map(answers.map(({ bytes }, index) => [everything[index] ?? '', bytes]))
}

/** Starts, looks, fetches and kills so many times; returns the files that were delivered at some time. */
async function killMany(home: HeadwaterHome, expected: Files): Promise<Set<string>> {
  const delivered = new Set<string>()
  let longestMs = 600
  for (let round = 0; round < perLane; round++) {
    await using server = await startHeadwater(home)
    await expectHeld(server, delivered, expected)
    const wanted = versions.slice(round, round + 2).flatMap((each) => filesOf(module, each))
    const begun = Date.now()
    const asked = wanted.map(async (path) => {
      const answer = await ask(server, path).catch(() => undefined)
      if (answer === undefined) return
      assert.equal(answer.status, 200, answer.text)
      expectSame(path, answer.bytes, expected)
      delivered.add(path)
    })
    const all = Promise.all(asked).then(() => (longestMs = (longestMs + Date.now() - begun) / 2))
    await pause(Math.random() * longestMs)
    await server.kill9()
    await all
  }
  await using server = await startHeadwater(home)
  await expectHeld(server, delivered, expected)
  for (const [index, { status, bytes, text }] of (await askAll(server, everything)).entries()) {
    const path = everything[index] ?? ''
    assert.deepEqual([path, status], [path, 200], text.slice(0, 200))
    expectSame(path, bytes, expected)
  }
  assert.deepEqual(await leftOvers(home), [])
  assert.equal(server.stderr(), '')
  return delivered
}

/** What was delivered once is there; whatever is there is whole. */
async function expectHeld(
  server: RunningHeadwater,
  delivered: ReadonlySet<string>,
  expected: Files,
): Promise<void> {
  const answers = await askAll(
    server,
    everything.map((path) => `cached-only/${path}`),
  )
  for (const [index, { status, bytes, text }] of answers.entries()) {
    const path = everything[index] ?? ''
    if (status === 200) expectSame(path, bytes, expected)
    else assert.deepEqual([path, status, delivered.has(path)], [path, 404, false], text)
  }
}

/** With the content gone and every tag moved, the sums alone tell that upstream is not what it was. */
async function expectSums(home: HeadwaterHome, delivered: ReadonlySet<string>): Promise<void> {
  for (const name of ['modules', 'git']) await rm(join(home.data, name), { recursive: true })
  await using server = await startHeadwater(home)
  const zips = [...delivered].filter((path) => path.endsWith('.zip'))
  for (const { status, text } of await askAll(server, zips)) {
    assert.equal(status, 500, text)
    assert.equal(text.match(/h1:[A-Za-z0-9+/]{43}=/g)?.length, 2, text)
  }
}

function expectSame(path: string, bytes: Buffer, expected: Files): void {
  assert.ok(expected.get(path)?.equals(bytes), `${path} has other bytes than before`)
}

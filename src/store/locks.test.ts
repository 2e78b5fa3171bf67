import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { openLocks } from './locks.ts'

function newFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-locks-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return folder
}

/** Runs `body` in another process, with `lock` and `folder` in scope. */
function otherProcess(folder: string, body: string) {
  const source = `
    import { openLocks } from ${JSON.stringify(new URL('locks.ts', import.meta.url).href)}
    import { readFileSync, writeFileSync } from 'node:fs'
    const folder = ${JSON.stringify(folder)}
    const { lock } = await openLocks(folder)
    ${body}`
  return spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

void test('lock() lets one in at a time, in the order they asked', async (t) => {
  const locks = await openLocks(newFolder(t))
  const seen: string[] = []
  await Promise.all(
    Array.from({ length: 10 }, async (unused, index) => {
      await using _ = await locks.lock('a')
      seen.push(`in ${index}`)
      await turn()
      seen.push(`out ${index}`)
    }),
  )
  const expected = Array.from({ length: 10 }, (_, index) => [`in ${index}`, `out ${index}`])
  assert.deepEqual(seen, expected.flat())
})

void test('lock() of different names do not wait for each other', async (t) => {
  const locks = await openLocks(newFolder(t))
  await using _ = await locks.lock('a')
  await (await locks.lock('b'))[Symbol.asyncDispose]()
})

void test('lock() takes any name, and keeps its file in the folder', async (t) => {
  const folder = newFolder(t)
  const locks = await openLocks(folder)
  for (const name of ['open-store', '../a', 'A', 'a b', '', 'a'.repeat(300)]) {
    await (await locks.lock(name))[Symbol.asyncDispose]()
  }
  const files = readdirSync(folder)
  assert.equal(files.length, 6)
  assert.ok(files.includes('open-store'))
  assert.deepEqual(
    files.filter((file) => !/^(?:open-store|[0-9a-f]{40})$/.test(file)),
    [],
  )
})

void test('lock() excludes another opening of the same folder in this process', async (t) => {
  const folder = newFolder(t)
  const [one, two] = [await openLocks(folder), await openLocks(folder)]
  const held = await one.lock('a')
  const aborter = new AbortController()
  const waiting = two.lock('a', aborter.signal)
  aborter.abort()
  await assert.rejects(waiting, { name: 'Failure', code: 'stopped' })
  await held[Symbol.asyncDispose]()
  await using _ = await two.lock('a')
})

void test('lock() rejects with stopped when the signal aborts, and does not spoil the queue', async (t) => {
  const locks = await openLocks(newFolder(t))
  await assert.rejects(locks.lock('a', AbortSignal.abort()), { code: 'stopped' })
  const held = await locks.lock('a')
  const aborter = new AbortController()
  const second = locks.lock('a', aborter.signal)
  const third = locks.lock('a')
  aborter.abort()
  await assert.rejects(second, { code: 'stopped' })
  await held[Symbol.asyncDispose]()
  await held[Symbol.asyncDispose]()
  await using _ = await third
})

void test('close() turns away who waits, and lock() after it', async (t) => {
  const locks = await openLocks(newFolder(t))
  await using _ = await locks.lock('a')
  const waiting = locks.lock('a')
  locks.close()
  await assert.rejects(waiting, { code: 'stopped' })
  await assert.rejects(locks.lock('b'), { code: 'stopped' })
})

void test('lock() excludes other processes', async (t) => {
  const folder = newFolder(t)
  const file = join(folder, 'counter')
  writeFileSync(file, '0')
  const children = Array.from({ length: 3 }, () =>
    otherProcess(
      folder,
      `for (let i = 0; i < 10; i++) {
        await using _ = await lock('a')
        const count = Number(readFileSync(folder + '/counter'))
        await new Promise((done) => setTimeout(done, 2))
        writeFileSync(folder + '/counter', String(count + 1))
      }`,
    ),
  )
  const ends = await Promise.all(children.map((child) => once(child, 'exit')))
  assert.deepEqual(
    ends.map(([code]) => code),
    [0, 0, 0],
  )
  assert.equal(readFileSync(file, 'utf8'), '30')
})

void test('lock() is given back when the process that has it is killed', async (t) => {
  const folder = newFolder(t)
  const child = otherProcess(
    folder,
    `await lock('a'); console.log('locked'); setInterval(() => {}, 1000)`,
  )
  await once(child.stdout, 'data')
  const locks = await openLocks(folder)
  const aborter = new AbortController()
  const early = locks.lock('a', aborter.signal)
  await turn()
  aborter.abort()
  await assert.rejects(early, { code: 'stopped' })
  const waiting = locks.lock('a')
  child.kill('SIGKILL')
  await using _ = await waiting
})

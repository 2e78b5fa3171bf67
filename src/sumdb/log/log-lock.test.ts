import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { guardFile } from '../../store/log/guard-file.ts'
import { openLocks } from '../../store/locks.ts'
import { logLock } from './log-lock.ts'

/** The lock of a log as another process has it each time. */
async function processes(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-log-lock-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return async (data = 'data') => {
    const locks = await openLocks(join(folder, data, 'locks'))
    const guard = guardFile(join(folder, 'guard', 'log.example'))
    return { locks, take: () => logLock(locks, guard) }
  }
}

void test('who waits is let in before one that comes back at once', async (t) => {
  const open = await processes(t)
  const [busy, waiting, other] = [await open(), await open(), await open()]
  const order: string[] = []
  const held = await busy.take()
  async function wait(): Promise<void> {
    await using _ = await waiting.take()
    order.push('waiting')
  }
  const next = wait()
  // It has its turn as soon as nobody else can have it.
  for (let i = 0; i < 500; i++) {
    const turn = await other.locks.tryLock('write to the log')
    if (!turn) break
    await turn[Symbol.asyncDispose]()
    await pause(10)
  }
  await held[Symbol.asyncDispose]()
  const again = await busy.take()
  order.push('busy')
  await again[Symbol.asyncDispose]()
  await next
  assert.deepEqual(order, ['waiting', 'busy'])
})

void test('copies of a data folder with one guard exclude each other', async (t) => {
  const open = await processes(t)
  const [one, copy] = [await open(), await open('copy')]
  const held = await one.take()
  let isIn = false
  async function enter(): Promise<void> {
    await using _ = await copy.take()
    isIn = true
  }
  const next = enter()
  await pause(200)
  assert.equal(isIn, false)
  await held[Symbol.asyncDispose]()
  await next
  assert.equal(isIn, true)
})

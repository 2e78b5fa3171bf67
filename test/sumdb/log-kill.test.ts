import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { suite, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { temporaryFolder } from '../forge/temporary-folder.ts'
import { makeLogIn } from './log-child.ts'
import { logObserver, type LogObserver } from './log-observer.ts'

const script = join(import.meta.dirname, 'log-child.ts')

/** Milliseconds of killing: `LOG_KILL_MS=600000` by hand. */
const soakMs = Number(
  process.env['LOG_KILL_MS'] ?? (process.env['CI'] === 'true' ? 60_000 : 15_000),
)

function start(folder: string, first: number, count: number, parallel: number): ChildProcess {
  const args = [script, folder, first, count, parallel].map(String)
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
}

/** Lets the observer hear all that a child says, until it is no more. */
async function hearAll(child: ChildProcess, observer: LogObserver): Promise<void> {
  const closed = once(child, 'close')
  assert.ok(child.stdout)
  for await (const line of createInterface({ input: child.stdout })) {
    // The last line of one that was killed may be cut off.
    if (line.endsWith('}')) observer.hear(line)
  }
  await closed
}

/** Waits until there are so many more answers, 30 seconds at most. */
async function answersBeyond(observer: LogObserver, more = 1): Promise<void> {
  const wanted = observer.answers() + more
  for (let i = 0; observer.answers() < wanted && i < 1500; i++) await pause(20)
}

suite('our own log, whoever ends its writers', { skip: process.platform === 'win32' }, () => {
  test('says nothing that it does not stand by when it is killed at any time', async (t) => {
    await using folder = await temporaryFolder('log')
    await makeLogIn(folder.path)
    const observer = logObserver(folder.path)
    const until = Date.now() + soakMs
    let [rounds, first, records] = [0, 0, 0]
    while (Date.now() < until) {
      const writers = [0, 1].map((i) =>
        start(folder.path, first + i * 40, 100_000, 1 + ((rounds * 7) % 40)),
      )
      const heard = writers.map((child) => hearAll(child, observer))
      await answersBeyond(observer)
      await pause(Math.random() * 500)
      for (const child of writers) child.kill('SIGKILL')
      await Promise.all(heard)
      const found = await observer.check()
      assert.ok(found >= records, 'records are gone')
      records = found
      rounds += 1
      first += 60
    }
    assert.deepEqual(observer.failures, [])
    assert.ok(observer.answers() > 0)
    t.diagnostic(`${rounds} rounds, ${observer.answers()} versions answered, ${records} records`)
  })

  test('is written by another process when one that stands still is ended, and by none before it goes on', async () => {
    await using folder = await temporaryFolder('log')
    await makeLogIn(folder.path)
    const observer = logObserver(folder.path)
    for (const end of ['SIGCONT', 'SIGKILL'] as const) {
      const first = observer.answers()
      const still = start(folder.path, first, 300, 4)
      const heard = hearAll(still, observer)
      await answersBeyond(observer, 20)
      still.kill('SIGSTOP')
      const other = start(folder.path, first + 50_000, 50, 4)
      const otherHeard = hearAll(other, observer)
      await pause(1000)
      await observer.check()
      still.kill(end)
      await Promise.all([heard, otherHeard])
      await observer.check()
    }
    assert.deepEqual(observer.failures, [])
  })
})

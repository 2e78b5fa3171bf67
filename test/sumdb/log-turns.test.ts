import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { suite, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { temporaryFolder } from '../forge/temporary-folder.ts'
import { makeLogIn } from './log-child.ts'
import { logObserver } from './log-observer.ts'

const script = join(import.meta.dirname, 'log-child.ts')

interface Writer extends AsyncDisposable {
  readonly child: ChildProcess
  /** Resolves when it stands still. */
  readonly stops: Promise<void>
  readonly ended: Promise<unknown>
}

/** Starts a process that looks versions up; `onLine` is told of each of its answers. */
function start(args: readonly (string | number)[], onLine: (line: string) => void): Writer {
  const child = spawn(process.execPath, [script, ...args.map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'close')
  const stops = Promise.withResolvers<void>()
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line === 'stops') stops.resolve()
    else if (line.endsWith('}')) onLine(line)
  })
  return {
    child,
    stops: stops.promise,
    ended,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** Waits until something holds, a minute at most. */
async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; !holds() && i < 3000; i++) await pause(20)
  assert.ok(holds(), 'it never came')
}

suite('two writers of our own log', { skip: process.platform === 'win32' }, () => {
  test('get on with it, both of them, when both are busy', async (t) => {
    await using folder = await temporaryFolder('log')
    await makeLogIn(folder.path)
    const observer = logObserver(folder.path)
    const counts = [0, 0]
    await using writers = new AsyncDisposableStack()
    for (const i of counts.keys()) {
      const writer = start([folder.path, i * 1_000_000, 1_000_000, 64], (line) => {
        observer.hear(line)
        counts[i] = (counts[i] ?? 0) + 1
      })
      writers.use(writer)
    }
    await until(() => Math.min(...counts) >= 2000)
    await writers.disposeAsync()
    await observer.check()
    assert.deepEqual(observer.failures, [])
    t.diagnostic(`${counts.join(' and ')} answers`)
  })

  for (const stop of ['unsigned', 'unpublished'] as const) {
    for (const end of ['SIGCONT', 'SIGKILL'] as const) {
      test(`never fork it: one stands still with what is ${stop} until ${end}, and the other waits`, async () => {
        await using folder = await temporaryFolder('log')
        await makeLogIn(folder.path)
        const observer = logObserver(folder.path)
        await using still = start([folder.path, 0, 8, 8, stop], observer.hear)
        await still.stops
        await using other = start([folder.path, 20, 8, 8], observer.hear)
        await pause(1000)
        assert.equal(observer.answers(), 0, 'something was published while the lock was taken')
        const committed = await observer.check()
        assert.ok(committed > 0)
        still.child.kill(end)
        await Promise.all([still.ended, other.ended])
        assert.deepEqual(observer.failures, [])
        assert.equal(observer.answers(), end === 'SIGCONT' ? 16 : 8)
        assert.equal(await observer.check(), end === 'SIGCONT' ? 16 : committed + 8)
      })
    }
  }
})

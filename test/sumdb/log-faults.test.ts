import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { run } from '../forge/run.ts'
import { temporaryFolder } from '../forge/temporary-folder.ts'
import { makeLogIn, type ChildLine } from './log-child.ts'
import { logObserver } from './log-observer.ts'

const script = join(import.meta.dirname, 'log-child.ts')
const hasStrace = process.platform === 'linux' && spawnSync('strace', ['--version']).status === 0

/** What the writers of a log ask of the system when they write. */
const calls = ['pwrite64', 'fsync', 'rename', 'ftruncate'] as const
const ways = ['error=EIO', 'error=ENOSPC', 'signal=KILL'] as const
/** How many of the calls of one kind fail, each in a run of its own; `LOG_FAULTS=all` for each of them. */
const most = process.env['LOG_FAULTS'] === 'all' ? Number.POSITIVE_INFINITY : 3

/** Runs a child that looks eight versions up, under strace. */
function traced(folder: string, first: number, ...options: string[]) {
  return looking(folder, [first, 8, 2], '--seccomp-bpf', ...options)
}

/** Runs a child under strace that looks up so many versions from the first on, so many at a time. */
function looking(folder: string, wanted: readonly [number, number, number], ...options: string[]) {
  const child = [process.execPath, script, folder, ...wanted.map(String)]
  const args = ['-f', '-qq', ...options, ...child]
  return run('strace', args, {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '' },
    timeoutMs: 120_000,
  })
}

/** Some of the numbers from 1 to `count`, the first and the last among them. */
function some(count: number): number[] {
  const all = Array.from({ length: count }, (_, i) => i + 1)
  if (count <= most) return all
  return Array.from({ length: most }, (_, i) => Math.round(1 + (i * (count - 1)) / (most - 1)))
}

suite(
  'our own log, whose system fails it',
  { skip: !hasStrace && 'strace is not installed' },
  () => {
    for (const call of calls) {
      test(`stands by all it said when ${call} fails, or is the last thing that a writer does`, async (t) => {
        await using folder = await temporaryFolder('log')
        await makeLogIn(folder.path)
        const observer = logObserver(folder.path)
        const hear = (stdout: string) => {
          for (const line of stdout.split('\n')) if (line.endsWith('}')) observer.hear(line)
        }
        const trace = join(folder.path, 'trace')
        const plain = await traced(folder.path, 0, '-e', `trace=${call}`, '-o', trace)
        assert.equal(plain.code, 0, plain.stderr)
        hear(plain.stdout)
        const count = readFileSync(trace, 'utf8')
          .split('\n')
          .filter((line) => line.includes(`${call}(`)).length
        let first = 0
        for (const way of ways) {
          for (const when of some(count)) {
            first += 8
            const inject = `inject=${call}:${way}:when=${when}`
            const { stdout } = await traced(
              folder.path,
              first,
              '-e',
              `trace=${call}`,
              '-e',
              inject,
              '-o',
              trace,
            )
            hear(stdout)
            await observer.check()
          }
        }
        const told = observer.failures.length
        hear((await traced(folder.path, first + 8, '-e', 'trace=none')).stdout)
        assert.equal(observer.failures.length, told, 'the log does not go on')
        await observer.check()
        t.diagnostic(`${count} calls, ${told} lookups failed, ${observer.answers()} were answered`)
      })
    }

    test('tells what it has while nothing can be written, and goes on when that is over', async () => {
      await using folder = await temporaryFolder('log')
      await makeLogIn(folder.path)
      const observer = logObserver(folder.path)
      const versions = (stdout: string) => {
        const lines = stdout.split('\n').filter((line) => line.endsWith('}'))
        for (const line of lines) observer.hear(line)
        return lines.map((line) => JSON.parse(line) as ChildLine)
      }
      const wal = join(folder.path, 'data', 'sumdb', 'log.db-wal')
      const full = ['-P', wal, '-e', 'trace=pwrite64', '-e', 'inject=pwrite64:error=ENOSPC']
      versions((await looking(folder.path, [0, 19, 1], '-e', 'trace=none')).stdout)
      const told = versions((await looking(folder.path, [19, 12, 1], ...full)).stdout)
      assert.deepEqual(
        told.flatMap((line) => ('answer' in line ? [line.version] : [])),
        ['v1.15.0'],
        'the only one that is logged',
      )
      assert.match(String(observer.failures), /the disk of the server is full/)
      assert.equal(await observer.check(), 18)
      const over = versions((await looking(folder.path, [19, 12, 1], '-e', 'trace=none')).stdout)
      assert.ok(over.every((line) => 'answer' in line))
      await observer.check()
    })
  },
)

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { after, afterEach, before, beforeEach, suite, test } from 'node:test'
import { temporaryFolder, type TemporaryFolder } from '../../test/forge/temporary-folder.ts'
import { Failure } from '../failure.ts'
import { maxLocalPrograms, run, runForOutput, type Program, type Running } from './run.ts'

const isRunning = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
async function* forever(): AsyncGenerator<Uint8Array> {
  for (;;) yield Buffer.alloc(65536)
}

async function* bytes(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const each of texts) yield Buffer.from(each)
}

const isUnsupported = (error: unknown) => {
  assert.ok(Failure.is(error, 'unsupported'), String(error))
  assert.match(error.message, /no-such-program-anywhere: it is not installed/)
  assert.match(error.details.hint ?? '', /[Ii]nstall no-such-program-anywhere/)
  return true
}

const isStopped = (error: unknown) => Failure.is(error, 'stopped')

suite('run()', () => {
  let folder: TemporaryFolder
  before(async () => {
    folder = await temporaryFolder('run')
  })
  after(() => folder[Symbol.asyncDispose]())

  const script = (code: string, more: Partial<Program> = {}): Program => ({
    command: process.execPath,
    args: ['-e', code],
    env: {},
    cwd: folder.path,
    ...more,
  })
  test('gives output, exit code and complaint', async () => {
    await using running = run(
      script('process.stdout.write("out"); process.stderr.write(" err\\n"); process.exitCode = 3'),
    )
    assert.equal(await text(running.output), 'out')
    assert.deepEqual(await running.finished, { code: 3, stderr: 'err' })
  })

  test('gives the whole output when it is read after the end', async () => {
    await using running = run(script('process.stdout.write("out")'))
    await running.finished
    assert.equal(await text(running.output), 'out')
  })

  test('keeps the first 4 kB of the complaint', async () => {
    const { stderr } = await runForOutput(script('process.stderr.write("e".repeat(1e6))'), 0)
    assert.equal(stderr, 'e'.repeat(4096))
  })

  test('feeds the input', async () => {
    const input = [Buffer.from('one '), Buffer.from('two')]
    const { stdout } = await runForOutput(
      script('process.stdin.pipe(process.stdout)', { input }),
      99,
    )
    assert.equal(stdout.toString(), 'one two')
  })

  test('closes the input when there is none', async () => {
    const { stdout } = await runForOutput(script('process.stdin.pipe(process.stdout)'), 99)
    assert.equal(stdout.length, 0)
  })

  test('hands on the environment that is given and what starting a program needs, and nothing else', async () => {
    process.env['GIT_DIR'] = '/nowhere'
    process.env['HEADWATER_SECRET'] = 'secret'
    try {
      const program = script('process.stdout.write(JSON.stringify(process.env))', {
        env: { GIVEN: '1', HOME: folder.path },
      })
      const { stdout } = await runForOutput(program, 1e6)
      const { GIVEN, HOME, PATH, ...rest } = JSON.parse(stdout.toString()) as NodeJS.ProcessEnv
      assert.deepEqual([GIVEN, HOME, PATH], ['1', folder.path, process.env['PATH']])
      const system = ['LD_LIBRARY_PATH', 'PATHEXT', 'SYSTEMROOT', 'TEMP', 'TMP', 'TMPDIR']
      const tolerated = new Set(system)
      assert.deepEqual(
        Object.keys(rest).filter((name) => !tolerated.has(name)),
        [],
      )
    } finally {
      delete process.env['GIT_DIR']
      delete process.env['HEADWATER_SECRET']
    }
  })

  test('says how to install a program that is missing', async () => {
    const program = { ...script(''), command: 'no-such-program-anywhere' }
    await assert.rejects(runForOutput(program, 99), isUnsupported)
    await assert.rejects(runForOutput({ ...program, input: forever() }, 99), isUnsupported)
    await assert.rejects(run(program).finished, isUnsupported)
    await assert.rejects(text(run(program).output), isUnsupported)
    await using _ = run(program)
  })

  test('does not call a program missing when its folder is', async () => {
    const program = script('', { cwd: join(folder.path, 'gone') })
    await assert.rejects(runForOutput(program, 99), { code: 'ENOENT' })
  })

  test('ends the program when it is disposed of', async () => {
    let pid = 0
    {
      await using running = run(script('console.log(process.pid); setInterval(() => {}, 1000)'))
      for await (const line of running.output as AsyncIterable<Buffer>) {
        pid = Number(line.toString())
        break
      }
      assert.ok(isRunning(pid))
    }
    assert.equal(isRunning(pid), false)
  })

  test('ends the program when it is disposed of and nobody read what it printed', async () => {
    const running = run(script('setInterval(() => process.stdout.write("x".repeat(1e6)), 1)'))
    await running[Symbol.asyncDispose]()
    assert.equal((await running.finished).code, 128)
    await running[Symbol.asyncDispose]()
  })

  test('ends the program at the output limit', async () => {
    const file = join(folder.path, 'late')
    const program = script(
      `process.on('exit', () => require('fs').writeFileSync(${JSON.stringify(file)}, ''))
       const more = () => process.stdout.write('x'.repeat(1e5), more); more()`,
    )
    await assert.rejects(runForOutput(program, 1000), (error: unknown) => {
      assert.ok(Failure.is(error, 'refused'))
      assert.match(error.message, /more than 1000 bytes/)
      return true
    })
    assert.equal(existsSync(file), false)
  })

  test('ends the program and throws the reason when the input breaks off', async () => {
    const reason = new Failure('unreachable', 'Cannot go on: the source is gone')
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('half')
      throw reason
    }
    const waiting = 'process.stdin.resume(); setInterval(() => {}, 1000)'
    await assert.rejects(runForOutput(script(waiting, { input: broken() }), 99), (error) => {
      assert.equal(error, reason)
      return true
    })
  })

  test('gives the exit code when the program does not read its endless input', async () => {
    let left = false
    async function* watched(): AsyncGenerator<Uint8Array> {
      try {
        yield* forever()
      } finally {
        left = true
      }
    }
    const program = script('process.stderr.write("no"); process.exitCode = 7', { input: watched() })
    const { code, stderr } = await runForOutput(program, 99)
    assert.deepEqual([code, stderr, left], [7, 'no', true])
  })

  test('is stopped when the signal says so', async () => {
    const stop = new AbortController()
    await using running = run(
      script('console.log(1); setInterval(() => {}, 1000)', { signal: stop.signal }),
    )
    await assert.rejects(async () => {
      for await (const _ of running.output) stop.abort()
    }, isStopped)
    await assert.rejects(running.finished, isStopped)
    await assert.rejects(runForOutput(script('', { signal: stop.signal }), 99), isStopped)
  })

  test('ends the program when it runs too long', async () => {
    const slow = script('setInterval(() => {}, 1000)', { timeoutMs: 20 })
    const isLate = { code: 'unreachable', message: /^Gave up on .*: it took longer than 0\.02 s$/ }
    await assert.rejects(runForOutput(slow, 99), isLate)
    await assert.rejects(runForOutput({ ...slow, input: forever() }, 99), isLate)
    await assert.rejects(run(slow).finished, isLate)
    const { code } = await runForOutput(script('', { timeoutMs: 600_000 }), 99)
    assert.equal(code, 0)
  })

  const echo = (input: AsyncIterable<Uint8Array>) =>
    script('process.stdin.pipe(process.stdout)', { input, waitsForNetwork: true })

  suite('when the program is fed by a server', () => {
    test('keeps nobody waiting before its first bytes are there', async () => {
      let isLeft = 0
      async function* silent(wait: Promise<void>): AsyncGenerator<Uint8Array> {
        try {
          await wait
          yield* bytes('late')
        } finally {
          isLeft++
        }
      }
      const { promise, resolve } = Promise.withResolvers<void>()
      const waiting = Array.from({ length: 100 }, () => run(echo(silent(promise))))
      assert.equal((await runForOutput(echo(bytes('a', 'b')), 99)).stdout.toString(), 'ab')
      await Promise.all(waiting.map((each) => each[Symbol.asyncDispose]()))
      for (const { finished } of waiting) await assert.rejects(finished, isStopped)
      resolve()
      await new Promise(setImmediate)
      assert.equal(isLeft, 100)
    })

    test('runs it although there is nothing to feed', async () => {
      assert.deepEqual(await runForOutput(echo(bytes()), 99), {
        code: 0,
        stdout: Buffer.alloc(0),
        stderr: '',
      })
    })

    test('gives the reason when the server breaks off, before it began and after', async () => {
      const reason = new Failure('unreachable', 'It broke off')
      async function* breaking(...texts: string[]): AsyncGenerator<Uint8Array> {
        yield* bytes(...texts)
        throw reason
      }
      for (const texts of [[], ['a']]) {
        const running = run(echo(breaking(...texts)))
        running.output.resume()
        await assert.rejects(running.finished, reason)
      }
    })

    test('does not start it once nobody wants it any more', async () => {
      const never = new AbortController()
      const { promise, resolve } = Promise.withResolvers<void>()
      async function* late(): AsyncGenerator<Uint8Array> {
        await promise
        yield Buffer.from('late')
      }
      const { program, hasRun } = marking('late', {
        input: late(),
        waitsForNetwork: true,
        signal: never.signal,
      })
      const running = run(program)
      never.abort()
      await assert.rejects(running.finished, isStopped)
      await assert.rejects(text(running.output), isStopped)
      resolve()
      await new Promise(setImmediate)
      assert.equal(hasRun(), false)
    })
  })

  test('says so when a signal ended the program', async () => {
    const { code, stderr } = await runForOutput(script('process.kill(process.pid, "SIGSEGV")'), 99)
    assert.deepEqual([code, stderr], [128, 'it was ended by SIGSEGV'])
  })

  const marking = (name: string, more: Partial<Program> = {}) => {
    const file = join(folder.path, name)
    return {
      program: script(`require('fs').writeFileSync(${JSON.stringify(file)}, '')`, more),
      hasRun: () => existsSync(file),
    }
  }

  suite('when as many as may run do', () => {
    const busy: Running[] = []
    const sleep = 'process.stdout.write("up"); setInterval(() => {}, 1000)'
    beforeEach(async () => {
      busy.push(...Array.from({ length: maxLocalPrograms }, () => run(script(sleep))))
      for (const { output } of busy) await once(output, 'readable')
    })
    afterEach(async () => {
      for (const running of busy.splice(0)) await running[Symbol.asyncDispose]()
    })
    test('waits until one of them ends, in turn', async () => {
      const first = marking('first')
      const firstEnd = runForOutput(first.program, 99)
      const second = run(script('process.stdout.write("second")'))
      await runForOutput(script('', { waitsForNetwork: true }), 99)
      assert.equal(first.hasRun(), false)
      await busy[0]?.[Symbol.asyncDispose]()
      assert.equal((await firstEnd).code, 0)
      assert.equal(await text(second.output), 'second')
      assert.deepEqual(await second.finished, { code: 0, stderr: '' })
    })

    test('never starts what is stopped or disposed of while it waits', async () => {
      const stop = new AbortController()
      const stopped = marking('stopped', { signal: stop.signal })
      const stoppedEnd = runForOutput(stopped.program, 99)
      stop.abort()
      await assert.rejects(stoppedEnd, isStopped)
      const disposed = marking('disposed', { input: forever() })
      const unwanted = run(disposed.program)
      await unwanted[Symbol.asyncDispose]()
      await assert.rejects(unwanted.finished, isStopped)
      await busy[0]?.[Symbol.asyncDispose]()
      await runForOutput(script(''), 99)
      assert.deepEqual([stopped.hasRun(), disposed.hasRun()], [false, false])
    })

    test('lets all of many run in the end', async () => {
      const many = Array.from({ length: 3 * maxLocalPrograms }, (_, index) =>
        index % 5 === 4
          ? { ...script(''), command: 'no-such-program-anywhere' }
          : script(`console.log(${index})`),
      )
      const all = Promise.allSettled(many.map((program) => runForOutput(program, 99)))
      for (const running of busy) await running[Symbol.asyncDispose]()
      const done = (await all).filter(({ status }) => status === 'fulfilled')
      assert.equal(done.length, many.filter(({ command }) => command === process.execPath).length)
    })
  })

  test('gives up its place when it cannot be started at all', async () => {
    for (let index = 0; index <= maxLocalPrograms; index++) {
      await assert.rejects(runForOutput(script('\0'), 99), { code: 'ERR_INVALID_ARG_VALUE' })
    }
  })

  test('need not be awaited when it fails', async () => {
    {
      await using _ = run({ ...script(''), command: 'no-such-program-anywhere' })
    }
    await new Promise(setImmediate)
  })
})

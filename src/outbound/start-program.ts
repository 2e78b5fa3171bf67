import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { pipeline as pipeStreams, Readable, type PassThrough } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Failure } from '../failure.ts'
import type { Program } from './run.ts'

const inherited = ['PATH', 'PATHEXT', 'SYSTEMROOT', 'TEMP', 'TMP', 'TMPDIR', 'LD_LIBRARY_PATH']
const usualStderr = 4096

/** How a program ended. */
export interface Ended {
  readonly code: number
  /** The beginning of it. */
  readonly stderr: string
}

/** The process of a program. */
export interface Child {
  /** Rejects when it could not be run or fed, or ran too long. */
  readonly finished: Promise<Ended>
  /** Resolves when the process is no more, or never was. */
  readonly gone: Promise<void>
  /** Kills it if it still runs, and waits until it is gone. */
  end(): Promise<void>
}

/** Starts a program at once, whatever else runs; what it prints goes to `output`. Only for `run`. */
export function startProgram(program: Program, output: PassThrough): Child {
  const child = spawn(program.command, program.args, {
    cwd: program.cwd,
    env: { ...pick(process.env, inherited), ...program.env },
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
    ...(program.signal && { signal: program.signal, killSignal: 'SIGKILL' as const }),
  })
  // Read from the start: when a program ends before anybody reads, Node drops what it printed.
  pipeStreams(child.stdout, output, () => {})
  let stderr = ''
  const { maxStderr = usualStderr } = program
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (stderr.length < maxStderr) stderr += text.slice(0, maxStderr - stderr.length)
  })
  const kill = () => child.kill('SIGKILL')
  const gone = new Promise<void>((resolve) => {
    child.on('close', () => resolve())
    child.on('error', () => child.pid === undefined && resolve())
  })
  const closed = new Promise<number>((resolve, reject) => {
    const fail = (failure: Error) => {
      output.destroy(failure)
      reject(failure)
    }
    child.on('error', (error) => fail(startFailure(error, program)))
    child.on('close', (code, signal) => {
      if (signal !== null && stderr.trim() === '') stderr = `it was ended by ${signal}`
      resolve(code ?? (signal ? 128 : 1))
    })
    const { timeoutMs } = program
    if (timeoutMs === undefined) return
    const timer = setTimeout(() => {
      fail(lateFailure(program, timeoutMs))
      kill()
    }, timeoutMs)
    void gone.then(() => clearTimeout(timer))
  })
  child.stdin.on('error', () => {}) // its exit code tells why it does not read
  const fed = program.input
    ? pipeline(readable(program.input), child.stdin)
    : Promise.resolve(void child.stdin.end())
  return {
    gone,
    finished: feedThenClose(fed, closed, kill).then((code) => ({ code, stderr: stderr.trim() })),
    async end() {
      if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
      kill()
      output.resume()
      await gone
    },
  }
}

function readable(input: NonNullable<Program['input']>): Readable {
  return input instanceof Readable ? input : Readable.from(input, { objectMode: false })
}

/** A program that stops reading (EPIPE) says why in its exit code; a source that breaks off is the real reason. */
async function feedThenClose(
  fed: Promise<void>,
  closed: Promise<number>,
  kill: () => void,
): Promise<number> {
  const feeding = fed.then(
    () => undefined,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE' || error.code === 'ERR_STREAM_PREMATURE_CLOSE') return undefined
      kill()
      return error
    },
  )
  const code = await closed
  const broken = await feeding
  if (broken) throw broken
  return code
}

function startFailure(error: NodeJS.ErrnoException, program: Program): Error {
  if (error.name === 'AbortError') {
    return stoppedFailure(program, error)
  }
  if (error.code === 'ENOENT' && existsSync(program.cwd)) {
    return new Failure('unsupported', `Cannot run ${program.command}: it is not installed`, {
      cause: error,
      hint: `Install ${program.command} (on Debian: apt-get install ${program.debianPackage ?? program.command})`,
    })
  }
  return error
}

/** Somebody did not want the program to go on, or to start. */
export function stoppedFailure(program: Program, cause?: Error): Failure {
  return new Failure('stopped', `Cannot finish ${shown(program)}: it was stopped`, { cause })
}

function lateFailure(program: Program, timeoutMs: number): Failure {
  const seconds = timeoutMs / 1000
  return new Failure(
    'unreachable',
    `Gave up on ${shown(program)}: it took longer than ${seconds} s`,
  )
}

/** The program and what it was to do: its first argument, but for the settings of git that stand before that. */
export function shown({ command, args }: Program): string {
  const what = args.findIndex((arg, index) => arg !== '-c' && args[index - 1] !== '-c')
  return `${command} ${args[what] ?? ''}`.trim()
}

function pick(env: NodeJS.ProcessEnv, names: string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])),
  )
}

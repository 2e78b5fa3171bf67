import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { PassThrough, pipeline as pipeStreams, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Failure } from '../failure.ts'

/** A program to run. Nothing a client sends may become an option: callers put `--end-of-options` or `--` first. */
export interface Program {
  readonly command: string
  /** The Debian package that brings it, where that has another name. */
  readonly debianPackage?: string
  readonly args: readonly string[]
  /** The whole environment but for PATH and what the system needs to start a program at all. */
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
  /** Bytes for standard input; none: it is closed. */
  readonly input?: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
  readonly signal?: AbortSignal
}

/** A running program. Read `output`, then await `finished`; disposing ends it if it still runs. */
export interface Running extends AsyncDisposable {
  readonly output: Readable
  /**
   * Resolves with the exit code and the first 4 kB of standard error; rejects only if it could not be run or fed. Need
   * not be awaited.
   */
  readonly finished: Promise<{ code: number; stderr: string }>
}

const inherited = ['PATH', 'PATHEXT', 'SYSTEMROOT', 'TEMP', 'TMP', 'TMPDIR', 'LD_LIBRARY_PATH']
const maxStderr = 4096

/**
 * Starts a program with its own, minimal environment. Every child process of Headwater starts here.
 *
 * @throws Failure `unsupported` (through `finished`) when the program is not installed
 */
export function run(program: Program): Running {
  const child = spawn(program.command, program.args, {
    cwd: program.cwd,
    env: { ...pick(process.env, inherited), ...program.env },
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
    ...(program.signal && { signal: program.signal, killSignal: 'SIGKILL' as const }),
  })
  // Read from the start: when a program ends before anybody reads, Node drops what it printed.
  const output = new PassThrough()
  pipeStreams(child.stdout, output, () => {})
  output.on('error', () => {}) // told to whoever reads it; nobody may
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (stderr.length < maxStderr) stderr += text.slice(0, maxStderr - stderr.length)
  })
  const closed = new Promise<number>((resolve, reject) => {
    child.on('error', (error) => {
      const failure = startFailure(error, program)
      output.destroy(failure)
      reject(failure)
    })
    child.on('close', (code, signal) => resolve(code ?? (signal ? 128 : 1)))
  })
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()))
  child.stdin.on('error', () => {}) // its exit code tells why it does not read
  const fed = program.input
    ? pipeline(Readable.from(program.input, { objectMode: false }), child.stdin)
    : Promise.resolve(void child.stdin.end())
  const finished = feedThenClose(fed, closed, () => child.kill('SIGKILL')).then((code) => ({
    code,
    stderr: stderr.trim(),
  }))
  finished.catch(() => {}) // whoever awaits it still sees the rejection
  return {
    output,
    finished,
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
      child.kill('SIGKILL')
      output.resume()
      await ended
    },
  }
}

/** Runs a program to its end and returns everything it printed, at most `maxBytes`. */
export async function runForOutput(
  program: Program,
  maxBytes: number,
): Promise<{ code: number; stdout: Buffer; stderr: string }> {
  await using running = run(program)
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of running.output as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBytes) {
      throw new Failure(
        'refused',
        `Cannot use the output of ${shown(program)}: more than ${maxBytes} bytes`,
      )
    }
    chunks.push(chunk)
  }
  return { ...(await running.finished), stdout: Buffer.concat(chunks) }
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
    return new Failure('stopped', `Cannot finish ${shown(program)}: it was stopped`, {
      cause: error,
    })
  }
  if (error.code === 'ENOENT' && existsSync(program.cwd)) {
    return new Failure('unsupported', `Cannot run ${program.command}: it is not installed`, {
      cause: error,
      hint: `Install ${program.command} (on Debian: apt-get install ${program.debianPackage ?? program.command})`,
    })
  }
  return error
}

function shown(program: Program): string {
  return `${program.command} ${program.args[0] ?? ''}`.trim()
}

function pick(env: NodeJS.ProcessEnv, names: string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])),
  )
}

import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { PassThrough, Readable } from 'node:stream'
import { Failure } from '../failure.ts'
import { createTurns } from './program-turns.ts'
import { shown, startProgram, stoppedFailure, type Child, type Ended } from './start-program.ts'

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
  /** Milliseconds it may run, counted from its start; then it is killed. */
  readonly timeoutMs?: number
  /** Most characters that are kept of its standard error; 4,096 unless given. */
  readonly maxStderr?: number
  /**
   * It is as slow as a server may be: counts among {@link maxNetworkPrograms}, and keeps nobody waiting who works on a
   * disk. One that is fed is not started, and takes no place, before the first bytes of its input are there.
   */
  readonly waitsForNetwork?: boolean
  /** It is fed only after it has spoken, so its start waits for no input. */
  readonly speaksFirst?: boolean
}

/** A running program. Read `output`, then await `finished`; disposing ends it if it still runs. */
export interface Running extends AsyncDisposable {
  readonly output: Readable
  /**
   * Resolves with the exit code and the beginning of standard error; rejects only if it could not be run or fed, or ran too long. Need
   * not be awaited.
   */
  readonly finished: Promise<{ code: number; stderr: string }>
}

/** Programs that run at once and work on what is here; the others wait. */
export const maxLocalPrograms = Math.max(4, 2 * availableParallelism())

/** Programs that run at once and wait for a server. */
const maxNetworkPrograms = 64

const localTurns = createTurns(maxLocalPrograms)
const networkTurns = createTurns(maxNetworkPrograms)

/**
 * Starts a program with its own, minimal environment, as soon as fewer than the limit run. Every child process of
 * Headwater begins with this. Whoever still reads a program's output must not await another one: all could wait so.
 *
 * @throws Failure (through `finished` and `output`) `unsupported` when the program is not installed, `unreachable` when
 *   it ran longer than it may, `stopped` when the signal says so or nobody wants it any more before its start
 */
export function run(program: Program): Running {
  const { signal } = program
  const output = new PassThrough()
  output.on('error', () => {}) // told to whoever reads it; nobody may
  const { promise: finished, resolve, reject } = Promise.withResolvers<Ended>()
  finished.catch(() => {}) // whoever awaits it still sees the rejection
  let child: Child | undefined
  let mayStart = true
  let leave: (() => void) | undefined
  const isFedFirst = program.waitsForNetwork && !program.speaksFirst
  const source = isFedFirst && program.input ? begun(program.input) : undefined

  function takeTurn(): void {
    const turns = program.waitsForNetwork ? networkTurns : localTurns
    leave = turns((giveUp) => {
      mayStart = false
      signal?.removeEventListener('abort', abandon)
      try {
        child = startProgram(source ? { ...program, input: source } : program, output)
        void child.gone.then(giveUp)
        child.finished.then(resolve, reject)
      } catch (error) {
        giveUp()
        end(error)
      }
    })
  }
  function end(error: unknown): void {
    output.destroy(error instanceof Error ? error : undefined)
    reject(error)
  }
  function giveUpBefore(error: unknown): void {
    if (!mayStart) return
    mayStart = false
    leave?.()
    signal?.removeEventListener('abort', abandon)
    source?.destroy()
    end(error)
  }
  const abandon = (): void => giveUpBefore(stoppedFailure(program))

  if (signal?.aborted) abandon()
  else {
    signal?.addEventListener('abort', abandon)
    if (source) once(source, 'readable').then(() => mayStart && takeTurn(), giveUpBefore)
    else takeTurn()
  }
  return {
    output,
    finished,
    async [Symbol.asyncDispose]() {
      abandon()
      await child?.end()
    },
  }
}

/** Input that is read as far as its first bytes. */
function begun(input: NonNullable<Program['input']>): Readable {
  const source = Readable.from(input, { objectMode: false })
  return source.on('error', () => {}) // told to whoever waits for it, or feeds it
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

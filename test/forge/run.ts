import { spawn } from 'node:child_process'
import { buffer, text } from 'node:stream/consumers'

/** How a program ended. */
export interface Outcome {
  /** Exit code; null when a signal ended it. */
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** How a program is run. */
export interface RunOptions {
  readonly cwd: string
  /** The whole environment; see `isolated` in isolation.ts. */
  readonly env: NodeJS.ProcessEnv
  /** What it reads on its standard input; nothing unless given. */
  readonly input?: string | Uint8Array
  /** After which it is killed, so that a program that hangs fails its test and not the whole run. */
  readonly timeoutMs?: number
}

/**
 * Runs a program to its end, whatever its exit code.
 *
 * @throws Error when it cannot be started
 */
export async function run(
  program: string,
  args: readonly string[],
  options: RunOptions,
): Promise<Outcome> {
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: options.env,
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: options.timeoutMs ?? 120_000,
    killSignal: 'SIGKILL',
  })
  child.stdin.on('error', () => {})
  child.stdin.end(options.input)
  const ended = new Promise<Pick<Outcome, 'code' | 'signal'>>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal }))
  })
  const [stdout, stderr, end] = await Promise.all([buffer(child.stdout), text(child.stderr), ended])
  return { ...end, stdout: stdout.toString(), stderr }
}

/**
 * Runs a program that must succeed, and gives its standard output without trailing line ends.
 *
 * @throws Error with what it wrote on its standard error, when it ends with anything but 0
 */
export async function must(
  program: string,
  args: readonly string[],
  options: RunOptions,
): Promise<string> {
  const { code, signal, stdout, stderr } = await run(program, args, options)
  if (code !== 0) {
    throw new Error(`${program} ${args.join(' ')} ended with ${code ?? signal}: ${stderr.trim()}`)
  }
  return stdout.replace(/\n+$/, '')
}

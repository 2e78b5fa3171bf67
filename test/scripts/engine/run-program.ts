import { spawn } from 'node:child_process'
import { access, constants } from 'node:fs/promises'
import { delimiter, join, resolve, sep } from 'node:path'
import { text } from 'node:stream/consumers'
import { usage, type Command, type Commands } from './command.ts'
import type { CommandOutput, ScriptState } from './state.ts'

/** A command that runs the program at `path`, or of that name on this process' PATH, with the arguments it is given. */
export function program(path: string): Command {
  return {
    mayWait: true,
    async run(state, args) {
      const found = await findProgram(path, process.env['PATH'] ?? '')
      if (found === undefined) throw new Error(`there is no program "${path}"`)
      return runProgram(state, found, args)
    },
  }
}

/** `exec`, which finds programs on the script's PATH. */
export const programCommands: Commands = {
  exec: {
    mayWait: true,
    async run(state, [name, ...args]): Promise<CommandOutput> {
      usage(name !== undefined, 'exec program [argument…]')
      const found = await findProgram(name ?? '', state.env['PATH'] ?? '', state.cwd)
      if (found === undefined) throw new Error(`there is no program "${name}"`)
      return runProgram(state, found, args)
    },
  },
}

/** The path of a program: what `path` (as in the environment) leads to, or `name` itself when it is a path. */
export async function findProgram(
  name: string,
  path: string,
  cwd = process.cwd(),
): Promise<string | undefined> {
  if (name.includes(sep)) return resolve(cwd, name)
  for (const folder of path.split(delimiter)) {
    const file = join(folder, name)
    const isThere = folder !== '' && (await access(file, constants.X_OK).then(yes, no))
    if (isThere) return file
  }
  return undefined
}

const yes = () => true
const no = () => false

async function runProgram(
  state: ScriptState,
  path: string,
  args: readonly string[],
): Promise<CommandOutput> {
  const child = spawn(path, args, {
    cwd: state.cwd,
    env: state.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: state.signal,
    killSignal: 'SIGKILL',
  })
  const ended = new Promise<string | undefined>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve(code === 0 ? undefined : endOf(code, signal)))
  })
  const [failure, stdout, stderr] = await Promise.all([
    ended,
    text(child.stdout),
    text(child.stderr),
  ])
  return { stdout, stderr, ...(failure !== undefined && { failure }) }
}

function endOf(code: number | null, signal: NodeJS.Signals | null): string {
  return code === null ? `ended by ${signal}` : `exit status ${code}`
}

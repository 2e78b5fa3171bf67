import { setTimeout as sleep } from 'node:timers/promises'
import { SkipScript, StopScript, usage, type Commands } from './command.ts'
import { durationMs } from './go-text.ts'
import type { BackgroundCommand, CommandOutput, ScriptState } from './state.ts'

/** Commands that steer the script itself. */
export const controlCommands: Commands = {
  cd: {
    async run(state, args) {
      const [folder = ''] = args
      usage(args.length === 1, 'cd folder')
      await state.changeFolder(folder)
    },
  },
  echo: { run: (_, args) => ({ stdout: `${args.join(' ')}\n`, stderr: '' }) },
  env: { run: env },
  skip: {
    run(_, [reason = '']) {
      throw new SkipScript(reason)
    },
  },
  sleep: {
    mayWait: true,
    async run(state, args) {
      usage(args.length === 1, 'sleep duration')
      await sleep(durationMs(args[0] ?? ''), undefined, { signal: state.signal })
      return { stdout: '', stderr: '' }
    },
  },
  stop: {
    run(_, [reason = '']) {
      throw new StopScript(reason)
    },
  },
  wait: { run: wait },
}

/** Sets what has a `=`, prints what has none; everything without arguments. */
function env(state: ScriptState, args: readonly string[]): CommandOutput | undefined {
  if (args.length === 0) {
    const all = Object.entries(state.env).map(([name, value]) => `${name}=${value}\n`)
    return { stdout: all.join(''), stderr: '' }
  }
  let stdout = ''
  for (const arg of args) {
    const at = arg.indexOf('=')
    if (at < 0) stdout += `${arg}=${state.env[arg] ?? ''}\n`
    else state.setEnv(arg.slice(0, at), arg.slice(at + 1))
  }
  return stdout === '' ? undefined : { stdout, stderr: '' }
}

/** What all commands in the background printed, one after the other. */
async function wait(state: ScriptState): Promise<CommandOutput> {
  const started = state.background
  state.background = []
  const outputs = await Promise.all(started.map((command) => command.output))
  const failures = outputs.flatMap((output, index) => unmet(started[index], output))
  return {
    stdout: outputs.map(({ stdout }) => stdout).join(''),
    stderr: outputs.map(({ stderr }) => stderr).join(''),
    ...(failures.length > 0 && { failure: failures.join('\n') }),
  }
}

function unmet(command: BackgroundCommand | undefined, { failure }: CommandOutput): string[] {
  if (command === undefined || command.want === '?') return []
  if ((command.want === '!') === (failure !== undefined)) return []
  return [`${command.line}: ${failure ?? 'it should have failed'}`]
}

import { stat } from 'node:fs/promises'
import { delimiter, join, resolve, sep } from 'node:path'
import { quoteRegexp } from './go-text.ts'

/** What a command has printed; `failure` says why it failed although it ran. */
export interface CommandOutput {
  readonly stdout: string
  readonly stderr: string
  readonly failure?: string
}

/** A command that was started with `&`. */
export interface BackgroundCommand {
  /** As the script has it. */
  readonly line: string
  readonly want: '' | '!' | '?'
  readonly output: Promise<CommandOutput>
}

/** What commands of one script share. */
export interface ScriptState {
  /** The folder the script started in. */
  readonly folder: string
  /** Where it is now, absolute; see {@link ScriptState.changeFolder}. */
  readonly cwd: string
  /** The environment of programs it starts. */
  readonly env: Readonly<Record<string, string>>
  /** Ends when nobody waits for the script any more. */
  readonly signal: AbortSignal
  /** Of the latest command that printed. */
  stdout: string
  stderr: string
  background: BackgroundCommand[]
  /** What happened so far, for people. */
  readonly log: string[]
  readonly setEnv: (name: string, value: string) => void
  /** Absolute path of a path in the script. */
  readonly path: (path: string) => string
  /** @throws Error when there is no such folder */
  readonly changeFolder: (path: string) => Promise<void>
  /** Replaces `$NAME` and `${NAME}`, `${/}` and `${:}` too; with `forRegexp`, by what matches the value only. */
  readonly expand: (text: string, forRegexp?: boolean) => string
}

/** The state a script starts with. */
export function scriptState(
  folder: string,
  environment: Readonly<Record<string, string>>,
  signal: AbortSignal = new AbortController().signal,
): ScriptState {
  const start = resolve(folder)
  const env: Record<string, string> = { ...environment, PWD: start }
  let cwd = start
  const path = (name: string) => (name === '' ? cwd : resolve(cwd, name))
  return {
    folder: start,
    get cwd() {
      return cwd
    },
    env,
    signal,
    stdout: '',
    stderr: '',
    background: [],
    log: [],
    path,
    setEnv(name, value) {
      env[name] = value
    },
    async changeFolder(name) {
      const target = path(name)
      await stat(target)
      cwd = target
      env['PWD'] = target
    },
    expand(text, forRegexp = false) {
      return text.replaceAll(/\$(?:\{([^}]*)\}|(\w+|[*#$@!?-]))/g, (_, braced, bare) => {
        const value = valueOf((braced ?? bare) as string)
        return forRegexp ? quoteRegexp(value) : value
      })
    },
  }

  function valueOf(name: string): string {
    if (name === '/') return sep
    if (name === ':') return delimiter
    return env[name] ?? ''
  }
}

/** Whether `path` is `folder` or below it; both are absolute. */
export function isBelow(folder: string, path: string): boolean {
  return path === folder || path.startsWith(join(folder, sep))
}

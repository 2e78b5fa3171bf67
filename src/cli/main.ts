import { Failure } from '../failure.ts'
import { commands } from './commands.ts'
import type { ConfigSources } from './config/sources.ts'
import { userCacheFolder } from './config/user-cache-folder.ts'
import { userConfigFile } from './config/user-config-file.ts'
import type { BareContext } from './context.ts'
import { globalOptions, type CommandDeclaration } from './declaration.ts'
import { takePipe, watchLauncher } from './launcher-pipe.ts'
import type { Invocation } from './program.ts'
import { reportError } from './report-error.ts'
import { createStopper, stopCodes, type StopSignal } from './signals.ts'
import { printVersion } from './version.ts'

/** The world a command line runs in. */
export interface Host extends Omit<BareContext, 'args' | 'options'> {
  readonly platform: NodeJS.Platform
  readonly home: string
  /** Columns of the terminal, if there is one. */
  readonly width: number | undefined
  /** The signal that aborted `signal`. */
  stoppedBy(): StopSignal | undefined
}

/** Runs the command line of this process; what `bin/headwater` calls. */
export async function start(declarations: readonly CommandDeclaration[] = commands): Promise<void> {
  const pipe = takePipe(process.env)
  const stopper = createStopper((code) => process.exit(code))
  if (pipe !== undefined) {
    await watchLauncher(
      pipe,
      (signal) => stopper.receive(signal, 'launcher'),
      () => process.exit(stopCodes.SIGTERM),
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => stopper.receive(signal, 'process'))
  }
  const argv = process.argv.slice(2)
  process.on('uncaughtException', (error) => {
    reportError(error, process.stderr, isVerbose(argv))
    process.exit(2)
  })
  for (const stream of [process.stdout, process.stderr]) stream.on('error', onWriteError)
  process.exitCode = await main(
    {
      argv,
      env: process.env,
      get cwd() {
        return currentFolder()
      },
      stdout: process.stdout,
      stderr: process.stderr,
      signal: stopper.signal,
      stoppedBy: () => stopper.stoppedBy(),
      platform: process.platform,
      get home() {
        return userHome()
      },
      width: process.stdout.isTTY ? process.stdout.columns : undefined,
    },
    declarations,
  )
}

/** @throws Failure `invalid` where it was removed */
function currentFolder(): string {
  try {
    return process.cwd()
  } catch (error) {
    throw new Failure('invalid', 'Cannot tell where this runs: the current folder was removed', {
      cause: error,
      hint: 'Change to a folder that is there',
    })
  }
}

/** An empty or relative HOME would lead into whatever folder this runs in. */
function userHome(): string {
  const { homedir, userInfo } = process.getBuiltinModule('node:os')
  const home = homedir()
  return process.getBuiltinModule('node:path').isAbsolute(home) ? home : userInfo().homedir
}

/** Runs a command line and gives its exit code; errors are told on stderr, never thrown. */
export async function main(
  host: Host,
  declarations: readonly CommandDeclaration[] = commands,
): Promise<number> {
  try {
    const { argv } = host
    const own = beforeDashes(argv)
    if (own.includes('--version') || own.includes('-V')) {
      return await printVersion({ options: { json: own.includes('--json') }, stdout: host.stdout })
    }
    const { parseCommandLine } = await import('./program.ts')
    const understood = parseCommandLine(argv.length === 0 ? ['--help'] : argv, declarations, host)
    return typeof understood === 'number' ? understood : await run(understood, host)
  } catch (error) {
    const stoppedBy = host.stoppedBy()
    if (stoppedBy !== undefined && (error === host.signal.reason || Failure.is(error, 'stopped'))) {
      host.stderr.write(`headwater: stopped by ${stoppedBy}\n`)
      return stopCodes[stoppedBy]
    }
    reportError(error, host.stderr, isVerbose(host.argv))
    return 2
  }
}

async function run(invocation: Invocation, host: Host): Promise<number> {
  const { declaration, args } = invocation
  const { argv, env, cwd, stdout, stderr, signal } = host
  const options = {
    ...invocation.options,
    color: invocation.options['color'] !== false && !env['NO_COLOR'],
  }
  const context: BareContext = { argv, args, options, env, cwd, stdout, stderr, signal }
  const sources = sourcesOf(invocation, host)
  if (declaration.needs === 'sources') return (await declaration.load())({ ...context, sources })
  const { configFrom } = await import('./config/config-from.ts')
  const config = await configFrom(sources)
  return (await declaration.load())({ ...context, config })
}

function sourcesOf({ declaration, options }: Invocation, host: Host): ConfigSources {
  const overrides = [...globalOptions, ...declaration.options].flatMap((option) => {
    const [, long = ''] = /--([a-z-]+)/.exec(option.flags) ?? []
    const given = options[camelCased(long)]
    if (option.setting === undefined || given === undefined) return []
    return [{ key: option.setting, value: option.means ?? given, option: `--${long}` }]
  })
  const sources = { env: host.env, cwd: host.cwd, overrides }
  const file = options['config']
  const named = typeof file === 'string' ? { ...sources, file } : sources
  if (declaration.needs !== 'config' || !declaration.personal) return named
  const { env, platform, home } = host
  const defaultFile = userConfigFile(env, platform, home)
  return { ...named, defaultFile, defaultData: userCacheFolder(env, platform, home) }
}

function camelCased(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

function isVerbose(argv: readonly string[]): boolean {
  return beforeDashes(argv).some((argument) => argument === '-v' || argument === '--verbose')
}

function beforeDashes(argv: readonly string[]): readonly string[] {
  const dashes = argv.indexOf('--')
  return dashes < 0 ? argv : argv.slice(0, dashes)
}

/** A reader that went away (`headwater … | head`) is no news; anything else that keeps output from being written is. */
function onWriteError(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') return
  process.stderr.write(`headwater: cannot write the output: ${error.message}\n`)
  process.exit(2)
}

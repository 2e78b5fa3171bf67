import type { Config } from './config/config.ts'
import type { ConfigSources } from './config/sources.ts'

/**
 * What every command gets. Commands read nothing global: what is not here they do not know.
 *
 * `options` holds the command's own options and the global ones by camel-cased long name (`--fail-on` is `failOn`);
 * what each holds is said where it is declared (`commands.ts`). An option that was not given is absent, except `color`,
 * which is false when `--no-color` or NO_COLOR forbids colours, else true.
 */
export interface BareContext {
  /** The command line as it was given, without the name of the program. */
  readonly argv: readonly string[]
  readonly args: readonly string[]
  readonly options: Readonly<Record<string, unknown>>
  readonly stdout: NodeJS.WritableStream
  readonly stderr: NodeJS.WritableStream
  readonly env: NodeJS.ProcessEnv
  readonly cwd: string
  /** Aborted by the first SIGINT or SIGTERM: finish or give up, close everything, return. */
  readonly signal: AbortSignal
}

/** What most commands get. Options that stand for settings (`--listen`, `--data` …) are in `config` already. */
export interface CommandContext extends BareContext {
  readonly config: Config
}

/** What a command gets that must run even when the configuration is broken. */
export interface SourcesContext extends BareContext {
  readonly sources: ConfigSources
}

/**
 * Carries a command out and gives its exit code: 0 fine, 1 findings, 2 usage, configuration or internal error,
 * 3 incomplete.
 *
 * @throws Failure for what its user should read (exit code 2); anything else is taken for a bug
 */
export type CommandRun<Context> = (context: Context) => Promise<number>

import { accessSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Override } from './options.ts'

/** What the configuration is made from. */
export interface ConfigSources {
  /** The file named on the command line; else `HEADWATER_CONFIG` names it; else there may be a default one. */
  readonly file?: string
  /** What is read if it is there and no file is named, in place of `headwater.toml` in `cwd`. */
  readonly defaultFile?: string
  readonly env: NodeJS.ProcessEnv
  readonly overrides?: readonly Override[]
  readonly cwd: string
  /** The data folder when nothing names one, in place of `headwater-data` in `cwd`. */
  readonly defaultData?: string
}

/** What the names of all variables begin with that are settings. */
export const variablePrefix = 'HEADWATER_'

/** Names the configuration file, as `--config` does. */
export const fileVariable = 'HEADWATER_CONFIG'

/** The configuration file that somebody named, which must exist. */
export function namedFile({ file, env }: ConfigSources): string | undefined {
  return file ?? (env[fileVariable] || undefined)
}

/** The one that is read if it is there, when none is named. */
export function defaultFile({ defaultFile: file = 'headwater.toml' }: ConfigSources): string {
  return file
}

/**
 * Whether anything may say other than the defaults: a file that is named or may be there, a variable, an option. Reads
 * nothing.
 */
export function saySomething(sources: ConfigSources): boolean {
  const { env, overrides = [], cwd } = sources
  return (
    overrides.length > 0 ||
    namedFile(sources) !== undefined ||
    Object.entries(env).some(([name, text]) => name.startsWith(variablePrefix) && text) ||
    mayBeThere(resolve(cwd, defaultFile(sources)))
  )
}

/** False only where it is certain that there is no such file. */
function mayBeThere(file: string): boolean {
  try {
    accessSync(file)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT'
  }
}

import type { Config } from './config.ts'
import { defaultConfig } from './defaults.ts'
import { saySomething, type ConfigSources } from './sources.ts'

/**
 * The configuration of a command, as {@link loadConfig} makes it; what reads a configuration is loaded only where there
 * is one.
 *
 * @throws Failure `invalid` with every problem there is, each with its place, key and reason
 */
export async function configFrom(sources: ConfigSources): Promise<Config> {
  if (!saySomething(sources)) return defaultConfig(sources)
  const { loadConfig } = await import('./load.ts')
  return loadConfig(sources)
}

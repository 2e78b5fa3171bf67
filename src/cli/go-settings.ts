import { readFile } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'

/** Gives a setting of the go command by its name, '' where it is not set. */
export type GoSetting = (name: string) => string

/**
 * The settings of the go command as its user has them: variables of the environment, then what `go env -w` has written.
 * A file that cannot be read has none.
 *
 * Source: cmd/go/internal/cfg.Getenv, EnvFile; os.UserConfigDir
 */
export async function goSettings(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
): Promise<GoSetting> {
  const file = envFile(env, platform)
  const text = file === undefined ? '' : await readFile(file, 'utf8').catch(() => '')
  const written = new Map<string, string>()
  for (const line of text.split('\n')) {
    const [, name = '', value = ''] = /^([A-Z][A-Z0-9_]*)=(.*?)\r?$/.exec(line) ?? []
    if (!written.has(name)) written.set(name, value)
  }
  return (name) => env[name] || (written.get(name) ?? '')
}

function envFile(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string | undefined {
  const named = env['GOENV']
  if (named) return named === 'off' ? undefined : named
  const folder = configFolder(env, platform)
  return folder === undefined ? undefined : join(folder, 'go', 'env')
}

function configFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string | undefined {
  if (platform === 'win32') return env['AppData'] ?? env['APPDATA']
  const home = env['HOME']
  if (platform === 'darwin') return home && join(home, 'Library', 'Application Support')
  const config = env['XDG_CONFIG_HOME']
  if (config) return isAbsolute(config) ? config : undefined
  return home && join(home, '.config')
}

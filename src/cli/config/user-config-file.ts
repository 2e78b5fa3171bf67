import { posix, win32 } from 'node:path'

/**
 * The configuration of a user, for commands that run in folders which may be somebody else's: `headwater.toml` in the
 * `headwater` folder of the user's configuration. A relative `XDG_CONFIG_HOME` counts as none.
 *
 * Source: XDG Base Directory Specification; macOS and Windows by their own custom
 */
export function userConfigFile(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
  home: string,
): string {
  if (platform === 'win32') {
    const roaming = env['APPDATA'] || win32.join(home, 'AppData', 'Roaming')
    return win32.join(roaming, 'headwater', 'headwater.toml')
  }
  if (platform === 'darwin') {
    return posix.join(home, 'Library', 'Application Support', 'headwater', 'headwater.toml')
  }
  const folder = env['XDG_CONFIG_HOME']
  const base = folder?.startsWith('/') ? folder : posix.join(home, '.config')
  return posix.join(base, 'headwater', 'headwater.toml')
}

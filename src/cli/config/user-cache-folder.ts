import { posix, win32 } from 'node:path'

/**
 * Where `fetch` and `check` keep what they learn when nobody names a folder: `headwater` in the user's cache folder.
 * A relative `XDG_CACHE_HOME` counts as none.
 *
 * Source: XDG Base Directory Specification; macOS and Windows by their own custom
 */
export function userCacheFolder(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
  home: string,
): string {
  if (platform === 'win32') {
    return win32.join(env['LOCALAPPDATA'] || win32.join(home, 'AppData', 'Local'), 'headwater')
  }
  if (platform === 'darwin') return posix.join(home, 'Library', 'Caches', 'headwater')
  const cache = env['XDG_CACHE_HOME']
  return posix.join(cache?.startsWith('/') ? cache : posix.join(home, '.cache'), 'headwater')
}

import { lstat, realpath } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'

/** Name of the checker's settings in a repository. */
const settingsName = '.headwater.toml'

/**
 * The nearest `.headwater.toml` from a folder upwards, as far as the top of its git repository; without one only in the
 * folder itself, since what lies further up may be anybody's. Undefined where there is none.
 */
export async function findSettings(
  folder: string,
  root: string | undefined,
): Promise<string | undefined> {
  const start = await realpath(folder).catch(() => resolve(folder))
  const isInside = root !== undefined && !relative(root, start).startsWith('..')
  for (let at = start; ; at = dirname(at)) {
    const file = join(at, settingsName)
    if (await isThere(file)) return file
    if (!isInside || at === root || dirname(at) === at) return undefined
  }
}

async function isThere(file: string): Promise<boolean> {
  return (await lstat(file).catch(() => undefined)) !== undefined
}

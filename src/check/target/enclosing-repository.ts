import { stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/**
 * The nearest folder with `.git`, a folder or a file that names one, from an absolute path upwards; undefined where there
 * is none. No program is run, so whether git would read what is there is not told.
 */
export async function enclosingRepository(folder: string): Promise<string | undefined> {
  for (let at = folder; ; at = dirname(at)) {
    const found = await stat(join(at, '.git')).catch(() => undefined)
    if (found !== undefined) return at
    if (dirname(at) === at) return undefined
  }
}

import { chmod, lstat, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Removes a file or a folder with all it holds, also where folders may not be written to, as in a module cache; what is
 * not there is no failure.
 */
export async function removeTree(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined)
  if (found?.isDirectory() === true) await openFolders(path)
  await rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
}

async function openFolders(folder: string): Promise<void> {
  await chmod(folder, 0o700)
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await openFolders(join(folder, entry.name))
  }
}

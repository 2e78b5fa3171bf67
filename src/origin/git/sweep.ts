import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { gitFolder } from './git-program.ts'

/**
 * Removes the unfinished packs and forgotten locks of git programs that were killed. Call it only while nobody else
 * adds to the depot.
 */
export async function sweep(folder: string): Promise<void> {
  const gitDir = gitFolder(folder)
  const unfinished = [
    ...(await named(join(gitDir, 'objects', 'pack'), /^tmp_/)),
    ...(await named(gitDir, /\.lock$/)),
    ...(await named(join(gitDir, 'refs'), /\.lock$/, true)),
  ]
  for (const file of unfinished) await rm(file, { force: true })
}

/** The files in a folder whose names fit. */
async function named(folder: string, name: RegExp, recursive = false): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive }).catch(() => [])
  return entries
    .filter((entry) => entry.isFile() && name.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
}

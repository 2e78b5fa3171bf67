import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { gitFolder } from './git-program.ts'
import { isFolder } from './is-folder.ts'

/**
 * Removes the unfinished packs and forgotten locks of git programs that were killed. Call it only while nobody else
 * adds to the depot. Nothing is done behind links, which nobody here makes.
 */
export async function sweep(folder: string): Promise<void> {
  let path = gitFolder(folder)
  await removeFrom(path, /\.(?:lock|next)$/)
  for (const name of ['objects', 'pack']) {
    if (!(await isFolder(path))) return
    path = join(path, name)
  }
  await removeFrom(path, /^tmp_/)
}

/** Removes the files in a folder whose names fit. */
async function removeFrom(folder: string, names: RegExp): Promise<void> {
  if (!(await isFolder(folder))) return
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  for (const { name } of entries.filter((entry) => entry.isFile() && names.test(entry.name))) {
    await rm(join(folder, name), { force: true })
  }
}

import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Creates a folder, and those above it, unless it is there. As `mkdir` with `recursive`, which does not return on a file
 * system that says of a folder in an existing one that it cannot find it, as /proc does.
 *
 * @throws the system's error
 */
export async function makeFolders(folder: string): Promise<void> {
  const parent = dirname(folder)
  if (parent !== folder && (await kindOf(parent)) === 'nothing') await makeFolders(parent)
  try {
    await mkdir(folder)
  } catch (error) {
    if ((await kindOf(folder)) !== 'folder') throw error
  }
}

async function kindOf(path: string): Promise<'folder' | 'other' | 'nothing'> {
  const found = await stat(path).catch(() => undefined)
  if (found === undefined) return 'nothing'
  return found.isDirectory() ? 'folder' : 'other'
}

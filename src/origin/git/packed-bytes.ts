import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { gitFolder } from './git-program.ts'

/** Bytes of all packs of a depot, and of their indexes; 0 where there is none. */
export async function packedBytes(folder: string): Promise<number> {
  const packFolder = join(gitFolder(folder), 'objects', 'pack')
  let sum = 0
  for (const name of await readdir(packFolder).catch(() => [])) {
    sum += (await stat(join(packFolder, name)).catch(() => undefined))?.size ?? 0
  }
  return sum
}

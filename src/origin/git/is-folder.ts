import { lstat } from 'node:fs/promises'

/** Whether there is a folder that is no link. */
export async function isFolder(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined))?.isDirectory() ?? false
}

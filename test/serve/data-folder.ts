import { readdir, readlink } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { HeadwaterHome } from '../oracle/headwater.ts'

/** Every file below a folder, relative and sorted; none when there is no such folder. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .toSorted()
}

/** Files of versions that are held: records and zips. */
export function heldFiles(home: HeadwaterHome): Promise<string[]> {
  return filesBelow(join(home.data, 'modules'))
}

/** Unfinished files of our own and of git's, by the names that both give them. */
async function unfinishedFiles(home: HeadwaterHome): Promise<string[]> {
  const all = await filesBelow(home.data)
  return all.filter(
    (name) =>
      (name.startsWith('tmp') && !name.endsWith('.alive')) || /tmp_|incoming|\.lock$/.test(name),
  )
}

/**
 * Ids of processes that work in a folder: what a server started, whether it is still its child or not.
 * Undefined where there is no /proc.
 */
async function processesIn(folder: string): Promise<string[] | undefined> {
  if (process.platform !== 'linux') return undefined
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const places = await Promise.all(ids.map((id) => readlink(`/proc/${id}/cwd`).catch(() => '')))
  return ids.filter((_, index) => places[index]?.startsWith(`${folder}/`))
}

/** Waits until no program works in the data folder and no unfinished file is there; tells what stays after 5 s. */
export async function leftOvers(home: HeadwaterHome): Promise<string[]> {
  for (let attempt = 0; ; attempt++) {
    const processes = (await processesIn(home.data)) ?? []
    const found = [...processes.map((id) => `process ${id}`), ...(await unfinishedFiles(home))]
    if (found.length === 0 || attempt === 50) return found
    await pause(100)
  }
}

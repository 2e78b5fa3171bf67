import { existsSync, rmSync } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openLockFile } from './lock-file.ts'

const suffix = '.alive'

/** A folder for unfinished files, and the sign that its owner lives. */
export interface Scratch {
  /** An empty folder of this opening alone, on the same file system as the content. */
  readonly folder: string
  /** The name of this opening: different for every one, also within a process. */
  readonly owner: string
  /** The openings that live now, this one included. */
  readonly alive: ReadonlySet<string>
  /** Makes the folder and the sign anew where somebody has removed them. */
  renew(): Promise<void>
  /** Removes the folder and all in it. */
  close(): void
}

/**
 * Makes `<root>/<owner>` and removes those of the dead. Each owner has a lock file `<owner>.alive` beside
 * its folder, taken as long as it lives. The caller sees to it that only one does this at a time.
 */
export async function openScratch(root: string): Promise<Scratch> {
  await mkdir(root, { recursive: true })
  const alive = await sweep(root)
  const owner = `${process.pid}-${Math.random().toString(36).slice(2)}`
  const sign = join(root, owner + suffix)
  const folder = join(root, owner)
  let lock = openLockFile(sign)
  lock.take()
  await mkdir(folder)
  alive.add(owner)
  return {
    folder,
    owner,
    alive,
    async renew() {
      await mkdir(folder, { recursive: true })
      if (existsSync(sign)) return
      lock[Symbol.dispose]()
      lock = openLockFile(sign)
      lock.take()
    },
    close() {
      if (existsSync(folder)) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
      lock[Symbol.dispose]()
      if (existsSync(sign)) rmSync(sign, { force: true })
    },
  }
}

/** Removes all that belongs to nobody alive, and returns the owners that are. */
async function sweep(root: string): Promise<Set<string>> {
  const names = await readdir(root)
  const signs = names.filter((name) => name.endsWith(suffix))
  const living = new Set(signs.filter((name) => isTaken(join(root, name))))
  const alive = new Set([...living].map((name) => name.slice(0, -suffix.length)))
  const dead = names.filter((name) => !living.has(name) && !alive.has(name))
  for (const name of dead) await rm(join(root, name), { recursive: true, force: true })
  return alive
}

function isTaken(file: string): boolean {
  using lock = openLockFile(file)
  return !lock.take()
}

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmdirSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'

/** A file system of a few megabytes, or undefined where this process may not mount one. */
export function smallDisk(t: TestContext): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'headwater-small-'))
  const mount = ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder]
  const { status } = spawnSync('mount', mount)
  t.after(() => {
    if (status === 0) spawnSync('umount', [folder])
    rmdirSync(folder)
  })
  return status === 0 ? folder : undefined
}

/** Takes all the room that is left on it, and gives the file that has it. */
export function fill(folder: string): string {
  const file = join(folder, 'filler')
  const free = statfsSync(folder)
  writeFileSync(file, Buffer.alloc(free.bavail * free.bsize))
  return file
}

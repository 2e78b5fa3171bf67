import { randomUUID } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { systemCode } from './system-failure.ts'

const windows = process.platform === 'win32'

/**
 * Makes the names in a folder survive a power cut. Windows cannot sync a folder and orders such changes
 * in its own journal, so a refusal there is not an error.
 */
export async function syncFolder(folder: string): Promise<void> {
  try {
    await using handle = await open(folder)
    await handle.sync()
  } catch (error) {
    if (!windows) throw error
  }
}

/** Puts on stable storage what anybody has written to a file; one that is not there has nothing to lose. */
export async function syncFile(file: string): Promise<void> {
  try {
    await using handle = await open(file, 'r+')
    await handle.sync()
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error
  }
}

/** Creates a folder and those above it; when it resolves, they survive a power cut. */
export async function makeFolderDurably(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true })
  if (first === undefined) return
  for (let made = folder; made.length >= first.length; made = dirname(made)) {
    await syncFolder(dirname(made))
  }
}

/** Writes bytes to a new file in `scratch` and moves it to `place`: readers see all of it or nothing. */
export async function writeDurably(
  scratch: string,
  bytes: Uint8Array,
  place: string,
): Promise<void> {
  const temporary = join(scratch, randomUUID())
  try {
    await writeSynced(temporary, bytes)
    await moveDurably(temporary, place)
  } finally {
    await rm(temporary, { force: true })
  }
}

async function writeSynced(file: string, bytes: Uint8Array): Promise<void> {
  await using handle = await createFile(file)
  await handle.writeFile(bytes)
  await handle.sync()
}

/** Opens a new file, with its folder made anew if somebody has removed it. */
async function createFile(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'wx')
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error
    await makeFolderDurably(dirname(file))
    return open(file, 'wx')
  }
}

/**
 * Moves a file to `place`, replacing what is there, with its folder created. The bytes must have been
 * synced by the caller; when it resolves, the new name survives a power cut.
 */
export async function moveDurably(from: string, place: string): Promise<void> {
  await makeFolderDurably(dirname(place))
  await renameFile(from, place)
  await syncFolder(dirname(place))
}

/** Windows refuses to replace a file that somebody (a virus scanner, a reader) has open: tries again. */
async function renameFile(from: string, place: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await rename(from, place)
      return
    } catch (error) {
      const code = systemCode(error) ?? ''
      if (!windows || attempt === 10 || !['EPERM', 'EACCES', 'EBUSY'].includes(code)) throw error
      await sleep(attempt * 10)
    }
  }
}

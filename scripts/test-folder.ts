import {
  accessSync,
  chmodSync,
  constants,
  mkdtempSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { freemem, tmpdir } from 'node:os'
import { join } from 'node:path'

/** Where Linux keeps files in memory, shm_overview(7). */
const inMemory = '/dev/shm'

/** `TMPFS_MAGIC` of statfs(2). */
const tmpfs = 0x01021994

/** Bytes that must be free there, several times what tests take at once; and on the whole machine. */
const [roomThere, roomInAll] = [4 * 2 ** 30, 8 * 2 ** 30]

/**
 * Makes an empty folder for all that one run of the tests writes. They make and remove some hundred thousand small files,
 * so it is in memory where there is room and programs may be run from it; else where temporary files go. That is also
 * where TMPDIR says so.
 */
export function makeTestFolder(): string {
  const isFree = process.env['TMPDIR'] === undefined && hasRoom(inMemory) && mayRunFrom(inMemory)
  const folder = mkdtempSync(join(isFree ? inMemory : tmpdir(), 'headwater-tests-'))
  chmodSync(folder, 0o711) // a server of a test may run as somebody else
  return folder
}

function hasRoom(folder: string): boolean {
  try {
    const { type, bavail, bsize } = statfsSync(folder)
    return type === tmpfs && bavail * bsize >= roomThere && freemem() >= roomInAll
  } catch {
    return false
  }
}

function mayRunFrom(folder: string): boolean {
  const file = join(folder, `headwater-${process.pid}`)
  try {
    writeFileSync(file, '', { mode: 0o700 })
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  } finally {
    rmSync(file, { force: true })
  }
}

import { closeSync, openSync } from 'node:fs'
import { devNull } from 'node:os'
import { errorsIn, isAtFileLimit } from '../open-files.ts'
import { sqliteCode } from './system-failure.ts'

const cannotOpen = 14 // SQLITE_CANTOPEN
/** More than what SQLite opens for one database: itself, its log and index, and temporary files. */
const plentyForDatabase = 10

/** {@link isAtFileLimit}, for SQLite too: it does not tell why it cannot open a file, so it is tried. */
export function isOutOfFiles(error: unknown): boolean {
  if (isAtFileLimit(error)) return true
  const isOfDatabase = errorsIn(error).some((one) => ((sqliteCode(one) ?? 0) & 0xff) === cannotOpen)
  return isOfDatabase && !mayOpen(plentyForDatabase)
}

/** Whether so many files can be opened now. */
function mayOpen(count: number): boolean {
  const files: number[] = []
  try {
    while (files.length < count) files.push(openSync(devNull, 'r'))
    return true
  } catch (error) {
    return !isAtFileLimit(error)
  } finally {
    for (const file of files) closeSync(file)
  }
}

import { randomUUID } from 'node:crypto'
import { appendFile, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Failure } from '../../failure.ts'
import { safeLine } from '../../safe-text.ts'
import type { OutputFile } from './outputs.ts'

/**
 * Writes a file: whoever reads it sees all of it or what was there before.
 *
 * @throws Failure `no-space` or `invalid` where that fails
 */
export async function writeOutput({ path, name, how }: OutputFile, text: string): Promise<void> {
  try {
    if (how === 'replace') await replaceFile(path, text)
    else await appendFile(path, text)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    const isFull = code === 'ENOSPC' || code === 'EDQUOT'
    const why = isFull ? 'the disk is full' : safeLine(message)
    throw new Failure(isFull ? 'no-space' : 'invalid', `Cannot write "${name}": ${why}`, {
      cause: error,
    })
  }
}

/** The new file lies beside the old one until it is whole. */
async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path).slice(0, 100)}.${randomUUID()}.tmp`)
  try {
    {
      await using file = await open(temporary, 'wx', 0o666)
      await file.writeFile(text)
      await file.sync()
    }
    await rename(temporary, path)
  } finally {
    await rm(temporary, { force: true })
  }
}

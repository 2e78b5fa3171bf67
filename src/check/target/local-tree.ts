import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { getSystemErrorMessage } from 'node:util'
import { Failure } from '../../failure.ts'
import { compareBytes } from '../../gomod/order.ts'
import { safeLine } from '../../safe-text.ts'
import { systemCode } from '../../store/system-failure.ts'
import { enclosingRepository } from './enclosing-repository.ts'
import { isPassedOver, type FileKind, type ModulesBelow, type ProjectTree } from './project-tree.ts'

/** More folders than any repository has. */
const mostFolders = 200_000

/**
 * The files of this machine.
 *
 * @param cwd absolute; names of files in it are shown without it
 */
export function localTree(cwd: string): ProjectTree {
  /** Relative where that is shorter. */
  function shown(file: string): string {
    const short = path.relative(cwd, file)
    return safeLine(short.startsWith('..') || path.isAbsolute(short) ? file : short || '.')
  }

  async function kindOf(file: string): Promise<FileKind | undefined> {
    try {
      const found = await stat(file)
      if (found.isFile()) return 'file'
      return found.isDirectory() ? 'folder' : 'other'
    } catch (error) {
      if (isAbsence(error)) return undefined
      throw unreadable(shown(file), error)
    }
  }

  async function read(file: string, maxBytes: number): Promise<Uint8Array> {
    const kind = await kindOf(file)
    if (kind === 'folder') throw cannotRead(shown(file), 'it is a folder')
    if (kind === 'other') throw cannotRead(shown(file), 'it is not a regular file')
    try {
      const { size } = await stat(file)
      if (size <= maxBytes) return await readFile(file)
    } catch (error) {
      throw unreadable(shown(file), error)
    }
    throw cannotRead(shown(file), `it has more than ${maxBytes} bytes`)
  }

  async function modulesBelow(top: string): Promise<ModulesBelow> {
    const files: string[] = []
    const unread: string[] = []
    const folders = [top]
    for (const [index, folder] of folders.entries()) {
      if (index >= mostFolders) {
        throw new Failure('invalid', `Cannot check ${shown(top)}: it has too many folders`, {
          hint: 'Name a folder with a go.mod or go.work',
        })
      }
      const entries = await readdir(folder, { withFileTypes: true }).catch(() => undefined)
      if (entries === undefined) unread.push(shown(folder))
      for (const entry of entries ?? []) {
        const { name } = entry
        if (entry.isDirectory()) {
          if (!isPassedOver(name)) folders.push(path.join(folder, name))
        } else if (name === 'go.mod' && entry.isFile()) files.push(path.join(folder, name))
      }
    }
    return { files: files.toSorted(compareBytes), unread }
  }

  return { path, kindOf, read, modulesBelow, repositoryOf: enclosingRepository, shown }
}

function isAbsence(error: unknown): boolean {
  const code = systemCode(error)
  return code === 'ENOENT' || code === 'ENOTDIR'
}

function cannotRead(name: string, why: string, cause?: unknown): Failure {
  return new Failure('invalid', `Cannot read ${name}: ${why}`, { cause })
}

function unreadable(name: string, error: unknown): Failure {
  if (!(error instanceof Error)) return cannotRead(name, String(error))
  const number = 'errno' in error && typeof error.errno === 'number' ? error.errno : undefined
  const why = number === undefined ? error.message : getSystemErrorMessage(number)
  return cannotRead(name, safeLine(why ?? error.message), error)
}

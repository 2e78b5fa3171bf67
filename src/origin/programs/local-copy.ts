import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Failure } from '../../failure.ts'

/** What a program says of a copy that only making it anew can mend. */
export class CopyDamaged extends Error {
  override readonly name = 'CopyDamaged'
}

/** Where one turn on a copy may work. */
export interface CopyFolders {
  /** The copy: a folder for the program to fill, empty at first. */
  readonly copy: string
  /** Empty, and emptied after the turn. */
  readonly scratch: string
}

/** The local copy of a repository that some program keeps. One turn at a time, whoever takes it. */
export interface LocalCopy {
  /** Brings the copy up to date, then lends it. */
  refreshed<T>(use: (folders: CopyFolders) => Promise<T>): Promise<T>
  /** Lends the copy as it is, made first where there is none. */
  held<T>(use: (folders: CopyFolders) => Promise<T>): Promise<T>
}

/** What a copy needs. */
export interface CopyOptions {
  /** Original URL of the repository. */
  readonly url: string
  /** Of the version control system; goes into the name of the lock. */
  readonly vcs: string
  /** Holds a folder for each repository. */
  readonly folder: string
  /** Mutual exclusion across processes. */
  readonly lock: (name: string) => Promise<AsyncDisposable>
  /** Makes the copy (`isNew`: the folder is empty) or brings it up to date. @throws CopyDamaged */
  readonly refresh: (folders: CopyFolders, isNew: boolean) => Promise<void>
}

/** Keeps the copy of one repository. A damaged or unfinished one is made anew, once in each turn. */
export function localCopy(options: CopyOptions): LocalCopy {
  const id = createHash('sha256').update(options.url).digest('hex').slice(0, 40)
  const folder = resolve(options.folder, id)
  const ready = resolve(folder, 'ready')
  const folders = { copy: resolve(folder, 'copy'), scratch: resolve(folder, 'scratch') }

  async function bring(isWanted: boolean): Promise<void> {
    if (existsSync(ready)) {
      if (isWanted) await options.refresh(folders, false)
      return
    }
    await rm(folder, { recursive: true, force: true })
    await mkdir(folders.copy, { recursive: true })
    await mkdir(folders.scratch)
    await options.refresh(folders, true)
    await writeFile(ready, options.url)
  }

  async function turn<T>(isWanted: boolean, use: (folders: CopyFolders) => Promise<T>): Promise<T> {
    await using _ = await options.lock(`${options.vcs}-${id}`)
    const attempt = async (): Promise<T> => {
      await emptied(folders.scratch)
      await bring(isWanted)
      return use(folders)
    }
    try {
      return await attempt().catch(async (error: unknown) => {
        if (!(error instanceof CopyDamaged)) throw error
        await rm(ready, { force: true })
        return attempt()
      })
    } catch (error) {
      if (!(error instanceof CopyDamaged)) throw error
      const [why = ''] = error.message.split('\n', 1)
      throw new Failure('unreachable', `Cannot keep a copy of ${options.url}: ${why}`, {
        url: options.url,
        at: 'repository',
        cause: error,
      })
    } finally {
      await rm(folders.scratch, { recursive: true, force: true })
    }
  }

  return { refreshed: (use) => turn(true, use), held: (use) => turn(false, use) }
}

async function emptied(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
}

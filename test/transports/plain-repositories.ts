import { cp } from 'node:fs/promises'
import type { Forge } from '../forge/forge.ts'
import { isolated } from '../forge/isolation.ts'
import { pack, unpack } from '../forge/lay-objects.ts'
import { must } from '../forge/run.ts'
import { makeRepositories, type Repositories } from './repositories.ts'

/** How the objects of a repository lie there. */
export const layouts = ['loose', 'packed', 'mixed'] as const

/**
 * Makes the repositories that are read over every transport, ready to be served as plain files below `git.test/`; of
 * `main` and `long` one each for every layout, such as `main-packed`.
 */
export async function plainRepositories(forge: Forge): Promise<Repositories> {
  const made = await makeRepositories(forge)
  for (const { folder } of [made.main, made.long]) {
    for (const layout of layouts) {
      const copy = folder.replace(/\.git$/, `-${layout}.git`)
      await cp(folder, copy, { recursive: true })
      await unpack(copy)
      if (layout === 'packed') await git(copy, 'repack', '-a', '-d', '-q')
      if (layout === 'mixed') await mix(copy)
      await git(copy, 'update-server-info')
    }
  }
  await git(made.empty.folder, 'update-server-info')
  return made
}

/** Puts one object in three into a pack, one in three into another: each leads to some that lie elsewhere. */
async function mix(folder: string): Promise<void> {
  const listed = await git(folder, 'rev-list', '--objects', '--all', '--no-object-names')
  const hashes = listed.split('\n')
  for (const rest of [0, 1]) {
    await pack(
      folder,
      hashes.filter((_, at) => at % 3 === rest),
    )
  }
}

const git = (folder: string, ...args: string[]): Promise<string> =>
  must('git', args, { cwd: folder, env: isolated(folder) })

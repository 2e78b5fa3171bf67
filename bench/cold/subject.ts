import { mkdir, symlink } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { canonicalVersion, matchPathMajor, splitPathVersion } from '../../src/gomod/module-path.ts'
import { compareVersions } from '../../src/gomod/semver.ts'
import { knownHost } from '../../src/origin/discovery/known-hosts.ts'
import type { Forge } from '../../test/forge/forge.ts'
import { isolated } from '../../test/forge/isolation.ts'
import { goImport } from '../../test/forge/pages.ts'
import { repository } from '../../test/forge/repository.ts'
import { must } from '../../test/forge/run.ts'
import { history } from './history.ts'

/** A module on a forge, ready to be asked for. */
export interface Subject {
  readonly module: string
  /** Its tagged versions, oldest first. */
  readonly versions: readonly string[]
  readonly branch: string
  /** go-import pages that must be read to find the repository. */
  readonly pages: number
  /** Of its repository, on the forge. */
  readonly cloneUrl: string
}

/** Makes a repository with a history of `tags` versions. */
export async function syntheticSubject(forge: Forge, tags: number): Promise<Subject> {
  const module = 'github.com/acme/worked-on'
  const made = await repository(forge, module, history(module, tags))
  await made.git('gc', '--quiet')
  return subject(forge, module, module, made.folder)
}

/**
 * Puts a real repository on the forge; nothing in it is changed.
 *
 * @param bare folder of a bare repository
 * @param module the path of the module at its root
 */
export async function realSubject(forge: Forge, bare: string, module: string): Promise<Subject> {
  const known = knownHost(module)
  const root = known?.root ?? splitPathVersion(module)?.prefix ?? module
  const folder = join(forge.folder, `${root}.git`)
  await mkdir(dirname(folder), { recursive: true })
  await symlink(resolve(bare), folder)
  if (known === undefined) forge.pages.set(module, goImport(root, 'git', `https://${root}`))
  return subject(forge, module, root, folder)
}

async function subject(
  forge: Forge,
  module: string,
  root: string,
  folder: string,
): Promise<Subject> {
  const git = (...args: string[]) =>
    must('git', ['-c', 'safe.directory=*', ...args], { cwd: folder, env: isolated(folder) })
  const pathMajor = splitPathVersion(module)?.pathMajor ?? ''
  const versions = (await git('tag'))
    .split('\n')
    .filter((tag) => canonicalVersion(tag) === tag && matchPathMajor(tag, pathMajor))
    .sort(compareVersions)
  const branch = await git('symbolic-ref', '--short', 'HEAD')
  const pages = forge.pages.has(module) ? 1 : 0
  return { module, versions, branch, pages, cloneUrl: forge.urlOf(root) }
}

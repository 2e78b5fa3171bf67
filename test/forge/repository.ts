import { existsSync } from 'node:fs'
import { appendFile, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { CommitName, CommitSpec } from './commit-spec.ts'
import { fastImport, type Names } from './fast-import.ts'
import type { Forge } from './forge.ts'
import type { Protocol } from './git-backend.ts'
import { gitConfig } from './git-config.ts'
import { isolated } from './isolation.ts'
import type { ObjectFormat } from './raw-tree.ts'
import { must } from './run.ts'

/** What kind of repository is wanted. */
export interface RepositoryOptions {
  /** SHA-1 unless given. */
  readonly objectFormat?: ObjectFormat
  /** What HEAD names; `main` unless given. */
  readonly defaultBranch?: string
  /** Git configuration of this repository alone. */
  readonly config?: Readonly<Record<string, string>>
  /** What its server speaks; version 2 unless given. */
  readonly protocol?: Protocol
}

/** A bare repository on a forge, and what can happen to it. Hashes are lower-case hex. */
export interface Repository {
  /** Host and path, such as `github.com/acme/x`; changes when it is renamed. */
  readonly path: string
  /** `https://` and the path: what the outside knows it by. */
  readonly url: string
  /** Where it is on disk. */
  readonly folder: string
  /** Every commit made through this object, oldest first, reachable or not. */
  readonly commits: readonly string[]
  /** By full ref name, such as `refs/tags/v1.0.0`; an annotated tag's value is the tag object. */
  readonly refs: ReadonlyMap<string, string>
  /** Adds commits, and returns their hashes. */
  readonly commit: (specs: readonly CommitSpec[]) => Promise<string[]>
  /** Puts a new or existing lightweight tag on a commit; a number counts {@link commits}, here and below. */
  readonly moveTag: (name: string, to: CommitName) => Promise<void>
  readonly deleteTag: (name: string) => Promise<void>
  /** Sets a branch to any commit, whatever it was before; commits left behind stay fetchable until {@link prune}. */
  readonly forcePush: (branch: string, to: CommitName) => Promise<void>
  readonly deleteBranch: (branch: string) => Promise<void>
  /** Makes HEAD name another branch, which need not exist. */
  readonly setHead: (branch: string) => Promise<void>
  /** Drops every object that no ref reaches. */
  readonly prune: () => Promise<void>
  /** Adds configuration; a later value counts. */
  readonly configure: (settings: Readonly<Record<string, string>>) => Promise<void>
  /** Runs git in it, and returns what it printed. */
  readonly git: (...args: string[]) => Promise<string>
  /** Removes it from the forge. */
  readonly deleteRepository: () => Promise<void>
  /** Moves it; with `redirect` its old URLs answer 301, to URLs beginning with `https://` and the new path. */
  readonly rename: (to: string, options?: { redirect?: boolean }) => Promise<void>
}

/**
 * Makes a repository at a host and path (`github.com/acme/x`) of a forge. Same data, same hashes: names and dates are
 * fixed unless given.
 *
 * @throws Error when there is one already, or git refuses something
 */
export async function repository(
  forge: Forge,
  hostPath: string,
  specs: readonly CommitSpec[],
  options: RepositoryOptions = {},
): Promise<Repository> {
  const { objectFormat: format = 'sha1', defaultBranch = 'main' } = options
  const folderOf = (place: string) => join(forge.folder, `${place}.git`)
  const names: Names = { refs: new Map(), commits: [] }
  let path = hostPath.replace(/\.git$/, '')
  let folder = folderOf(path)
  if (existsSync(folder)) throw new Error(`"${path}" exists on the forge already`)
  await createBare(folder, format, defaultBranch)
  if (options.protocol !== undefined) forge.protocols.set(path, options.protocol)

  const git = (...args: string[]) => must('git', args, { cwd: folder, env: isolated(folder) })
  const commit = (more: readonly CommitSpec[]) =>
    fastImport({ folder, format, defaultBranch }, more, names)
  const find = async (name: CommitName): Promise<string> =>
    typeof name === 'number'
      ? (names.commits.at(name) ?? '')
      : git('rev-parse', '--verify', '--quiet', `${name}^{commit}`)
  const setRef = async (ref: string, to: CommitName): Promise<void> => {
    const hash = await find(to)
    await git('update-ref', ref, hash)
    names.refs.set(ref, hash)
  }
  const deleteRef = async (ref: string): Promise<void> => {
    await git('update-ref', '-d', ref)
    names.refs.delete(ref)
  }
  const configure = (settings: Readonly<Record<string, string>>) =>
    appendFile(join(folder, 'config'), gitConfig(settings))

  if (options.config !== undefined) await configure(options.config)
  if (specs.length > 0) await commit(specs)
  return {
    get path() {
      return path
    },
    get url() {
      return `https://${path}`
    },
    get folder() {
      return folder
    },
    commits: names.commits,
    refs: names.refs,
    commit,
    moveTag: (name, to) => setRef(`refs/tags/${name}`, to),
    deleteTag: (name) => deleteRef(`refs/tags/${name}`),
    forcePush: (branch, to) => setRef(`refs/heads/${branch}`, to),
    deleteBranch: (branch) => deleteRef(`refs/heads/${branch}`),
    setHead: async (branch) => void (await git('symbolic-ref', 'HEAD', `refs/heads/${branch}`)),
    prune: async () => void (await git('gc', '--prune=now', '--quiet')),
    configure,
    git,
    deleteRepository: () => rm(folder, { recursive: true }),
    async rename(to, { redirect = false } = {}) {
      const target = folderOf(to)
      await mkdir(dirname(target), { recursive: true })
      await rename(folder, target)
      if (redirect) forge.moved.set(path, `https://${to}`)
      const protocol = forge.protocols.get(path)
      if (protocol !== undefined) forge.protocols.set(to, protocol)
      path = to
      folder = target
    },
  }
}

/** What `git init --bare` would make, as far as git needs it, without running it. */
async function createBare(folder: string, format: ObjectFormat, branch: string): Promise<void> {
  for (const part of ['objects/info', 'objects/pack', 'refs/heads', 'refs/tags']) {
    await mkdir(join(folder, part), { recursive: true })
  }
  const isPlain = format === 'sha1'
  const config = gitConfig({
    'core.repositoryformatversion': isPlain ? '0' : '1',
    'core.bare': 'true',
    ...(!isPlain && { 'extensions.objectformat': format }),
  })
  await writeFile(join(folder, 'config'), config)
  await writeFile(join(folder, 'HEAD'), `ref: refs/heads/${branch}\n`)
}

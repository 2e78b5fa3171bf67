import { Failure } from '../../failure.ts'
import type { RepositoryFiles } from '../../origin/repository-files.ts'
import { safeLine } from '../../safe-text.ts'
import { filesOfRepository, type FoundFiles } from './find-files.ts'
import { headCommit } from './head-commit.ts'
import type { ProjectTree } from './project-tree.ts'
import { repositoryRoot, repositoryTree } from './repository-tree.ts'
import type { NamedRepository } from './repository-url.ts'

/** Where the files of a target are, before they are read. */
export interface Place {
  readonly tree: ProjectTree
  readonly found: FoundFiles
  /** What that is called: a file, a folder or a URL. */
  readonly target: string
  /** The folder of all files of the project on this machine, if it is there. */
  readonly root: string | undefined
  /** The commit of the project in hex, as far as that can be told. */
  readonly commit: string | undefined
}

/** Opens a repository at a revision, or at the head of its default branch. */
export type OpenRepository = (url: string, revision?: string) => Promise<RepositoryFiles>

/** Files of this machine, in the repository that they are part of. */
export async function localPlace(tree: ProjectTree, found: FoundFiles): Promise<Place> {
  const repository = await tree.repositoryOf(found.folder)
  const [file = found.folder] = found.files
  return {
    tree,
    found,
    target: tree.shown(found.kind === 'tree' ? found.folder : file),
    root: repository ?? found.folder,
    commit: repository === undefined ? undefined : await headCommit(repository),
  }
}

/**
 * The files of a repository that is named by its URL.
 *
 * @param open absent where nobody is to be asked
 * @throws Failure `invalid` where there is no project, and why it could not be read
 */
export async function repositoryPlace(
  { url, revision }: NamedRepository,
  open: OpenRepository | undefined,
): Promise<Place> {
  if (!open) {
    throw new Failure('invalid', `Cannot tell what ${safeLine(url)} needs without asking for it`, {
      hint: 'Clone it, and name its folder',
    })
  }
  const files = await open(url, revision).catch((error: unknown) => {
    throw cannotOpen(url, error)
  })
  const tree = repositoryTree(files)
  return {
    tree,
    found: await filesOfRepository(tree, repositoryRoot),
    target: safeLine(revision === undefined ? url : `${url}@${revision}`),
    root: undefined,
    commit: files.commit,
  }
}

/** A server is often asked in a way that needs more than its URL; what it said stays the cause. */
function cannotOpen(url: string, error: unknown): unknown {
  if (!Failure.is(error) || error.details.hint !== undefined) return error
  const hint = url.startsWith('http')
    ? 'A module is named without https://; a private repository is read where you have cloned it'
    : 'Name it by its https URL, or clone it and name its folder'
  return new Failure(error.code, error.message, { ...error.details, cause: error, hint })
}

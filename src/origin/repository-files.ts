import { Failure } from '../failure.ts'
import type { CodeHost } from './code-host.ts'
import { checkRepoUrl } from './discovery/repo-url.ts'
import type { TreeEntry } from './zip/cut-zip.ts'

/** The files of a repository at one commit. */
export interface RepositoryFiles {
  /** Original URL. */
  readonly url: string
  /** 40 or 64 hex. */
  readonly commit: string
  /** All files and symbolic links, by their paths from the root; without submodules. */
  readonly entries: readonly TreeEntry[]
  /**
   * The bytes of a file, or of the target of a symbolic link; undefined where there is none.
   *
   * @throws Failure `unusable` when it has more than `maxBytes`, and the codes of "could not ask"
   */
  read(path: string, maxBytes: number): Promise<Uint8Array | undefined>
}

/**
 * Refuses a URL that no repository may have.
 *
 * @param mayBeInsecure whether http and git are allowed
 * @throws Failure `invalid`, `refused`
 */
export function checkAskedUrl(url: string, mayBeInsecure: (path: string) => boolean): void {
  const checked = checkRepoUrl(url)
  if ('fault' in checked) {
    throw new Failure('invalid', `Cannot read the repository: ${checked.fault}`, {
      at: 'repository',
    })
  }
  if (!checked.insecure || mayBeInsecure(hostPathOf(url))) return
  throw new Failure('refused', `Cannot read ${url}: nothing protects what comes from there`, {
    url,
    at: 'repository',
    hint: 'Use https, or name it in the setting `insecure`',
  })
}

/** What rules for module paths say of a repository goes by its host and path. */
export function hostPathOf(url: string): string {
  return url.replace(/^[^:]*:\/\/(?:[^/@]*@)?/, '').replace(/\.git$/, '')
}

/**
 * Reads the list of files of a repository at a tag, branch or commit, or at the head of its default branch.
 *
 * @param maxAge how old the list of refs may be, in milliseconds
 * @throws Failure `not-found` for what is not there, and the codes of "could not ask"
 */
export async function repositoryFiles(
  host: CodeHost,
  revision: string | undefined,
  maxAge: number,
): Promise<RepositoryFiles> {
  const view = await host.view(maxAge)
  const { hash } = await (revision === undefined ? view.latest() : view.stat(revision))
  return {
    url: host.url,
    commit: hash,
    entries: await view.withTree(hash, '', async ({ entries }) => entries),
    read: (path, maxBytes) => view.readFile(hash, path, maxBytes),
  }
}

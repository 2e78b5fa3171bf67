import { posix as path } from 'node:path'
import { Failure } from '../../failure.ts'
import { compareBytes } from '../../gomod/order.ts'
import type { RepositoryFiles } from '../../origin/repository-files.ts'
import { safeLine } from '../../safe-text.ts'
import { isPassedOver, type FileKind, type ProjectTree } from './project-tree.ts'

/** The root folder in paths of the tree. It lies below "/", so that `..` can lead out of it. */
export const repositoryRoot = '/repository'

/** Symbolic links followed for one path, as in Linux. Source: path_resolution(7) */
const mostLinks = 40

/** The longest target of a symbolic link that is followed, in bytes. */
const longestTarget = 4096

/** The files of a repository, read from it without a work tree. Nothing is outside it. */
export function repositoryTree(repository: RepositoryFiles): ProjectTree {
  const { entries, url } = repository
  const kinds = new Map<string, 'file' | 'symlink'>()
  const folders = new Set([repositoryRoot])
  for (const { name, kind } of entries) {
    const file = path.join(repositoryRoot, name)
    kinds.set(file, kind)
    for (let at = path.dirname(file); !folders.has(at); at = path.dirname(at)) folders.add(at)
  }
  const nameOf = (file: string) => path.relative(repositoryRoot, file)
  const shown = (file: string) => safeLine(nameOf(file) || '.')

  /** The path without symbolic links; undefined where they lead out, or round in a circle. */
  async function resolved(file: string): Promise<string | undefined> {
    let rest = nameOf(file).split('/')
    let at = repositoryRoot
    for (let links = 0; rest.length > 0;) {
      const [name = '', ...more] = rest
      const next = path.join(at, name)
      rest = more
      if (next !== repositoryRoot && !next.startsWith(`${repositoryRoot}/`)) return undefined
      if (kinds.get(next) === 'symlink') {
        const target = await repository.read(nameOf(next), longestTarget)
        const text = Buffer.from(target ?? []).toString()
        if (++links > mostLinks || text.startsWith('/')) return undefined
        rest = [...text.split('/'), ...rest]
      } else at = next
    }
    return at
  }

  async function kindOf(file: string): Promise<FileKind | undefined> {
    const real = await resolved(file)
    if (real === undefined) return undefined
    if (folders.has(real)) return 'folder'
    return kinds.has(real) ? 'file' : undefined
  }

  async function read(file: string, maxBytes: number): Promise<Uint8Array> {
    const real = await resolved(file)
    const bytes = real === undefined ? undefined : await repository.read(nameOf(real), maxBytes)
    if (bytes !== undefined) return bytes
    throw new Failure('invalid', `Cannot read ${shown(file)} of ${safeLine(url)}: it is no file`)
  }

  async function modulesBelow(top: string) {
    const files = [...kinds.keys()].filter((file) => {
      if (path.basename(file) !== 'go.mod' || kinds.get(file) !== 'file') return false
      if (!file.startsWith(`${top}/`)) return false
      return !path.relative(top, path.dirname(file)).split('/').some(isPassedOver)
    })
    return { files: files.toSorted(compareBytes), unread: [] }
  }

  return { path, kindOf, read, modulesBelow, repositoryOf: async () => repositoryRoot, shown }
}

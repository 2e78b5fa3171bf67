import { sending, type Body, type HostileRepository } from './git-server.ts'
import { blob, commit, nameOf, packOf, tree, type GitObject, type TreeLine } from './pack.ts'

/** A module's commit with its files, and the pack that brings them. */
export interface Ordinary {
  /** Name of the commit. */
  readonly hash: string
  readonly objects: readonly GitObject[]
  readonly pack: Buffer
}

/** The module `hostile.test/NAME` with a go.mod and, in its tree, more lines and the objects that they name. */
export function ordinary(
  name: string,
  more: readonly TreeLine[] = [],
  others: readonly GitObject[] = [],
): Ordinary {
  const goMod = blob(`module hostile.test/${name}\n`)
  const line = { mode: '100644', name: 'go.mod', hash: nameOf(goMod) }
  const root = tree([...more, line])
  const made = commit(nameOf(root))
  const objects = [goMod, ...others, root, made]
  return { hash: nameOf(made), objects, pack: packOf(objects) }
}

/** A repository whose HEAD, `main` and `v1.0.0` are that commit; `objects` is what its server sends instead. */
export function repositoryOf(
  { hash, pack }: Ordinary,
  objects: (request: string) => Body = () => sending(pack),
): HostileRepository {
  const refs = () => [
    `${hash} HEAD symref-target:refs/heads/main`,
    `${hash} refs/heads/main`,
    `${hash} refs/tags/v1.0.0`,
  ]
  return { refs, objects }
}

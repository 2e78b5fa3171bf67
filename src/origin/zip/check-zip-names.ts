import { isCleanPath } from '../../gomod/clean-path.ts'
import { collisionChecker } from '../../gomod/collisions.ts'
import {
  MAX_ZIP_BYTES,
  pathProblem,
  sizeLimit,
  isGoMod,
  type FileProblem,
} from '../../gomod/zip-rules.ts'
import { unusable } from './unusable.ts'

/** An entry in the directory of a zip. */
export interface NamedEntry {
  /** As stored, decoded with `decodeFileName`; that of a directory ends with a slash. */
  readonly name: string
  /** Declared bytes of the content. */
  readonly size: number
}

/**
 * Checks what the directory of a module zip says against the rules for reading one, which are not
 * those for making one: nothing may be left out, so a nested go.mod is an error.
 *
 * @throws Failure `unusable` naming the files at fault
 *
 * Source: x/mod/zip.CheckZip
 */
export function checkZipNames(module: string, entries: readonly NamedEntry[]): void {
  const root = `${module}/`
  const collision = collisionChecker()
  const problems: FileProblem[] = []
  let room = MAX_ZIP_BYTES

  for (const { name: full, size } of entries) {
    if (full === root) continue
    const isDirectory = full.endsWith('/')
    const name = full.slice(root.length, isDirectory ? -1 : undefined)
    const reason = full.startsWith(root)
      ? (nameProblem(name, isDirectory) ??
        collision(name, isDirectory) ??
        (isDirectory ? undefined : goModProblem(name)))
      : `not below ${root}`
    if (reason !== undefined) problems.push({ name: full, reason })
    else if (!isDirectory) {
      room -= size
      const limit = sizeLimit(name)
      if (size > limit) problems.push({ name: full, reason: `larger than ${limit} bytes` })
    }
  }
  if (problems.length > 0) throw unusable(module, problems)
  if (room < 0) throw unusable(module, `they have more than ${MAX_ZIP_BYTES} bytes`)
}

function nameProblem(name: string, isDirectory: boolean): string | undefined {
  if (!isCleanPath(name)) return 'its path is not clean'
  const problem = pathProblem(name)
  return isDirectory && isGoMod(name) ? undefined : problem
}

function goModProblem(name: string): string | undefined {
  const base = name.slice(name.lastIndexOf('/') + 1)
  return isGoMod(base) && base !== name ? 'a go.mod that is not at the root' : undefined
}

import { Failure } from '../../failure.ts'
import { hasPathPrefix, pathMajorPrefix, splitPathVersion } from '../../gomod/module-path.ts'

/** Where in a repository a module lives. Source: `cmd/go/internal/modfetch.newCodeRepo`. */
export interface Place {
  /** Module path. */
  readonly path: string
  /** Import path of the repository's root. */
  readonly root: string
  /** Module path without its major version suffix. */
  readonly pathPrefix: string
  /** `''`, `/vN`, `.vN` or `.vN-unstable`. */
  readonly pathMajor: string
  /** The major version that pseudo-versions must have: `vN`, or '' for v0 and v1. */
  readonly pseudoMajor: string
  /** Folder below the root, without the `/vN` that may follow; '' for the root. Tags begin with it. */
  readonly dir: string
  /** `dir` with a slash behind it, or '': what this module's tags begin with. */
  readonly tagPrefix: string
}

/**
 * Places a module in the repository that serves `root`. Three cases: (1) the module is the root itself, whatever its
 * suffix (`gopkg.in/yaml.v2`, a vanity path that ends in `/v2`); (2) it lies at or below the root, its `/vN` suffix
 * not counted; (3) neither: it cannot be there. `subdir` (the fourth field of go-import) goes below that.
 *
 * @throws Failure `not-found` in case 3
 */
export function placeModule(path: string, root: string, subdir: string): Place {
  const split = splitPathVersion(path)
  if (!split) throw new Failure('invalid', `"${path}" is not a module path`)
  const pathPrefix = root === path ? path : split.prefix
  if (!hasPathPrefix(pathPrefix, root)) {
    throw new Failure('not-found', `${path} cannot be in the repository of ${root}`, {
      at: 'repository',
    })
  }
  const below = root === path ? '' : pathPrefix.slice(root.length).replaceAll(/^\/+|\/+$/g, '')
  const dir = [below, subdir].filter(Boolean).join('/')
  return {
    path,
    root,
    pathPrefix,
    pathMajor: split.pathMajor,
    pseudoMajor: pathMajorPrefix(split.pathMajor),
    dir,
    tagPrefix: dir === '' ? '' : `${dir}/`,
  }
}

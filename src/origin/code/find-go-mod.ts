import { Failure } from '../../failure.ts'
import { pathMajorPrefix, splitPathVersion } from '../../gomod/module-path.ts'
import { modulePathOf } from '../../gomod/mod-file-path.ts'
import { major } from '../../gomod/semver.ts'
import { MAX_GO_MOD } from '../../gomod/zip-rules.ts'
import type { CodeView } from '../code-host.ts'
import type { Place } from './place.ts'

/** Where a module's go.mod is in one commit; `bytes` is undefined where the module may do without one. */
export interface GoModFile {
  /** Folder of the module, below the repository's root. */
  readonly dir: string
  readonly bytes: Uint8Array | undefined
}

/**
 * Finds the folder of a module in a commit: `dir`, or `dir/vN` for a path that ends in `/vN`, whichever has the go.mod
 * with the right major version. Only the major suffix of the declared path is compared: forks keep their old path.
 *
 * @throws Failure `not-found` saying which go.mod is missing or declares what
 * Source: `cmd/go/internal/modfetch.codeRepo.findDir`
 */
export async function findGoMod(
  view: CodeView,
  place: Place,
  hash: string,
  version: string,
): Promise<GoModFile> {
  const { dir, pathMajor } = place
  const name = join(dir, 'go.mod')
  const outer = await view.readFile(hash, name, MAX_GO_MOD)
  const declared = outer ? modulePathOf(outer) : ''
  const outerFits =
    outer !== undefined &&
    (hasMajor(declared, pathMajor) || isGopkgReplacement(declared, pathMajor))
  const refuse = (text: string) => notAModule(place, version, text)

  const mayNest = pathMajor.startsWith('/') && place.root !== place.path
  if (mayNest) {
    const innerDir = join(dir, pathMajor.slice(1))
    const innerName = `${innerDir}/go.mod`
    const inner = await view.readFile(hash, innerName, MAX_GO_MOD)
    if (inner) {
      const innerDeclared = modulePathOf(inner)
      const innerFits = hasMajor(innerDeclared, pathMajor)
      if (innerFits && outerFits)
        throw refuse(`both ${name} and ${innerName} declare a path that ends in ${pathMajor}`)
      if (innerFits) return { dir: innerDir, bytes: inner }
      if (innerDeclared === '') throw refuse(`${innerName} declares no module path`)
      throw refuse(
        `${innerName} declares ${JSON.stringify(innerDeclared)}, which does not end in ${pathMajor}`,
      )
    }
  }
  if (outerFits) return { dir, bytes: outer }
  if (outer) throw refuse(wrongPath(name, declared, place, version))
  if (dir === '' && !pathMajor.startsWith('/')) return { dir: '', bytes: undefined }
  if (mayNest) throw refuse(`there is neither ${name} nor ${join(dir, pathMajor.slice(1))}/go.mod`)
  throw refuse(`there is no ${name}`)
}

function wrongPath(name: string, declared: string, place: Place, version: string): string {
  if (declared === '') return `${name} declares no module path`
  const says = `${name} declares ${JSON.stringify(declared)}`
  if (place.pathMajor !== '') return `${says}, which does not end in ${place.pathMajor}`
  if (!splitPathVersion(declared)) return `${says}, which is not a module path`
  return `${says}, so its versions are not ${major(version) || 'v0 or v1'}: the path must be asked for as declared`
}

/** Whether versions of a module declared as `declared` fit a path with this major suffix. */
function hasMajor(declared: string, pathMajor: string): boolean {
  const split = declared === '' ? undefined : splitPathVersion(declared)
  if (!split) return false
  if (pathMajor === '') return ['', 'v0', 'v1'].includes(pathMajorPrefix(split.pathMajor))
  return split.pathMajor !== '' && pathMajor.slice(1) === split.pathMajor.slice(1)
}

/** Paths without suffix may stand in for gopkg.in ones (go issue 34254). */
function isGopkgReplacement(declared: string, pathMajor: string): boolean {
  return pathMajor === '' && declared.startsWith('gopkg.in/')
}

/** A revision that exists, but is not a version of this module. */
export function notAModule(place: Place, version: string, why: string): Failure {
  return new Failure('not-found', `${place.path}@${version} does not exist: ${why}`, {
    at: 'content',
  })
}

function join(dir: string, name: string): string {
  return dir === '' ? name : `${dir}/${name}`
}

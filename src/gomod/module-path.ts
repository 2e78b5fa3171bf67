import { InvalidError } from './invalid-error.ts'
import { pathFault } from './path-element.ts'
import { build, canonical, isValid, major } from './semver.ts'

/**
 * Checks that `path` can be the path of a downloadable module: an import path without `+`, whose
 * first element is a lower-case host name with a dot, no element of which begins with a dot, and
 * whose major version suffix, if any, is well formed.
 *
 * @throws InvalidError naming the broken rule
 *
 * Source: x/mod/module.CheckPath
 */
export function checkPath(path: string): void {
  const fault = faultOf(path)
  if (fault !== undefined) {
    throw new InvalidError(`Invalid module path ${JSON.stringify(path)}: ${fault}`)
  }
}

/** Whether {@link checkPath} takes a path. */
export function isModulePath(path: string): boolean {
  return faultOf(path) === undefined
}

function faultOf(path: string): string | undefined {
  return pathFault(path, 'module') ?? hostFault(path) ?? suffixFault(path)
}

function hostFault(path: string): string | undefined {
  const host = path.split('/', 1)[0] ?? ''
  if (!host.includes('.')) return `its first element ${JSON.stringify(host)} has no dot`
  if (!/^[a-z0-9.-]*$/.test(host)) {
    return `its first element ${JSON.stringify(host)} is not a lower-case host name`
  }
  return undefined
}

function suffixFault(path: string): string | undefined {
  return splitPathVersion(path) === undefined ? 'its major version suffix is malformed' : undefined
}

/**
 * Checks that `path` can be the import path of a package: non-empty elements of ASCII letters,
 * digits and `-._~+`, none ending in a dot, naming a Windows device or ending in `~` and digits.
 *
 * @throws InvalidError naming the broken rule
 *
 * Source: x/mod/module.CheckImportPath
 */
export function checkImportPath(path: string): void {
  const fault = pathFault(path, 'import')
  if (fault !== undefined) {
    throw new InvalidError(`Invalid import path ${JSON.stringify(path)}: ${fault}`)
  }
}

/**
 * Checks a module path, a semantic version, and that the two go together.
 *
 * @throws InvalidError naming the broken rule
 *
 * Source: x/mod/module.Check
 */
export function check(path: string, version: string): void {
  checkPath(path)
  if (!isValid(version)) {
    throw new InvalidError(
      `Invalid version ${JSON.stringify(version)} of ${path}: not a semantic version`,
    )
  }
  checkPathMajor(version, splitPathVersion(path)?.pathMajor ?? '')
}

/**
 * The same, and that the version is in canonical form, in which alone a version is recorded.
 *
 * @throws InvalidError naming the broken rule
 *
 * Source: x/mod/sumdb.Server.ServeHTTP
 */
export function checkRecordable(path: string, version: string): void {
  check(path, version)
  const canonical = canonicalVersion(version)
  if (canonical === version) return
  throw new InvalidError(
    `Invalid version ${JSON.stringify(version)} of ${path}: its canonical form is ${canonical}`,
  )
}

/** A module path in two parts that join to the whole. */
export interface SplitPath {
  readonly prefix: string
  /** Empty, `/vN` with N ≥ 2, or for gopkg.in `.vN` or `.vN-unstable`. */
  readonly pathMajor: string
}

/**
 * Splits the major version suffix off a module path; undefined when the last element looks like one
 * but is not allowed (`/v1`, `/v02`, `/v1.2`), or when a gopkg.in path has none.
 *
 * Source: x/mod/module.SplitPathVersion
 */
export function splitPathVersion(path: string): SplitPath | undefined {
  if (path.startsWith('gopkg.in/')) return splitGopkgIn(path)
  const [, prefix = '', pathMajor = '', number = ''] = /^(.*)(\/v([0-9.]+))$/s.exec(path) ?? []
  if (pathMajor === '') return { prefix: path, pathMajor: '' }
  const allowed = !number.includes('.') && !number.startsWith('0') && number !== '1'
  return allowed ? { prefix, pathMajor } : undefined
}

/** Go also takes `.v-unstable`, with no number at all. */
function splitGopkgIn(path: string): SplitPath | undefined {
  const parts = /^(.*)(\.v([0-9]*(?:-unstable)?))$/s.exec(path)
  const [, prefix = '', pathMajor = '', number = ''] = parts ?? []
  if (number === '' || (number.startsWith('0') && number !== '0')) return undefined
  return { prefix, pathMajor }
}

/** True when {@link checkPathMajor} accepts the pair. Source: x/mod/module.MatchPathMajor */
export function matchPathMajor(version: string, pathMajor: string): boolean {
  const wanted = dropUnstable(pathMajor)
  // Old go commands wrote such pseudo-versions for gopkg.in paths that end in .v1.
  if (wanted === '.v1' && version.startsWith('v0.0.0-')) return true
  const found = major(version)
  if (wanted === '') {
    return found === 'v0' || found === 'v1' || build(version) === '+incompatible'
  }
  return /^[/.]/.test(wanted) && found === wanted.slice(1)
}

/**
 * Checks that a version may belong to a module whose path has the suffix `pathMajor`: v0, v1 or
 * `+incompatible` without a suffix, else the major version that the suffix names.
 *
 * @throws InvalidError when they do not go together
 *
 * Source: x/mod/module.CheckPathMajor
 */
export function checkPathMajor(version: string, pathMajor: string): void {
  if (matchPathMajor(version, pathMajor)) return
  const wanted = pathMajor === '' ? 'v0 or v1' : dropUnstable(pathMajor).replace(/^[/.]/, '')
  throw new InvalidError(
    `Invalid version ${JSON.stringify(version)}: the module path asks for major version ${wanted}`,
  )
}

/**
 * The major version that tags of a module must have by the suffix of its path, such as `v2`; empty
 * when there is no suffix, which leaves v0 and v1.
 *
 * @throws InvalidError when `pathMajor` is not of the form that {@link splitPathVersion} gives
 *
 * Source: x/mod/module.PathMajorPrefix
 */
export function pathMajorPrefix(pathMajor: string): string {
  if (pathMajor === '') return ''
  const prefix = dropUnstable(pathMajor).slice(1)
  if (!/^[/.]/.test(pathMajor) || prefix !== major(prefix)) {
    throw new InvalidError(
      `Invalid major version suffix ${JSON.stringify(pathMajor)}: not of the form /vN or .vN`,
    )
  }
  return prefix
}

function dropUnstable(pathMajor: string): string {
  return pathMajor.startsWith('.v') ? pathMajor.replace(/-unstable$/, '') : pathMajor
}

/**
 * The canonical form of `v`, which keeps `+incompatible` but no other build metadata; empty when
 * `v` is invalid.
 *
 * Source: x/mod/module.CanonicalVersion
 */
export function canonicalVersion(v: string): string {
  return build(v) === '+incompatible' ? `${canonical(v)}+incompatible` : canonical(v)
}

/**
 * True when the first elements of `path` are those of `prefix`: `a/b` has the prefix `a` but `ab`
 * has not. Every path has the empty prefix and itself.
 *
 * Source: cmd/go/internal/str.HasPathPrefix
 */
export function hasPathPrefix(path: string, prefix: string): boolean {
  if (prefix === '' || path === prefix) return true
  return path.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`)
}

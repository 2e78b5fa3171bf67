import { valid } from '../failure.ts'
import { unescapePath, unescapeVersion } from '../gomod/escape.ts'
import { InvalidError } from '../gomod/invalid-error.ts'
import { canonicalVersion, check, matchPathMajor, splitPathVersion } from '../gomod/module-path.ts'
import type { Door } from '../mirror/mirror.ts'

/** Doors that a path may name. */
const doors = ['cached-only', 'strict'] as const

/** A checked question of the module protocol: `path`, `version` and `revision` are unescaped. */
export type Question = { readonly path: string; readonly door: Door } & (
  | { readonly kind: 'list' }
  | { readonly kind: 'latest' }
  | { readonly kind: 'query'; readonly revision: string }
  | { readonly kind: 'info' | 'mod' | 'zip'; readonly version: string }
)

/**
 * The question that a URL path asks, or undefined when the path is not one of the module protocol.
 *
 * `.info` of anything but the canonical form of a version that fits the module path is a `query`;
 * `.mod` and `.zip` exist for those only.
 *
 * @param path as decodeTarget gives it
 * @param door what the request's headers ask for; a path below `/cached-only/` or `/strict/` overrules it
 * @throws Failure `invalid` when it has the shape of a question but none can be asked so
 *
 * Source: https://go.dev/ref/mod#goproxy-protocol
 */
export function parseQuestion(path: string, door: Door): Question | undefined {
  const named = doors.find((name) => path.startsWith(`/${name}/`))
  const rest = named ? path.slice(named.length + 1) : path
  const at = rest.indexOf('/@')
  if (at === -1) return undefined
  return valid(() => readQuestion(rest.slice(1, at), rest.slice(at + 1), named ?? door))
}

function readQuestion(escapedPath: string, what: string, door: Door): Question {
  const path = unescapePath(escapedPath)
  if (what === '@latest') return { kind: 'latest', path, door }
  if (what === '@v/list') return { kind: 'list', path, door }
  const [, name = '', extension] = /^@v\/(.*)\.(info|mod|zip)$/s.exec(what) ?? []
  if (extension === undefined) {
    throw new InvalidError(
      `No such file ${JSON.stringify(what)} of ${path}: ` +
        'there are @latest, @v/list and .info, .mod and .zip below @v/',
    )
  }
  const version = unescapeVersion(name)
  if (version.startsWith('-')) {
    throw new InvalidError(`Invalid version ${JSON.stringify(version)}: it begins with "-"`)
  }
  if (extension === 'info') {
    return fits(path, version)
      ? { kind: 'info', path, version, door }
      : { kind: 'query', path, revision: version, door }
  }
  check(path, version)
  checkCanonical(path, version, extension)
  return { kind: extension === 'mod' ? 'mod' : 'zip', path, version, door }
}

function fits(path: string, version: string): boolean {
  if (canonicalVersion(version) !== version) return false
  return matchPathMajor(version, splitPathVersion(path)?.pathMajor ?? '')
}

function checkCanonical(path: string, version: string, extension: string): void {
  const canonical = canonicalVersion(version)
  if (canonical === version) return
  throw new InvalidError(
    `No .${extension} of ${path} at ${JSON.stringify(version)}: ` +
      `the version is not in canonical form, which is ${canonical}`,
  )
}

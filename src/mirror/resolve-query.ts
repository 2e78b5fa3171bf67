import { Failure } from '../failure.ts'
import { canonicalVersion, matchPathMajor, splitPathVersion } from '../gomod/module-path.ts'
import { isPseudoVersion } from '../gomod/pseudo-version.ts'
import { compare, isValid, prerelease } from '../gomod/semver.ts'
import {
  nothingRetracted,
  retractingVersion,
  retractionsIn,
  type IsRetracted,
} from '../origin/code/retractions.ts'
import { parseInfo } from '../origin/parse-info.ts'
import type { VersionInfo } from '../origin/version-info.ts'
import type { Mirror } from './mirror.ts'

/** A version, and what upstream said of its origin if it was asked. */
type Selected = Pick<VersionInfo, 'Version' | 'Origin'>

/**
 * The version a query selects, with what upstream said of its origin where it was asked: a canonical version itself,
 * `latest`, a prefix such as `v1` or `v1.2` (its highest release), a comparison such as `<v1.5.0` (the version nearest to
 * it), or a branch or commit.
 *
 * @throws Failure `not-found` when nothing matches, `invalid` for a comparison that makes no sense
 * Source: go.dev/ref/mod#version-queries
 */
export async function resolveQuery(mirror: Mirror, path: string, query: string): Promise<Selected> {
  if (isVersionOf(path, query)) return { Version: query }
  if (query === '' || query === 'latest') return latest(mirror, path)
  const select = selector(query)
  if (!select) return revision(mirror, path, query)
  const versions = await listed(mirror, path)
  const matching = versions.filter((version) => select.matches(version))
  const isRetracted =
    matching.length > 0 ? await retractions(mirror, path, versions) : nothingRetracted
  const fitting = matching.filter((version) => !isRetracted(version))
  const releases = fitting.filter((version) => prerelease(version) === '')
  const candidates = releases.length > 0 ? releases : fitting
  const chosen = select.nearest === 'lowest' ? candidates[0] : candidates.at(-1)
  if (chosen !== undefined) return { Version: chosen }
  throw new Failure('not-found', `No version of ${path} matches ${query}`, { at: 'ref' })
}

/**
 * The latest version, unless it is the default branch's and retracted: a client needs that one of `@latest`, to read the
 * retractions in it, but does not select it.
 */
async function latest(mirror: Mirror, path: string): Promise<Selected> {
  const info = parseInfo((await mirror.latest(path, 'default')).body)
  if (!isPseudoVersion(info.Version)) return info
  const versions = await listed(mirror, path)
  const isRetracted = await retractions(
    mirror,
    path,
    versions.length > 0 ? versions : [info.Version],
  )
  if (!isRetracted(info.Version)) return info
  const text = `No version of ${path} is there to be selected: its newest go.mod retracts all, ${info.Version} too`
  throw new Failure('not-found', text, { at: 'ref' })
}

/** A branch, tag or commit; and where a version with build metadata is no tag, the version without it, as in Go. */
async function revision(mirror: Mirror, path: string, query: string): Promise<Selected> {
  try {
    return parseInfo((await mirror.query(path, query, 'default')).body)
  } catch (error) {
    const plain = canonicalVersion(query)
    const isRefusal = Failure.is(error, 'not-found', 'unusable')
    if (plain === '' || plain === query || !isRefusal) throw error
    try {
      return parseInfo((await mirror.query(path, plain, 'default')).body)
    } catch (other) {
      throw Failure.is(other, 'not-found', 'unusable') ? error : other
    }
  }
}

/**
 * Refuses a query that no version can answer, whatever upstream has.
 *
 * @throws Failure `invalid` for a comparison that makes no sense
 */
export function checkQuery(query: string): void {
  selector(query)
}

/** Retractions as the newest go.mod states them; one that cannot be had states none, as in Go. */
async function retractions(
  mirror: Mirror,
  path: string,
  versions: readonly string[],
): Promise<IsRetracted> {
  const stating = retractingVersion(versions)
  if (stating === undefined) return nothingRetracted
  try {
    return retractionsIn((await mirror.mod(path, stating, 'default')).bytes)
  } catch (error) {
    if (Failure.is(error, 'not-found', 'unusable')) return nothingRetracted
    throw error
  }
}

/**
 * How the tags must begin among which a query selects: `v1.` for `v1`, '' for a comparison; undefined for a query that
 * selects by other means.
 *
 * Source: `modload.newQueryMatcher`
 */
export function selectedPrefix(path: string, query: string): string | undefined {
  if (isVersionOf(path, query) || !selector(query)) return undefined
  return isPrefix(query) ? `${query}.` : ''
}

interface Selector {
  readonly matches: (version: string) => boolean
  readonly nearest: 'highest' | 'lowest'
}

/**
 * Whether a query is itself the version it selects. One whose major does not go with the path is not: upstream must say
 * whether it is `+incompatible`.
 */
function isVersionOf(path: string, query: string): boolean {
  if (query === '' || canonicalVersion(query) !== query) return false
  const pathMajor = splitPathVersion(path)?.pathMajor
  return pathMajor === undefined || matchPathMajor(query, pathMajor)
}

async function listed(mirror: Mirror, path: string): Promise<readonly string[]> {
  return (await mirror.list(path, 'default')).body.split('\n').filter(Boolean)
}

/**
 * What a prefix or comparison selects; undefined for any other query. A branch of such a name cannot be asked for.
 *
 * Source: `modload.newQueryMatcher`
 */
function selector(query: string): Selector | undefined {
  if (isPrefix(query)) {
    // `v1.2` does not select prereleases of v1.2.0 (go issue 31972).
    const matches = (version: string) =>
      version.startsWith(`${query}.`) && compare(version, query) >= 0
    return { matches, nearest: 'highest' }
  }
  const [, sign = '', bound = ''] = /^(<=?|>=?)(.*)$/.exec(query) ?? []
  if (sign === '') return undefined
  if (!isValid(bound)) {
    throw new Failure('invalid', `"${query}" compares with "${bound}", which is no version`)
  }
  if (isPrefix(bound) && (sign === '<=' || sign === '>')) {
    throw new Failure('invalid', `"${query}" is ambiguous: it may or may not mean ${bound}.1`)
  }
  const fits = comparisons[sign]
  return (
    fits && {
      matches: (version) => fits(compare(version, bound)),
      nearest: sign.startsWith('<') ? 'highest' : 'lowest',
    }
  )
}

const comparisons: Record<string, (order: number) => boolean> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
}

const isPrefix = (query: string): boolean => /^v\d+(\.\d+)?$/.test(query) && isValid(query)

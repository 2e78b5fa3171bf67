import { canonicalVersion } from '../gomod/module-path.ts'
import { canonical, compare, isValid, prerelease } from '../gomod/semver.ts'
import { parseInfo, type VersionInfo } from '../origin/version-info.ts'
import type { Mirror } from './mirror.ts'

/**
 * The version a query selects, with what upstream said of its origin where it was asked: a canonical version itself, `latest`, a prefix such as `v1` or `v1.2` (its highest
 * release), a comparison such as `<v1.5.0` (the version nearest to it), or a branch or commit.
 *
 * @throws Failure `not-found` when nothing matches
 * Source: go.dev/ref/mod#version-queries
 */
export async function resolveQuery(
  mirror: Mirror,
  path: string,
  query: string,
): Promise<Pick<VersionInfo, 'Version' | 'Origin'>> {
  if (query !== '' && canonicalVersion(query) === query) return { Version: query }
  if (query === '' || query === 'latest')
    return parseInfo((await mirror.latest(path, 'default')).body)
  const select = selector(query)
  if (select) {
    const versions = (await mirror.list(path, 'default')).body.split('\n').filter(Boolean)
    const fitting = versions.filter(select.matches)
    const releases = fitting.filter((version) => prerelease(version) === '')
    const candidates = releases.length > 0 ? releases : fitting
    const chosen = select.nearest === 'lowest' ? candidates[0] : candidates.at(-1)
    if (chosen !== undefined) return { Version: chosen }
  }
  return parseInfo((await mirror.query(path, query, 'default')).body)
}

interface Selector {
  readonly matches: (version: string) => boolean
  readonly nearest: 'highest' | 'lowest'
}

function selector(query: string): Selector | undefined {
  if (isValid(query) && canonical(query) !== query && /^v\d+(\.\d+)?$/.test(query)) {
    return { matches: (version) => version.startsWith(`${query}.`), nearest: 'highest' }
  }
  const [, sign, bound = ''] = /^(<=?|>=?)(v.*)$/.exec(query) ?? []
  if (!isValid(bound)) return undefined
  switch (sign) {
    case '<':
      return { matches: (version) => compare(version, bound) < 0, nearest: 'highest' }
    case '<=':
      return { matches: (version) => compare(version, bound) <= 0, nearest: 'highest' }
    case '>':
      return { matches: (version) => compare(version, bound) > 0, nearest: 'lowest' }
    case '>=':
      return { matches: (version) => compare(version, bound) >= 0, nearest: 'lowest' }
    default:
      return undefined
  }
}

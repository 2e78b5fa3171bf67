import { isPseudoVersion } from '../../gomod/pseudo-version.ts'
import { precedenceKey } from '../precedence-key.ts'

/**
 * The versions in a module proxy's list, in the order of `compareVersions`: the first word of each line, if that is a
 * version and no pseudo-version. Lists may be long, so each version is parsed only once.
 *
 * Source: `cmd/go/internal/modfetch.proxyRepo.Versions`
 */
export function listedVersions(list: string): string[] {
  const found: { readonly version: string; readonly key: string }[] = []
  for (const line of list.split('\n')) {
    const [version = ''] = /\S+/.exec(line) ?? []
    const key = precedenceKey(version)
    if (key !== '' && !isPseudoVersion(version)) found.push({ version, key: key + version })
  }
  return found
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ version }) => version)
}

import { checkPathMajor } from '../../gomod/module-path.ts'
import { isPseudoVersion } from '../../gomod/pseudo-version.ts'
import { canonical, compareVersions, major } from '../../gomod/semver.ts'
import { MAX_GO_MOD } from '../../gomod/zip-rules.ts'
import type { CodeView, Tag } from '../code-host.ts'
import type { Place } from './place.ts'

/**
 * The versions of a module: its canonical tags of the right major version, in semver order, then the `+incompatible`
 * ones. Retracted versions are listed, and go.mod files are not read but for `+incompatible`.
 *
 * Source: `cmd/go/internal/modfetch.codeRepo.Versions`, `appendIncompatibleVersions`
 */
export async function listVersions(view: CodeView, place: Place): Promise<string[]> {
  const { compatible, candidates } = versionTags(view, place)
  const versions = compatible.map(({ name }) => name)
  if (candidates.length === 0) return versions
  const newest = compatible.at(-1)
  if (newest && (await hasRootGoMod(view, newest))) return versions
  return [...versions, ...(await incompatible(view, candidates))]
}

/** The same without the `+incompatible` ones, for which files must be read: told from the tags alone. */
export function compatibleVersions(view: CodeView, place: Place): string[] {
  return versionTags(view, place).compatible.map(({ name }) => name)
}

/** The tags that are versions, and those that may be `+incompatible` ones, in semver order, without the prefix. */
function versionTags(view: CodeView, place: Place): { compatible: Tag[]; candidates: Tag[] } {
  const compatible: Tag[] = []
  const candidates: Tag[] = []
  if (place.path.startsWith('gopkg.in/') && place.path.endsWith('-unstable')) {
    return { compatible, candidates }
  }
  for (const { name, hash } of view.tags) {
    if (!name.startsWith(place.tagPrefix)) continue
    const version = name.slice(place.tagPrefix.length)
    if (version === '' || version !== canonical(version) || isPseudoVersion(version)) continue
    if (fits(version, place.pathMajor)) compatible.push({ name: version, hash })
    else if (place.dir === '' && place.pathMajor === '' && major(version) > 'v1')
      candidates.push({ name: version, hash })
  }
  compatible.sort((a, b) => compareVersions(a.name, b.name))
  candidates.sort((a, b) => compareVersions(a.name, b.name))
  return { compatible, candidates }
}

/** Of each major version whose highest tag has no go.mod, all tags, marked `+incompatible`. */
async function incompatible(view: CodeView, candidates: readonly Tag[]): Promise<string[]> {
  const byMajor = Map.groupBy(candidates, ({ name }) => major(name))
  const versions: string[] = []
  for (const tags of byMajor.values()) {
    const highest = tags.at(-1)
    if (highest && (await hasRootGoMod(view, highest))) continue
    versions.push(...tags.map(({ name }) => `${name}+incompatible`))
  }
  return versions
}

/** @throws Failure as `stat` does: a tag that names no commit leaves a list that depends on it unknown, as in Go */
async function hasRootGoMod(view: CodeView, tag: Tag): Promise<boolean> {
  await view.stat(tag.name)
  return (await view.readFile(tag.hash, 'go.mod', MAX_GO_MOD)) !== undefined
}

function fits(version: string, pathMajor: string): boolean {
  try {
    checkPathMajor(version, pathMajor)
    return true
  } catch {
    return false
  }
}

import { isPseudoVersion } from '../../gomod/pseudo-version.ts'
import { canonical } from '../../gomod/semver.ts'

/** The version a tag stands for. */
export interface TagVersion {
  /** Canonical, without build metadata. */
  readonly version: string
  /** Whether the tag is spelled exactly so: only then it is a version, else it can only be a base. */
  readonly exact: boolean
}

/**
 * Reads a tag of the module whose tags begin with `tagPrefix`; undefined if it stands for no version. Tags that look
 * like pseudo-versions are ignored; as in Go, that is judged with the prefix still on.
 *
 * Source: `tagToVersion` in `cmd/go/internal/modfetch.codeRepo.convert`
 */
export function tagVersion(tag: string, tagPrefix: string): TagVersion | undefined {
  if (!tag.startsWith(tagPrefix) || isPseudoVersion(tag)) return undefined
  const rest = tag.slice(tagPrefix.length)
  const version = canonical(rest)
  if (version === '' || !rest.startsWith(version)) return undefined
  return { version, exact: version === rest }
}

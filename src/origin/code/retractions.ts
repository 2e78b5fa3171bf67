import type { ModFile } from '../../gomod/mod-file/mod-file.ts'
import { parseModFile } from '../../gomod/mod-file/parse.ts'
import { compare, prerelease } from '../../gomod/semver.ts'

/** Tells whether a module's author has withdrawn a version. */
export type IsRetracted = (version: string) => boolean

/**
 * The version whose go.mod states the retractions of a module: the highest release, else the highest prerelease;
 * `+incompatible` ones do not count, having no go.mod. Undefined when there is none.
 *
 * @param versions in semver order, as `listVersions` gives them
 * Source: `cmd/go/internal/modfetch.codeRepo.retractedVersions`
 */
export function retractingVersion(versions: readonly string[]): string | undefined {
  const compatible = versions.filter((version) => !version.endsWith('+incompatible'))
  return compatible.findLast((version) => prerelease(version) === '') ?? compatible.at(-1)
}

/** Reads the retractions that a go.mod states; one that cannot be read states none. */
export function retractionsIn(goMod: Uint8Array): IsRetracted {
  let file: ModFile
  try {
    file = parseModFile('go.mod', goMod, { lax: true })
  } catch {
    return nothingRetracted
  }
  return (version) =>
    file.retract.some(({ low, high }) => compare(low, version) <= 0 && compare(version, high) <= 0)
}

/** Retracts nothing. */
export const nothingRetracted: IsRetracted = () => false

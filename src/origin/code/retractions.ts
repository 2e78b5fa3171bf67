import type { ModFile } from '../../gomod/mod-file/mod-file.ts'
import { parseModFile } from '../../gomod/mod-file/parse.ts'
import { newest } from '../../gomod/semver.ts'
import { precedenceKey } from '../precedence-key.ts'

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
  return newest(versions.filter((version) => !version.endsWith('+incompatible')))
}

/**
 * Reads the retractions that a go.mod states; one that cannot be read states none. As in Go, the bounds may be no
 * versions: those come before all versions. The answer for one version takes logarithmic time.
 *
 * Source: `cmd/go/internal/modload.CheckRetractions`
 */
export function retractionsIn(goMod: Uint8Array): IsRetracted {
  let file: ModFile
  try {
    file = parseModFile('go.mod', goMod, { lax: true })
  } catch {
    return nothingRetracted
  }
  return isRetractedBy(file.retract)
}

/** The same of a go.mod that was read already. */
export function isRetractedBy(retract: ModFile['retract']): IsRetracted {
  const ranges = merged(
    retract.map(({ low, high }) => ({ low: precedenceKey(low), high: precedenceKey(high) })),
  )
  return (version) => isWithin(ranges, precedenceKey(version))
}

/** Keys of precedence from `low` to `high`, both included. */
interface Range {
  readonly low: string
  high: string
}

/** The same ranges in order, without empty ones, and with a gap between any two. */
function merged(ranges: readonly Range[]): readonly Range[] {
  const apart: Range[] = []
  const byLow = ranges
    .filter(({ low, high }) => low <= high)
    .sort((a, b) => (a.low < b.low ? -1 : a.low > b.low ? 1 : 0))
  for (const range of byLow) {
    const last = apart.at(-1)
    if (last === undefined || last.high < range.low) apart.push({ ...range })
    else if (last.high < range.high) last.high = range.high
  }
  return apart
}

function isWithin(ranges: readonly Range[], key: string): boolean {
  let from = 0
  let to = ranges.length
  while (from < to) {
    const middle = (from + to) >>> 1
    if ((ranges[middle]?.high ?? '') < key) from = middle + 1
    else to = middle
  }
  const first = ranges[from]
  return first !== undefined && first.low <= key
}

/** Retracts nothing. */
export const nothingRetracted: IsRetracted = () => false

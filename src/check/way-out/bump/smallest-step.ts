import { compare, prerelease } from '../../../gomod/semver.ts'
import { SearchOver } from './search-over.ts'

/** A version that helps. */
export interface Step {
  readonly version: string
  /** Whether every version below it was found to be of no help. */
  readonly isSmallest: boolean
}

/**
 * The smallest version above `from` that helps, releases before prereleases; undefined where the newest of them does
 * not: then none below it is tried, though some may. Help does not grow with versions, so all from the smallest on are
 * tried, until the search is over.
 *
 * @param versions in any order
 * @param helps may throw {@link SearchOver}
 * @throws SearchOver before anything is known to help
 */
export async function smallestStep(
  versions: readonly string[],
  from: string,
  helps: (version: string) => Promise<boolean>,
): Promise<Step | undefined> {
  const higher = versions.filter((version) => compare(version, from) > 0).toSorted(compare)
  const releases = higher.filter((version) => prerelease(version) === '')
  const others = higher.filter((version) => prerelease(version) !== '')
  return (await smallestOf(releases, helps)) ?? smallestOf(others, helps)
}

async function smallestOf(
  versions: readonly string[],
  helps: (version: string) => Promise<boolean>,
): Promise<Step | undefined> {
  const newest = versions.at(-1)
  if (newest === undefined || !(await helps(newest))) return undefined
  try {
    for (const version of versions) {
      if (version === newest || (await helps(version))) return { version, isSmallest: true }
    }
  } catch (error) {
    if (!(error instanceof SearchOver)) throw error
  }
  return { version: newest, isSmallest: false }
}

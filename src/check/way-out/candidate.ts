import { Failure } from '../../failure.ts'
import { compare, prerelease } from '../../gomod/semver.ts'
import type { ModuleSource } from '../../origin/module-source.ts'
import type { Verdict } from '../../verify/judge/verdict.ts'
import { reasonOf } from '../../verify/judge/reason.ts'
import type { VerdictCode } from '../../verify/judge/verdicts.ts'
import type { Standing } from './content-verifier.ts'

/** Another version of a module, as a way out. */
export type Candidate =
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown'; readonly why: string }
  /** Its content is what it must be. */
  | { readonly kind: 'verified'; readonly version: string }
  /** Nothing tells what its content must be. */
  | { readonly kind: 'readable'; readonly version: string }
  | { readonly kind: 'unreadable'; readonly version: string; readonly why: string }

/** A candidate that somebody can go to. */
export type UsableCandidate = Extract<Candidate, { kind: 'verified' | 'readable' }>

const helped: ReadonlySet<VerdictCode> = new Set([
  'version-gone',
  'commit-gone',
  'commit-unreachable',
  'pseudo-invalid',
  'version-moved',
  'gosum-mismatch',
  'sumdb-mismatch',
])

/** Versions that are tried. */
const mostTries = 3
/** Versions of which it is asked whether they are retracted. */
const mostLookedAt = 1000

/** Whether another version may help: the repository is there, only this version is in trouble. */
export function mayHelp({ code }: Verdict): boolean {
  return helped.has(code)
}

/** Whether somebody can go to a candidate. */
export function isUsable(candidate: Candidate | undefined): candidate is UsableCandidate {
  return candidate?.kind === 'verified' || candidate?.kind === 'readable'
}

/**
 * The versions to go to, the best first: the next higher releases, then the next higher prereleases, then the highest of
 * all others.
 *
 * @param versions in any order
 */
export function inOrder(versions: readonly string[], from: string): string[] {
  const others = versions.filter((version) => version !== from).toSorted(compare)
  const higher = others.filter((version) => compare(version, from) > 0)
  return [
    ...higher.filter((version) => prerelease(version) === ''),
    ...higher.filter((version) => prerelease(version) !== ''),
    ...others.filter((version) => compare(version, from) <= 0).toReversed(),
  ]
}

/** What a candidate is looked for with. */
export interface CandidateTools {
  readonly source: Pick<ModuleSource, 'versions' | 'latest'>
  /**
   * Reads a version and tells what is known of it.
   *
   * @throws Failure why it cannot be read
   */
  readonly verify: (version: string) => Promise<Standing>
  /** Whether it may be that any version is verified. */
  readonly mayBeVerified: boolean
  /** Whether the author of the module has withdrawn a version, as far as that can be told; never throws a Failure. */
  readonly isRetracted: (version: string) => Promise<boolean>
}

/**
 * Looks for another version upstream: the first of three that is verified, else the first that can be read. One whose
 * content is not what it must be is never offered, and one that is retracted only where no other can be. A module without
 * tags offers its newest commit.
 */
export async function findCandidate(
  { source, verify, mayBeVerified, isRetracted }: CandidateTools,
  path: string,
  from: string,
): Promise<Candidate> {
  let found: Candidate = { kind: 'none' }
  try {
    for (const version of await versionsFrom(source, from, isRetracted)) {
      const one = await candidateAt(version, path, verify)
      if (one.kind === 'verified' || (one.kind === 'readable' && !mayBeVerified)) return one
      if (found.kind !== 'readable' && (one.kind === 'readable' || found.kind === 'none')) {
        found = one
      }
    }
    return found
  } catch (error) {
    if (!Failure.is(error)) throw error
    return { kind: 'unknown', why: reasonOf(error, path, from) }
  }
}

async function versionsFrom(
  source: Pick<ModuleSource, 'versions' | 'latest'>,
  from: string,
  isRetracted: CandidateTools['isRetracted'],
): Promise<string[]> {
  const tagged = inOrder(await source.versions(), from)
  if (tagged.length > 1) return retractedLast(tagged, isRetracted)
  if (tagged.length > 0) return tagged
  try {
    return [(await source.latest()).Version].filter((version) => version !== from)
  } catch (error) {
    if (Failure.is(error, 'not-found')) return []
    throw error
  }
}

/** The first that are not retracted; others only where there are too few of them. Where there is no choice, nobody is asked. */
async function retractedLast(
  versions: readonly string[],
  isRetracted: CandidateTools['isRetracted'],
): Promise<string[]> {
  const good: string[] = []
  const others: string[] = []
  for (const version of versions.slice(0, mostLookedAt)) {
    if (good.length === mostTries) break
    ;((await isRetracted(version)) ? others : good).push(version)
  }
  return [...good, ...others].slice(0, mostTries)
}

async function candidateAt(
  version: string,
  path: string,
  verify: CandidateTools['verify'],
): Promise<Candidate> {
  try {
    const kind = await verify(version)
    if (kind !== 'other') return { kind, version }
    return { kind: 'unreadable', version, why: 'its content is not what was published' }
  } catch (error) {
    if (!Failure.is(error)) throw error
    return { kind: 'unreadable', version, why: reasonOf(error, path, version) }
  }
}

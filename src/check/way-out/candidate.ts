import { Failure } from '../../failure.ts'
import { compare, prerelease } from '../../gomod/semver.ts'
import type { ModuleSource } from '../../origin/module-source.ts'
import type { Verdict } from '../../verify/judge/judge.ts'
import { reasonOf } from '../../verify/judge/reason.ts'
import type { VerdictCode } from '../../verify/judge/verdicts.ts'

/** Another version of a module, as a way out. */
export type Candidate =
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown'; readonly why: string }
  | { readonly kind: 'readable'; readonly version: string }
  | { readonly kind: 'unreadable'; readonly version: string; readonly why: string }

const helped: ReadonlySet<VerdictCode> = new Set([
  'version-gone',
  'commit-gone',
  'commit-unreachable',
  'pseudo-invalid',
  'version-moved',
  'gosum-mismatch',
])

/** Whether another version may help: the repository is there, only this version is in trouble. */
export function mayHelp({ code }: Verdict): boolean {
  return helped.has(code)
}

/**
 * Chooses the version to go to: the next higher release, else the next higher prerelease, else the highest of all
 * others; undefined when there is no other.
 *
 * @param versions in any order
 */
export function chooseVersion(versions: readonly string[], from: string): string | undefined {
  const others = versions.filter((version) => version !== from).toSorted(compare)
  const higher = others.filter((version) => compare(version, from) > 0)
  return higher.find((version) => prerelease(version) === '') ?? higher[0] ?? others.at(-1)
}

/** Looks for another version upstream and makes sure that it can be read. A module without tags offers its newest commit. */
export async function findCandidate(
  source: ModuleSource,
  path: string,
  from: string,
): Promise<Candidate> {
  let version: string | undefined
  try {
    version = chooseVersion(await source.versions(), from)
    version ??= await newest(source)
    if (version === undefined || version === from) return { kind: 'none' }
    await source.find(version)
    return { kind: 'readable', version }
  } catch (error) {
    if (!Failure.is(error)) throw error
    if (version === undefined) return { kind: 'unknown', why: reasonOf(error, path, from) }
    return { kind: 'unreadable', version, why: reasonOf(error, path, version) }
  }
}

async function newest(source: ModuleSource): Promise<string | undefined> {
  try {
    return (await source.latest()).Version
  } catch (error) {
    if (Failure.is(error, 'not-found')) return undefined
    throw error
  }
}

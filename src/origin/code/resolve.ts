import { Failure } from '../../failure.ts'
import { canonicalVersion, matchPathMajor } from '../../gomod/module-path.ts'
import { isPseudoVersion, pseudoVersion, pseudoVersionRev } from '../../gomod/pseudo-version.ts'
import { build, compare, isValid, major } from '../../gomod/semver.ts'
import { MAX_GO_MOD } from '../../gomod/zip-rules.ts'
import type { CodeView, Revision } from '../code-host.ts'
import { checkPseudoVersion } from './check-pseudo.ts'
import { findGoMod, notAModule, type GoModFile } from './find-go-mod.ts'
import type { Place } from './place.ts'
import type { IsRetracted } from './retractions.ts'
import { tagVersion } from './tag-version.ts'

/** A version of a module and the commit it stands for. */
export interface ResolvedVersion {
  readonly version: string
  readonly revision: Revision
  readonly goMod: GoModFile
}

/**
 * The name under which the repository knows what was asked for: the hash of a pseudo-version, the tag of a version,
 * else the text itself. Source: `cmd/go/internal/modfetch.codeRepo.revToRev`
 */
export function revisionName(place: Place, asked: string): string {
  if (!isValid(asked)) return asked
  if (isPseudoVersion(asked)) return pseudoVersionRev(asked)
  return (
    place.tagPrefix +
    (build(asked) === '+incompatible' ? asked.slice(0, -'+incompatible'.length) : asked)
  )
}

/**
 * Gives a revision its version. In order: (a) a pseudo-version that was asked for is checked and stays; (b) the
 * revision was found by a tag that is a version of this module; (c) of the tags on the commit, the one asked for, else
 * the highest that is not retracted; (d) a pseudo-version on the highest allowed ancestor tag.
 *
 * @param asked what the client typed; '' for "the default branch"
 * @param retracted consulted only where a tag is to be chosen, since finding out costs a fetch
 * @throws Failure `not-found` when the commit is not a version of this module
 * Source: `cmd/go/internal/modfetch.codeRepo.convert`
 */
export async function resolveVersion(
  view: CodeView,
  place: Place,
  revision: Revision,
  asked: string,
  retracted: () => Promise<IsRetracted>,
): Promise<ResolvedVersion> {
  const mayBeIncompatible = incompatibleRule(view, place, revision, asked)
  const settle = (version: string) =>
    settleVersion(view, place, revision, asked, version, mayBeIncompatible)

  if (isPseudoVersion(asked)) {
    const resolved = await settle(asked)
    await checkPseudoVersion(view, place, revision, asked)
    return resolved
  }

  const named = tagVersion(revision.version, place.tagPrefix)
  if (named?.exact) {
    const resolved = await settle(named.version).catch(undefinedIfNotFound)
    if (resolved) return resolved
  }

  const isRetracted = await retracted()
  let highest = ''
  let base = ''
  for (const tag of revision.tags) {
    const found = tagVersion(tag, place.tagPrefix)
    if (asked !== '' && compare(found?.version ?? '', asked) === 0) {
      if (found?.exact) return settle(found.version)
      base = found?.version ?? ''
    }
    if (!found?.exact || compare(highest, found.version) >= 0 || isRetracted(found.version))
      continue
    if (matchPathMajor(found.version, place.pathMajor) || (await mayBeIncompatible(found.version)))
      highest = found.version
  }
  if (highest !== '') return settle(highest)

  if (base === '') {
    const tag = await view.recentTag(revision.hash, place.tagPrefix, async (tag) => {
      const found = tagVersion(tag, place.tagPrefix)
      if (!found) return false
      const fits =
        matchPathMajor(found.version, place.pathMajor) || (await mayBeIncompatible(found.version))
      return fits && !isRetracted(found.version)
    })
    base = (tag !== undefined && tagVersion(tag, place.tagPrefix)?.version) || ''
  }
  const { time, short } = revision
  return settle(pseudoVersion({ major: place.pseudoMajor, base, time, rev: short }))
}

/**
 * Checks that a canonical version may name this revision of this module, adding `+incompatible` where it belongs.
 * Source: `checkCanonical` in `codeRepo.convert`
 */
async function settleVersion(
  view: CodeView,
  place: Place,
  revision: Revision,
  asked: string,
  candidate: string,
  mayBeIncompatible: (version: string) => Promise<boolean>,
): Promise<ResolvedVersion> {
  const goMod = await findGoMod(view, place, revision.hash, candidate)
  const wanted = candidate === asked.replace(/\+incompatible$/, '') ? asked : candidate
  const base = wanted.replace(/\+incompatible$/, '')
  const compatible = matchPathMajor(base, place.pathMajor)
  const usable = compatible || (await mayBeIncompatible(base))
  const version = compatible || !usable ? wanted : `${base}+incompatible`
  if (
    asked !== '' &&
    asked === canonicalVersion(asked) &&
    asked.replace(/\+incompatible$/, '') !== base
  ) {
    throw notAModule(place, asked, `it resolves to ${version}, and ${asked} is not a tag`)
  }
  if (!usable) {
    const path = `${place.pathPrefix}/${major(base)}`
    throw notAModule(
      place,
      version,
      place.pathMajor === ''
        ? `the module has a go.mod, so ${major(base)} must be asked for as ${path}`
        : `its major version must be that of the module path, ${place.pathMajor.slice(1)}`,
    )
  }
  if (compatible && version.endsWith('+incompatible')) {
    throw notAModule(
      place,
      version,
      `+incompatible is not allowed, since ${major(base)} is compatible with the path`,
    )
  }
  return { version, revision, goMod }
}

/**
 * Whether a version may be `+incompatible`: the module is the repository's root, its path has no suffix, the commit has
 * no go.mod there, and, unless `+incompatible` was typed, none in `vN/` either.
 */
function incompatibleRule(
  view: CodeView,
  place: Place,
  revision: Revision,
  asked: string,
): (version: string) => Promise<boolean> {
  const lacking = new Map<string, Promise<boolean>>()
  const lacks = (file: string): Promise<boolean> => {
    const known =
      lacking.get(file) ??
      view.readFile(revision.hash, file, MAX_GO_MOD).then((bytes) => bytes === undefined)
    lacking.set(file, known)
    return known
  }
  return async (version) => {
    if (place.dir !== '' || place.pathMajor !== '' || !(await lacks('go.mod'))) return false
    return asked.endsWith('+incompatible') || lacks(`${major(version)}/go.mod`)
  }
}

/** Lets the next rule try when a tag turns out not to be a version of this module; trouble stays trouble. */
function undefinedIfNotFound(error: unknown): undefined {
  if (!Failure.is(error, 'not-found')) throw error
}

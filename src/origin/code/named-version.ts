import { InvalidError } from '../../gomod/invalid-error.ts'
import { canonicalVersion } from '../../gomod/module-path.ts'
import { isPseudoVersion, pseudoVersionRev } from '../../gomod/pseudo-version.ts'
import type { RefProof } from '../../store/facts/known-contents.ts'
import type { CodeView, Tag } from '../code-host.ts'
import type { Place } from './place.ts'
import { baseOf, baseTags, isCanonicalTag } from './pseudo-base.ts'
import { revisionName } from './resolve.ts'

/** A commit that once was found to be a version, and for a pseudo-version what that rested on. */
export interface Remembered {
  readonly hash: string
  readonly proof: RefProof | null
}

/** The commit that refs give to a version. */
export interface NamedCommit {
  readonly hash: string
  /** The ref that names it, where one does. */
  readonly ref?: string
  /** What it rests on now, where that is not what was remembered. */
  readonly proof?: RefProof
}

/**
 * The commit that a canonical version stands for, told from the refs alone. For a tag that is all there is to it: what
 * else `resolveVersion` asks for depends on the commit only. A pseudo-version must have been found before, at a commit
 * that a remembered proof speaks of: all rules of `checkPseudoVersion` still hold while refs name the commits of that
 * proof; where they name others, the history of commits is read, and no content. Undefined where that does not tell:
 * then finding the version anew does.
 *
 * @throws Failure as views do
 */
export async function namedVersion(
  view: CodeView,
  place: Place,
  version: string,
  remembered: readonly Remembered[],
): Promise<NamedCommit | undefined> {
  const { refs } = view
  if (!refs || version !== canonicalVersion(version)) return undefined
  if (isPseudoVersion(version)) return namedPseudo(view, refs, place, version, remembered)
  const name = `refs/tags/${revisionName(place, version)}`
  const tag = refs.find((ref) => ref.name === name)
  return tag && { hash: tag.hash, ref: name }
}

/**
 * What a pseudo-version rests on that was just found; undefined where that cannot be told.
 *
 * @throws Failure as views do
 */
export async function proofOf(
  view: CodeView,
  place: Place,
  version: string,
  hash: string,
): Promise<RefProof | undefined> {
  const leads = (await view.leadsTo?.(hash)) ?? []
  if (leads.length === 0) return undefined
  const base = baseOf(version)
  if (base === '') return { leads, bases: [] }
  for (const tag of baseTags(view.tags, place, base)) {
    if (await view.descendsFrom(hash, tag.name)) return { leads, bases: [tag.hash] }
  }
  return undefined
}

async function namedPseudo(
  view: CodeView,
  refs: readonly Tag[],
  place: Place,
  version: string,
  remembered: readonly Remembered[],
): Promise<NamedCommit | undefined> {
  const rev = pseudoVersionRev(version)
  const known = remembered.find(({ hash, proof }) => proof !== null && hash.startsWith(rev))
  if (!known?.proof) return undefined
  const { hash, proof } = known
  // A ref of that name, and another commit of that short form, come first.
  const isHidden = refs.some(
    ({ name, hash: tip }) =>
      tip !== hash &&
      (tip.startsWith(rev) || name === `refs/tags/${rev}` || name === `refs/heads/${rev}`),
  )
  const base = baseIfAny(version)
  if (isHidden || base === undefined) return undefined
  const onCommit = view.tags.filter((tag) => tag.hash === hash)
  if (base !== '' && onCommit.some(({ name }) => isCanonicalTag(name, place, base))) {
    return undefined
  }
  const lead = refs.find(({ hash: tip }) => tip === hash || proof.leads.includes(tip))
  const isBased =
    base === '' || baseTags(view.tags, place, base).some((tag) => proof.bases.includes(tag.hash))
  if (lead && isBased) return { hash }
  const anew = await proofOf(view, place, version, hash)
  return anew && { hash, proof: anew }
}

function baseIfAny(version: string): string | undefined {
  try {
    return baseOf(version)
  } catch (error) {
    if (error instanceof InvalidError) return undefined
    throw error
  }
}

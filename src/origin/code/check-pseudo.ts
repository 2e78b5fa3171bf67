import { Failure } from '../../failure.ts'
import { InvalidError } from '../../gomod/invalid-error.ts'
import { pseudoTimestamp, pseudoVersionRev, pseudoVersionTime } from '../../gomod/pseudo-version.ts'
import { major } from '../../gomod/semver.ts'
import type { CodeView, Revision } from '../code-host.ts'
import { notAModule } from './find-go-mod.ts'
import type { Place } from './place.ts'
import { baseOf, baseTags, isCanonicalTag } from './pseudo-base.ts'

/**
 * Checks that a pseudo-version says the truth about its revision: (1) its hash has exactly the short form's length
 * and digits, (2) its time is the commit's, (3) without a base its major version is not v1, (4) with a base, no tag
 * on the same commit already is that version, (5) a tag equal to the base exists, and (6) the commit descends from it.
 *
 * @throws Failure `not-found` naming the rule that is broken
 * Source: `cmd/go/internal/modfetch.codeRepo.validatePseudoVersion`
 */
export async function checkPseudoVersion(
  view: CodeView,
  place: Place,
  revision: Revision,
  version: string,
): Promise<void> {
  const refuse = (why: string): Failure => {
    const { message } = notAModule(place, version, why)
    return new Failure('not-found', message, { at: 'pseudo' })
  }
  const rev = pseudoVersionRev(version)
  if (rev !== revision.short) {
    const how = rev.startsWith(revision.short)
      ? 'longer than'
      : revision.short.startsWith(rev)
        ? 'shorter than'
        : 'not'
    throw refuse(`its revision is ${how} the short form of the commit, ${revision.short}`)
  }
  /** What only looks like a pseudo-version (a 60th second, a patch number below 0) is none of this module's. */
  const read = <T>(part: () => T): T => {
    try {
      return part()
    } catch (error) {
      throw error instanceof InvalidError ? refuse(error.message) : error
    }
  }
  const time = read(() => pseudoVersionTime(version))
  if (time.getTime() !== revision.time.getTime()) {
    throw refuse(`its time is not the commit's, ${pseudoTimestamp(revision.time)}`)
  }
  const base = read(() => baseOf(version))
  if (base === '') {
    if (place.pseudoMajor === '' && major(version) === 'v1') {
      throw refuse('without a tagged version before it, its major version must be v0')
    }
    return
  }
  const canonicalTag = revision.tags.find((tag) => isCanonicalTag(tag, place, base))
  if (canonicalTag !== undefined) {
    throw refuse(`the commit has the tag ${canonicalTag}, which is a version itself`)
  }
  const bases = baseTags(view.tags, place, base)
  const [first] = bases
  if (!first) throw refuse(`the tag ${base} that it builds on does not exist`)
  for (const { name } of bases) if (await view.descendsFrom(revision.hash, name)) return
  throw refuse(`the commit does not descend from the tag ${first.name} that it builds on`)
}

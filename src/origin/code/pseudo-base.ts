import { pseudoVersionBase } from '../../gomod/pseudo-version.ts'
import { compare } from '../../gomod/semver.ts'
import type { Tag } from '../code-host.ts'
import type { Place } from './place.ts'

/**
 * The version that a pseudo-version builds on; '' for none.
 *
 * @throws InvalidError for what only looks like a pseudo-version
 */
export function baseOf(version: string): string {
  return pseudoVersionBase(version.replace(/\+incompatible$/, ''))
}

/** The tags of a module that are equal to a base. */
export function baseTags(tags: readonly Tag[], { tagPrefix }: Place, base: string): Tag[] {
  return tags.filter(
    ({ name }) =>
      name.startsWith(tagPrefix + base) && compare(name.slice(tagPrefix.length), base) === 0,
  )
}

/**
 * Whether a tag on the commit of a pseudo-version makes its base the commit's own version. As in Go, a tag counts
 * without the prefix too.
 */
export function isCanonicalTag(tag: string, { tagPrefix }: Place, base: string): boolean {
  return (tag.startsWith(tagPrefix) ? tag.slice(tagPrefix.length) : tag) === base
}

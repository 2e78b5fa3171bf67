import { compare } from '../../gomod/semver.ts'

/** Of the tags that begin with `prefix` and are allowed, the one whose rest is the highest version. */
export async function highestTag(
  tags: readonly string[],
  prefix: string,
  allowed: (tag: string) => Promise<boolean>,
): Promise<string | undefined> {
  let highest: string | undefined
  for (const tag of tags) {
    if (!tag.startsWith(prefix) || !(await allowed(tag))) continue
    const version = tag.slice(prefix.length)
    if (highest === undefined || compare(version, highest.slice(prefix.length)) > 0) highest = tag
  }
  return highest
}

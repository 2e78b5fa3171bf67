import { isPseudoVersion } from '../../gomod/pseudo-version.ts'
import { canonical } from '../../gomod/semver.ts'
import type { CodeView } from '../code-host.ts'
import { refDigest } from '../ref-digest.ts'

/**
 * The digest of all tags that can matter to a version list or a pseudo-version: `Origin.TagSum`.
 *
 * @param prefix what the tags begin with, such as `sub/` or `v2.`
 * Source: `cmd/go/internal/modfetch/codehost.gitRepo.Tags`, `isOriginTag`
 */
export function tagSum(view: CodeView, prefix: string): string {
  const dir = prefix.slice(0, prefix.lastIndexOf('/') + 1)
  const counted = view.tags.filter(
    ({ name }) => name.startsWith(prefix) && counts(name.slice(dir.length)),
  )
  return `t1:${refDigest(counted.map(({ name, hash }) => [name, hash]))}`
}

function counts(tag: string): boolean {
  const version = canonical(tag)
  return version !== '' && tag.startsWith(version) && !isPseudoVersion(tag)
}

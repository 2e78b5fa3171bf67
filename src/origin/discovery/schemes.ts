import type { Repository } from './known-hosts.ts'
import { isInsecure } from './repo-url.ts'

/**
 * Schemes by which a repository may be reached, the likeliest first. The programs of other systems than git are let out
 * over http(s) only.
 */
const schemes: Readonly<Record<Repository['vcs'], readonly string[]>> = {
  git: ['https', 'git+ssh', 'ssh', 'http', 'git'],
  hg: ['https', 'http'],
  svn: ['https', 'http'],
  fossil: ['https'],
}

/**
 * The schemes to try for a repository whose import path names none. Those that nothing protects come last, unlike in
 * Go, which asks some of them first.
 *
 * @param insecure whether those may be tried at all
 * Source: the lists of cmd/go/internal/vcs.Cmd.Scheme, and isSecureScheme
 */
export function schemesFor(vcs: Repository['vcs'], insecure: boolean): readonly string[] {
  return schemes[vcs].filter((scheme) => insecure || !isInsecure(`${scheme}://`))
}
